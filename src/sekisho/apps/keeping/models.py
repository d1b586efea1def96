"""Times of keeping, holds, and what was erased."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What has a time of keeping of its own."""

    ANSWERS = "answers"
    EVIDENCE = "evidence"
    LETTERS = "letters"
    CONTACTS = "contacts"


class Rule(models.Model):
    """For how many months one kind is kept; without a number, or without a row, for good."""

    kind = models.CharField(max_length=10, choices=Kind, primary_key=True)
    months = models.PositiveSmallIntegerField(null=True)
    by_uid = models.UUIDField(null=True)
    changed_at = models.DateTimeField()


class Hold(models.Model):
    """Nothing of this partner or ask is erased until the hold is lifted."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    ask = models.ForeignKey("asks.Ask", null=True, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()  # the reason, home's key
    by_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
    lifted_by_uid = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """A partner or an ask, and once at a time."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(ask=None), name="hold_one_thing"
            ),
            models.UniqueConstraint(
                fields=("organisation",),
                condition=models.Q(lifted_at=None),
                name="hold_partner_once",
            ),
            models.UniqueConstraint(
                fields=("ask",), condition=models.Q(lifted_at=None), name="hold_ask_once"
            ),
        )


class Erasure(models.Model):
    """What was erased: one line for each night and kind, or for each act by hand."""

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    months = models.PositiveSmallIntegerField(null=True)  # the rule, empty by hand
    by_uid = models.UUIDField(null=True)  # empty by rule
    object_uid = models.UUIDField(null=True)  # by hand: what it was
    sealed = models.BinaryField(null=True)  # by hand: the reason, home's key

    class Meta:
        """Newest first; a night's batches of one kind add up."""

        constraints = (
            models.UniqueConstraint(
                fields=("kind", "at"), condition=models.Q(by_uid=None), name="erasure_once_a_run"
            ),
        )
        indexes = (models.Index(fields=("-at", "-id"), name="erasure_newest"),)


class Night(models.Model):
    """The last day on which the work of the night was begun; one row."""

    begun_on = models.DateField(null=True)
