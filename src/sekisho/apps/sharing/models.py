"""What a company tells the group, what was chosen for an ask, and consents of partners."""

from __future__ import annotations

from django.db import models


class GroupSetting(models.Model):
    """What one group company has set; without a row home tells that it asked, others do not."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    tells_group = models.BooleanField()
    months = models.PositiveSmallIntegerField()
    updated_at = models.DateTimeField()


class ReuseChoice(models.Model):
    """How those who were asked by a sister company are met: the questions, or the offer first."""

    ask = models.OneToOneField(
        "asks.Ask", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    mode = models.CharField(max_length=8)  # ask, reuse
    by_uid = models.UUIDField()
    at = models.DateTimeField()


class Consent(models.Model):
    """One press by which answers to `source` were given to `target` too; never changed but for
    its withdrawal.
    """

    uid = models.UUIDField(unique=True)
    target = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    submission_uid = models.UUIDField()  # which submission was looked at
    source_revision = models.PositiveIntegerField()
    count = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()  # who agreed, the questions and their new revisions
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Read from either end."""

        indexes = (
            models.Index(fields=("target", "at"), name="consent_target"),
            models.Index(fields=("source", "at"), name="consent_source"),
        )
