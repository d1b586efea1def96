"""Chains that are too large to be reckoned within a page, kept sealed for those who see the same.

A chain tells how weak everybody is, so nothing of it stands in the clear but its size.
"""

from __future__ import annotations

from django.db import models


class Kept(models.Model):
    """One chain as it is seen from some organisations; empty `organisation_ids` is all of it.

    `mark` tells the state of register and inventory of which it was reckoned, `wanted_mark` the one
    that is being reckoned. Pieces of other editions are left-overs.
    """

    uid = models.UUIDField(unique=True)
    reach = models.CharField(max_length=64, unique=True)
    organisation_ids = models.JSONField(default=list)
    mark = models.CharField(max_length=64, blank=True)
    edition = models.PositiveIntegerField(default=0)
    reckoned_at = models.DateTimeField(null=True)
    wanted_mark = models.CharField(max_length=64, blank=True)
    wanted_at = models.DateTimeField()
    run_uid = models.UUIDField(null=True)


class Piece(models.Model):
    """A part of a kept chain, sealed with home's key."""

    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="pieces")
    edition = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        """Each piece of an edition once."""

        constraints = (
            models.UniqueConstraint(fields=("kept", "edition", "number"), name="chain_piece_once"),
        )


class StudyKind(models.TextChoices):
    """What a study is."""

    STORY = "story"
    INPUTS = "inputs"
    LOSS = "loss"
    MEASURES = "measures"


class Study(models.Model):
    """A story that somebody changed, values that somebody put in, or a result of long reckoning.

    Seen by those who see the same chain (`reach`); empty `organisation_ids` is all of it. What it
    says is sealed with home's key, and empty until a result is there.
    """

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16, choices=StudyKind.choices)
    reach = models.CharField(max_length=64)
    organisation_ids = models.JSONField(default=list)
    run_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
    sealed = models.BinaryField(null=True)

    class Meta:
        """Looked up by reach; values put in are one set for each."""

        indexes = (models.Index(fields=("reach", "kind", "at"), name="chain_study_seen"),)
        constraints = (
            models.UniqueConstraint(
                fields=("reach",), condition=models.Q(kind="inputs"), name="chain_inputs_once"
            ),
        )
