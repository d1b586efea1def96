"""One file that was observed, its parts until it is read, and what it showed."""

from __future__ import annotations

from django.db import models


class Observation(models.Model):
    """A log or list on its way, or the summary of one. States: arriving, asked (which column is
    which), moving, done, failed, erased.
    """

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=10)  # flows, accounts, machines
    state = models.CharField(max_length=10)
    sealed = models.BinaryField()  # file name and head, later the summary; home's key
    revision = models.PositiveIntegerField(default=1)
    run_uid = models.UUIDField(null=True)
    started_by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        """Looked after by state and age."""

        indexes = (models.Index(fields=("state", "touched_at"), name="observing_state"),)


class Part(models.Model):
    """Some megabytes of a file that waits to be read, sealed; gone once it was."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        """In their order."""

        constraints = (
            models.UniqueConstraint(fields=("observation", "place"), name="observing_part_once"),
        )
