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


class ReturnKind(models.TextChoices):
    """What came back to a letter."""

    HARD = "hard"
    SOFT = "soft"
    DELAYED = "delayed"
    ABSENCE = "absence"
    REPLY = "reply"


class Returned(models.Model):
    """One mail that came back to a letter, noted once: kind, numbers and a date, never its words.

    Spent notes count no more: their recipient was marked, answered, or has another address.
    """

    key = models.CharField(max_length=64, unique=True)
    letter = models.ForeignKey(OutboxLetter, on_delete=models.CASCADE, related_name="returns")
    recipient_id = models.BigIntegerField()
    is_to_contact = models.BooleanField()
    kind = models.CharField(max_length=8, choices=ReturnKind)
    status = models.CharField(max_length=12, blank=True)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    is_spent = models.BooleanField(default=False)
    marks = models.CharField(max_length=80, blank=True)  # why the letter counts as come back

    class Meta:
        """What counts of one contact."""

        indexes = (
            models.Index(
                fields=("recipient_id", "at"),
                name="returned_counting",
                condition=models.Q(is_spent=False, is_to_contact=True),
            ),
        )


class MailboxReading(models.Model):
    """How reading the mailbox stands; one row. `problem` is a code, empty while all is well."""

    waiting_since = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)
    failing_since = models.DateTimeField(null=True)
