from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0008_seats_without_phones'),
    ]

    operations = [
        migrations.AddField(
            model_name='livesession',
            name='side_by_side',
            field=models.BooleanField(default=False, help_text='the big screen shows a pane for each table'),
        ),
    ]
