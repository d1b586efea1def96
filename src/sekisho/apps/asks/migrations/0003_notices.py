from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Check numbers of letters; question sets that are drawn from an alert."""

    dependencies = (("asks", "0002_reply_to_count"),)

    operations = (
        migrations.AddField(
            model_name="ask",
            name="check_number",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("check_number", ""), _negated=True),
                fields=("check_number",),
                name="check_number_once",
            ),
        ),
        migrations.AddField(
            model_name="questionsetversion",
            name="is_listed",
            field=models.BooleanField(default=True),
        ),
    )
