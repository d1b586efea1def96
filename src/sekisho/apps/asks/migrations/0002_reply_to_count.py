from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the replies that their ask's tally does not hold yet."""

    dependencies = (("asks", "0001_initial"),)

    operations = (
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                fields=["assignment"],
                condition=models.Q(("revision", models.F("counted_revision")), _negated=True),
                name="reply_to_count",
            ),
        ),
    )
