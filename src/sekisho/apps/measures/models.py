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
    gap_hash = models.CharField(max_length=64, blank=True)  # keyed too: the same gap elsewhere
    earlier = models.ForeignKey(  # the one of an earlier conversation that this one brings back
        "self", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    times_back = models.PositiveSmallIntegerField(default=0)  # closed, and told anew
    is_high = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=FindingState, default=FindingState.OPEN)
    due_on = models.DateField(null=True)
    proposed_on = models.DateField(null=True)  # by the office, until the partner names a day
    accepted_until = models.DateField(null=True)
    ahead_for = models.DateField(null=True)  # the day of which one reminded before it came
    asked_for = models.DateField(null=True)  # the day on which one asked how it stands
    letters = models.PositiveSmallIntegerField(default=0)  # since that day, the first included
    letter_on = models.DateField(null=True)
    owner_told_on = models.DateField(null=True)
    has_news = models.BooleanField(default=False)  # the partner has not been told of our last word
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
        indexes = (
            # Holds all that the counts of the board look at, so that no sealed text is read.
            models.Index(
                fields=("state", "due_on", "is_high", "times_back"), name="finding_counts"
            ),
            models.Index(fields=("gap_hash", "state"), name="finding_gap"),
            models.Index(fields=("accepted_until",), name="finding_accepted"),
        )


class FindingFile(models.Model):
    """A file that goes with a step: encrypted on disk under a random name, its facts sealed."""

    uid = models.UUIDField(unique=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="files")
    stored_name = models.CharField(max_length=64)  # empty once an erased file is off the disk
    size_bytes = models.PositiveBigIntegerField()
    scan_state = models.CharField(max_length=12, default="not_scanned")
    sealed = models.BinaryField()  # file name, media type, sha256; empty once it is erased
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    erased_by_uid = models.UUIDField(null=True)  # empty: by the rule of retention


class Acceptance(models.Model):
    """A risk that somebody asks to accept until a day; what is said about it is sealed."""

    class State(models.TextChoices):
        """PENDING waits for a second person; ENDED ran out; STOPPED was opened again before."""

        PENDING = "pending"
        GRANTED = "granted"
        REFUSED = "refused"
        ENDED = "ended"
        STOPPED = "stopped"

    uid = models.UUIDField(unique=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="acceptances")
    state = models.CharField(max_length=8, choices=State)
    until_on = models.DateField()
    sealed = models.BinaryField()  # reason, who accepts, what stands in, remark of the decision
    asked_by_uid = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by_uid = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Of a finding, one at most is pending or granted."""

        constraints = (
            models.UniqueConstraint(
                fields=("finding",),
                condition=models.Q(state__in=("pending", "granted")),
                name="acceptance_once",
            ),
        )
        indexes = (models.Index(fields=("state", "until_on"), name="acceptance_until"),)


class OpenLetter(models.Model):
    """One letter about open points: to one person, for one company of ours, on one day."""

    class Role(models.TextChoices):
        """To the partner; to our owner: nobody answers, somebody has, an acceptance ran out."""

        PARTNER = "partner"
        OWNER = "owner"
        ANSWER = "answer"
        ENDED = "ended"

    uid = models.UUIDField(unique=True)
    role = models.CharField(max_length=8, choices=Role)
    kind = models.CharField(max_length=6)  # of a partner's: ahead, news, due, again
    contact_id = models.BigIntegerField()  # 0: the office that asks, for want of an owner
    asked_by = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    on_day = models.DateField()
    source = models.CharField(max_length=20)
    source_id = models.BigIntegerField()  # whose link goes along
    points = models.JSONField(default=list)  # findings that a letter to our owner speaks of
    due_on = models.DateField(null=True)  # the soonest day that it speaks of
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody gets two of a kind on one day, however often the clock strikes; what happened
        somewhere is told once for each conversation.
        """

        constraints = (
            models.UniqueConstraint(
                fields=("role", "contact_id", "asked_by", "on_day"),
                condition=models.Q(role__in=("partner", "owner")),
                name="open_letter_once",
            ),
            models.UniqueConstraint(
                fields=("role", "contact_id", "asked_by", "on_day", "source", "source_id"),
                condition=models.Q(role__in=("answer", "ended")),
                name="open_letter_news_once",
            ),
        )
        indexes = (models.Index(fields=("contact_id", "on_day"), name="open_letter_contact"),)
