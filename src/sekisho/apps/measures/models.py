"""Findings (gaps) and the measures that close them. State and dates are clear, words are sealed."""

from __future__ import annotations

from django.db import models


class FindingState(models.TextChoices):
    """A finding is open until its measure is proven, or the risk is accepted with a reason.

    ASKED: the partner says that it does not apply or cannot be done; the office decides.
    """

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    ASKED = "asked"
    PROVEN = "proven"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Finding(models.Model):
    """A gap at an organisation, opened by the room named in `source` for its object."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    told_by = models.ForeignKey(  # who said so, when it speaks of somebody else
        "organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(max_length=20)  # "ask"
    source_id = models.BigIntegerField()  # assignment
    source_key_hash = models.CharField(max_length=64)  # keyed hash of the question key
    is_high = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=FindingState, default=FindingState.OPEN)
    due_on = models.DateField(null=True)
    sealed = models.BinaryField()  # question key and text, answer, what is done, who
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """One finding per source and key; lists by state and due date."""

        constraints = (
            models.UniqueConstraint(
                fields=("source", "source_id", "source_key_hash"), name="finding_once"
            ),
        )
        indexes = (models.Index(fields=("state", "due_on"), name="finding_due"),)


class FindingFile(models.Model):
    """A file that goes with a step: encrypted on disk under a random name, its facts sealed."""

    uid = models.UUIDField(unique=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="files")
    stored_name = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    scan_state = models.CharField(max_length=12, default="not_scanned")
    sealed = models.BinaryField()  # file name, media type, sha256
    created_at = models.DateTimeField()
