"""Question sets, asks, waves, assignments, replies, reviews, evidence, sender profiles."""

from __future__ import annotations

from django.db import models


class QuestionSetVersion(models.Model):
    """One version of a question set as data; frozen once an ask has sent it."""

    uid = models.UUIDField(unique=True)
    key = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.JSONField(default=dict)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    respondent = models.CharField(max_length=10, default="supplier")
    question_count = models.PositiveSmallIntegerField(default=0)
    is_frozen = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=True)  # one drawn from an alert is offered nowhere else
    is_own = models.BooleanField(default=False)  # drawn up here: no shipped file replaces it
    created_at = models.DateTimeField()

    class Meta:
        """A version exists once."""

        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="question_set_version_once"),
        )


class SenderProfile(models.Model):
    """What an office sets once: who asks, whom to ring, letters, days to answer."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    department = models.JSONField(default=dict)  # ja/en
    contact_name = models.JSONField(default=dict)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=5)
    letters = models.JSONField(default=dict)  # letter name -> {ja: {subject, body}, en: {...}}
    handling = models.JSONField(default=dict)  # ja/en: how answers are handled, cost talks
    scope = models.JSONField(default=dict)  # ja/en: which part of their work is meant
    updated_at = models.DateTimeField()


class AskState(models.TextChoices):
    """How a campaign stands."""

    DRAFT = "draft"
    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


class Ask(models.Model):
    """One campaign of one asking organisation. Title and reason are what letters say."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    title = models.JSONField(default=dict)  # ja/en
    reason = models.JSONField(default=dict)  # ja/en
    question_set = models.ForeignKey(QuestionSetVersion, null=True, on_delete=models.PROTECT)
    audience = models.JSONField(default=dict)  # filters, tags, tiers, pasted list, purpose
    letters = models.JSONField(default=dict)  # letter key -> {ja: {subject, body}, en: {...}}
    sender = models.JSONField(default=dict)  # department, contact, handling, scope of the profile
    answer_days = models.PositiveSmallIntegerField(default=5)
    due_on = models.DateField(null=True)  # a fixed date instead of days
    needs_approver = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=AskState, default=AskState.DRAFT)
    created_by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True)  # since when answers to it are being erased
    check_number = models.CharField(max_length=10, blank=True, default="")  # since it was sent

    class Meta:
        """A check number belongs to one ask."""

        constraints = (
            models.UniqueConstraint(
                fields=("check_number",),
                condition=~models.Q(check_number=""),
                name="check_number_once",
            ),
        )


class Wave(models.Model):
    """One sending of an ask: the frozen audience, then fanned out in batches."""

    uid = models.UUIDField(unique=True)
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, default="first")  # first, reminder
    # first: [subject, respondent, contact or null, language, country] with inside numbers;
    # reminder: [assignment, contact, language]
    audience = models.JSONField()
    prepared = models.PositiveIntegerField(default=0)
    is_ready = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered within the ask, so a double click makes one."""

        constraints = (models.UniqueConstraint(fields=("ask", "number"), name="wave_once"),)


class AssignmentState(models.TextChoices):
    """The states of the board: five in the order of answering, and declined."""

    NOT_DELIVERED = "not_delivered"
    WAITING = "waiting"
    ANSWERING = "answering"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    DECLINED = "declined"  # the respondent will not answer and says why


class Assignment(models.Model):
    """What one respondent is asked about one subject (usually the same organisation)."""

    uid = models.UUIDField(unique=True)
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="assignments")
    subject = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    respondent = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    contact_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=2, default="ja")
    state = models.CharField(
        max_length=14, choices=AssignmentState, default=AssignmentState.NOT_DELIVERED
    )
    # The order of a board: what is awaited, what is to be reviewed, the rest. Kept by the database,
    # so that a board of 10,000 reads its first fifty from an index.
    rank = models.GeneratedField(
        expression=models.Case(
            models.When(state__in=("not_delivered", "waiting", "answering"), then=models.Value(0)),
            models.When(state="submitted", then=models.Value(1)),
            default=models.Value(2),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    due_at = models.DateTimeField()
    answered = models.PositiveSmallIntegerField(default=0)
    shown = models.PositiveSmallIntegerField(default=0)
    is_bounced = models.BooleanField(default=False)
    is_returned = models.BooleanField(default=False)
    returned_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True)  # whatever was said here is gone
    created_at = models.DateTimeField()

    class Meta:
        """Asked once; boards read by ask and state."""

        constraints = (
            models.UniqueConstraint(
                fields=("ask", "subject", "respondent"), name="assignment_once"
            ),
        )
        indexes = (
            # All that a board counts, so that the counts of 10,000 come from the index alone.
            models.Index(
                fields=("ask", "state", "due_at", "is_bounced", "is_returned", "returned_until"),
                name="assignment_board",
            ),
            models.Index(fields=("ask", "rank", "due_at", "id"), name="assignment_rank"),
            models.Index(fields=("subject", "ask"), name="assignment_subject"),
            models.Index(fields=("contact_id", "ask"), name="assignment_contact"),
            models.Index(
                fields=("ask",), name="assignment_bounced", condition=models.Q(is_bounced=True)
            ),
            models.Index(
                fields=("ask",), condition=models.Q(erased_at=None), name="assignment_kept"
            ),
        )


class Reply(models.Model):
    """All answers of one assignment in one sealed blob, keyed by question."""

    assignment = models.OneToOneField(
        Assignment, on_delete=models.CASCADE, primary_key=True, related_name="reply"
    )
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField(default=1)
    counted_revision = models.PositiveIntegerField(default=0)  # what the tally holds
    counted_sealed = models.BinaryField(null=True)  # that contribution, home's key
    updated_at = models.DateTimeField()

    class Meta:
        """The few that a tally does not hold yet are found without reading the others."""

        indexes = (
            models.Index(
                fields=("assignment",),
                condition=~models.Q(revision=models.F("counted_revision")),
                name="reply_to_count",
            ),
        )


class Review(models.Model):
    """One decision about a submitted reply: accepted or returned, remarks sealed."""

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reviews")
    decision = models.CharField(max_length=10)  # accepted, returned, reopened
    sealed = models.BinaryField()  # remarks per question, general remark
    reply_revision = models.PositiveIntegerField()
    until_at = models.DateTimeField(null=True)
    by_uid = models.UUIDField()
    at = models.DateTimeField()
    is_told = models.BooleanField(default=True)  # an acceptance is told once it cannot be undone

    class Meta:
        """Found while they wait to be told."""

        indexes = (models.Index(fields=("is_told", "at"), name="review_to_tell"),)


class Submission(models.Model):
    """One submitted state of a reply: who said so, sealed, with the answers of that moment."""

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="submissions")
    reply_revision = models.PositiveIntegerField()
    sealed = models.BinaryField()  # name, department, approver, answers
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()


class EvidenceFile(models.Model):
    """A file given with an answer: encrypted on disk under a random name, facts sealed."""

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="evidence")
    stored_name = models.CharField(max_length=64)  # empty once an erased file is off the disk
    size_bytes = models.PositiveBigIntegerField()
    scan_state = models.CharField(max_length=12, default="not_scanned")
    sealed = models.BinaryField()  # question key, file name, media type, sha256; erased: no facts
    is_withdrawn = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    erased_by_uid = models.UUIDField(null=True)  # empty: by the rule of retention

    class Meta:
        """Erased ones that are still on disk are found at once."""

        indexes = (
            models.Index(
                fields=("erased_at",),
                condition=models.Q(erased_at__isnull=False) & ~models.Q(stored_name=""),
                name="evidence_to_remove",
            ),
        )


class AskTally(models.Model):
    """Counts per question and slice of one ask, sealed with home's key."""

    ask = models.OneToOneField(
        Ask, on_delete=models.CASCADE, primary_key=True, related_name="tally"
    )
    sealed = models.BinaryField(null=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
