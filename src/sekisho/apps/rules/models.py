"""Rules of a company of the group, their editions, the asks that had them attested, exceptions."""

from __future__ import annotations

from django.db import models


class Rule(models.Model):
    """A rule that a company of ours has issued; what it says stands in its editions."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField()  # queries.rules.RuleWords: title, about, owner, each ja/en
    review_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_uid = models.UUIDField(null=True)
    ended_sealed = models.BinaryField(null=True)  # why, ja/en; home's key

    class Meta:
        """Listed by company; reviews are looked for by day."""

        indexes = (
            models.Index(fields=("organisation", "-updated_at"), name="rule_list"),
            models.Index(fields=("review_on",), name="rule_review"),
        )


class Edition(models.Model):
    """One edition of a rule: a draft until it is issued, never changed afterwards.

    Which edition holds is told by first days (engines.attestations.edition_states).
    """

    uid = models.UUIDField(unique=True)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="editions")
    number = models.CharField(max_length=20)
    first_day = models.DateField()
    sealed = models.BinaryField()  # text, summary of changes, facts of the file; home's key
    stored_name = models.CharField(max_length=64, blank=True)  # the encrypted file on disk
    size_bytes = models.PositiveBigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    by_uid = models.UUIDField()
    at = models.DateTimeField()
    issued_by_uid = models.UUIDField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        """Each number once in a rule."""

        constraints = (
            models.UniqueConstraint(fields=("rule", "number"), name="rule_edition_once"),
        )


class Attestation(models.Model):
    """One ask by which an edition was sent to be attested."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="attestations")
    ask = models.OneToOneField("asks.Ask", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()


class Deviation(models.Model):
    """An exception from a rule: asked for, looked at by one person, granted by another."""

    uid = models.UUIDField(unique=True)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="deviations")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(max_length=40, blank=True)  # assignment and place in its answer
    state = models.CharField(max_length=10)  # asked, proposed, granted, refused, ended
    until = models.DateField(null=True)
    sealed = models.BinaryField()  # passage, reason, instead, remark; home's key
    revision = models.PositiveIntegerField(default=1)
    by_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
    proposed_by_uid = models.UUIDField(null=True)
    decided_by_uid = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by state and by the day on which they run out; an answer's place once."""

        constraints = (
            models.UniqueConstraint(
                fields=("source",), condition=~models.Q(source=""), name="deviation_source_once"
            ),
        )
        indexes = (
            models.Index(fields=("state", "until"), name="deviation_until"),
            models.Index(fields=("organisation", "state"), name="deviation_organisation"),
        )
