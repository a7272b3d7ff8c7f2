import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0006_pairs'),
    ]

    operations = [
        migrations.AddField(
            model_name='livesession',
            name='one_scribe',
            field=models.BooleanField(default=False, help_text='at each table one person writes for all'),
        ),
        migrations.AddField(
            model_name='table',
            name='scribe',
            field=models.ForeignKey(blank=True, help_text='who holds the pen, while one person writes for the table', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.participant'),
        ),
    ]
