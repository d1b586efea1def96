"""What a company has set for fair dealing, answers to concerns, and the consultation log."""

from __future__ import annotations

from django.db import models


class FairProfile(models.Model):
    """What one group company sets once: sentences, and the least time to answer."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    content = models.JSONField(default=dict)  # queries.profiles.FairSettings, ja/en
    minimum_days = models.PositiveSmallIntegerField(default=5)
    notice_days = models.PositiveSmallIntegerField(default=3)
    updated_at = models.DateTimeField()


class ConcernAnswer(models.Model):
    """What was said to one concern before a sending; never changed afterwards."""

    uid = models.UUIDField(unique=True)
    ask = models.ForeignKey("asks.Ask", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=16)  # engines.fairness.Concern.key
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)  # inserted, explained, not_applicable, emergency
    sealed = models.BinaryField()  # the reason, and the sentence that was found
    by_uid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """A concern is answered once; other words are another concern."""

        constraints = (models.UniqueConstraint(fields=("ask", "key"), name="concern_answer_once"),)


class Consultation(models.Model):
    """One entry of the log: a talk wished for, held or settled. Never changed, only followed."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    partner = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    ask = models.ForeignKey("asks.Ask", null=True, on_delete=models.SET_NULL, related_name="+")
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    state = models.CharField(max_length=12)  # wanted, held, agreed, not_agreed, settled
    is_from_partner = models.BooleanField(default=False)
    held_on = models.DateField()
    sealed = models.BinaryField()  # with whom, what was asked, who bears what, documents, note
    by_uid = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Read by partner, newest first."""

        indexes = (
            models.Index(fields=("partner", "-held_on"), name="consultation_partner"),
            models.Index(fields=("organisation", "state"), name="consultation_state"),
        )
