import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0005_responses'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='alone',
            field=models.BooleanField(default=False, help_text='would rather work without a partner; nobody is told'),
        ),
        migrations.AddField(
            model_name='participant',
            name='paired_rev',
            field=models.PositiveBigIntegerField(default=0, help_text='when they came to their pair'),
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(choices=[('sun', 'sun'), ('leaf', 'leaf'), ('sky', 'sky'), ('rose', 'rose')], max_length=10)),
                ('number', models.PositiveSmallIntegerField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='workshops.livesession')),
                ('table', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pairs', to='workshops.table')),
            ],
            options={
                'ordering': ['number', 'id'],
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='pair',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='workshops.pair'),
        ),
        migrations.CreateModel(
            name='PairWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.CharField(max_length=32)),
                ('text', models.CharField(max_length=280)),
                ('rev', models.PositiveBigIntegerField(default=0)),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='workshops.pair')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pair_words', to='workshops.sessionstep')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(fields=('session', 'mark', 'number'), name='pair_sign_in_session'),
        ),
    ]
