"""Alerts, their versions, and the notices sent of them. An alert is what a public body tells us, in
words of our own; who has come how far is read from the sealed replies of its asks.
"""

from __future__ import annotations

from django.db import models


class Alert(models.Model):
    """One alert as it reads now. `version` counts material changes since it was first sent.

    Whether it was sent is known by its notices; a withdrawn one asks nobody any more.
    """

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField()  # engines.notices.AlertText
    version = models.PositiveSmallIntegerField(default=1)
    edition = models.PositiveSmallIntegerField(default=1)  # counts corrections within the version
    revision = models.PositiveIntegerField(default=1)
    created_by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by the last change."""

        indexes = (models.Index(fields=("organisation", "-updated_at"), name="alert_list"),)


class AlertEdition(models.Model):
    """How an alert read in one edition, and what its change was about; never changed afterwards."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="editions")
    version = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    content = models.JSONField()
    note = models.JSONField(default=dict)  # ja/en: what has changed
    by_uid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """Each edition once."""

        constraints = (
            models.UniqueConstraint(
                fields=("alert", "version", "edition"), name="alert_edition_once"
            ),
        )


class Notice(models.Model):
    """One ask that passes on a version of an alert; material changes make it an old one."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notices")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)  # notice, hunt
    ask = models.OneToOneField("asks.Ask", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()


class RelayReport(models.Model):
    """What one partner said of passing a notice on to its own suppliers; never changed, only
    followed by the next.
    """

    uid = models.UUIDField(unique=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="relays")
    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()  # of the alert, as it read then
    edition = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    sealed = models.BinaryField()  # told, confirmed, acted, who says so
    at = models.DateTimeField()

    class Meta:
        """Read by notice, newest first."""

        indexes = (models.Index(fields=("notice", "-at"), name="relay_latest"),)
