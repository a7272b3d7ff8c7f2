from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workshops", "0011_alone"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptPage",
            fields=[
                ("locator", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("keep_until", models.DateField(db_index=True)),
            ],
        ),
    ]
