import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workshops", "0010_brought_in_from_a_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="livesession",
            name="alone",
            field=models.BooleanField(default=False, help_text="one person works through it on their own link"),
        ),
        migrations.AlterField(
            model_name="livesession",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                help_text="nobody, where one person works alone: no facilitator may open it",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="live_sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
