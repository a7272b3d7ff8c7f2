from django.db import migrations, models


class Migration(migrations.Migration):
    """Lines between partners are sealed. Those from before go: nobody has the keys to seal them with."""

    dependencies = [
        ("workshops", "0013_hosts"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM workshops_pairword", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="pairword", name="text"),
        migrations.AddField(
            model_name="pairword",
            name="sealed",
            field=models.JSONField(default=list, help_text="a copy for each of the pair, as base64"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="participant",
            name="public_key",
            field=models.BinaryField(
                default=bytes, help_text="partners seal lines with it; only their secret opens them"
            ),
        ),
    ]
