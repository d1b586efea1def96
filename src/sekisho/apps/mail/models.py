"""The outbox, and the local mailbox that stands in while no SMTP server is set."""

from __future__ import annotations

from django.db import models


class LetterState(models.TextChoices):
    """What became of one letter to one recipient."""

    QUEUED = "queued"
    HANDED_OVER = "handed_over"
    BOUNCED = "bounced"
    FAILED = "failed"
    CANCELLED = "cancelled"


SETTLED_STATES = ("handed_over", "bounced", "failed")


class OutboxLetter(models.Model):
    """One letter to one recipient: names and ids only, rendered at hand-over."""

    uid = models.UUIDField(unique=True)
    letter = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    recipient_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    unique_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.QUEUED)
    reason = models.CharField(max_length=80, blank=True)  # a code, never words of a server
    reply = models.CharField(max_length=20, blank=True)  # the numbers of the server's last reply
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tried_since = models.DateTimeField(null=True)  # the first of the tries that failed in a row
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=40, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(default=0)
    is_told = models.BooleanField(default=False)  # whether "mail.settled" has named this letter

    class Meta:
        """Due letters by priority and age; settled ones to tell of; all of an object together."""

        indexes = (
            models.Index(
                fields=("-priority", "next_at", "id"),
                name="outbox_due",
                condition=models.Q(state="queued"),
            ),
            models.Index(
                fields=("id",),
                name="outbox_untold",
                condition=models.Q(is_told=False, state__in=SETTLED_STATES),
            ),
            models.Index(fields=("letter", "object_id"), name="outbox_object"),
            models.Index(
                fields=("created_at",), name="outbox_failed", condition=models.Q(state="failed")
            ),
        )


class MailHold(models.Model):
    """Why nothing is sent just now (after a restore, by an administrator); one row when held."""

    reason = models.CharField(max_length=40)
    since = models.DateTimeField()


class LocalLetter(models.Model):
    """A letter that would have been sent; sealed with home's key."""

    uid = models.UUIDField(unique=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        """Newest first."""

        indexes = (models.Index(fields=("-at", "-id"), name="local_newest"),)
