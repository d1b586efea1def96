from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A sixth state: the respondent declined to answer."""

    dependencies = (("asks", "0003_notices"),)

    operations = (
        migrations.AlterField(
            model_name="assignment",
            name="state",
            field=models.CharField(
                choices=[
                    ("not_delivered", "Not Delivered"),
                    ("waiting", "Waiting"),
                    ("answering", "Answering"),
                    ("submitted", "Submitted"),
                    ("closed", "Closed"),
                    ("declined", "Declined"),
                ],
                default="not_delivered",
                max_length=14,
            ),
        ),
    )
