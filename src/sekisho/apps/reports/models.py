"""What was frozen when feedback sheets were sent: the comparison of one ask."""

from __future__ import annotations

from django.db import models


class Feedback(models.Model):
    """The feedback of one ask: since when partners may read it, and the figures of their peers."""

    ask = models.OneToOneField(
        "asks.Ask", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    sealed = models.BinaryField()  # cells with scores by assignment, home's key
    sent = models.PositiveSmallIntegerField(default=1)  # how often it was sent
    count = models.PositiveIntegerField(default=0)  # letters of the last time
    by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
