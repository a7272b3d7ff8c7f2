import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0007_pens'),
    ]

    operations = [
        migrations.AddField(
            model_name='livesession',
            name='writes_for',
            field=models.ForeignKey(blank=True, help_text='the seat without a phone whose words the facilitator puts in', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.participant'),
        ),
        migrations.AddField(
            model_name='participant',
            name='no_phone',
            field=models.BooleanField(default=False, help_text='a seat that the facilitator writes for'),
        ),
    ]
