"""Whether a question set was drawn up by this installation."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a version was drawn up by this installation."""

    dependencies = (("asks", "0004_declined"),)

    operations = (
        migrations.AddField(
            model_name="questionsetversion",
            name="is_own",
            field=models.BooleanField(default=False),
        ),
    )
