"""Reminder plans, which of their steps happened, notes to owners, asks that come again.

All of it in the clear: who is asked by when and whether they replied is what a thief of the
database may learn (design, section 6); what they answered is not here.
"""

from __future__ import annotations

from django.db import models


class PlanDefaults(models.Model):
    """The plan with which asks of a group company begin; `is_on`: by themselves."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    plan = models.JSONField()  # engines.reminders.plan_as_dict
    is_on = models.BooleanField(default=False)
    updated_at = models.DateTimeField()


class AskPlan(models.Model):
    """The plan of one ask; nothing happens while it is off or paused."""

    ask = models.OneToOneField(
        "asks.Ask", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    plan = models.JSONField()
    is_on = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()


class StepOutcome(models.TextChoices):
    """What became of a step at one recipient."""

    SENT = "sent"
    PASSED = "passed"
    NOTED = "noted"  # named in a note to the owner


class StepDone(models.Model):
    """One step at one recipient for one deadline; it happens once, and this row is why."""

    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    ask = models.ForeignKey("asks.Ask", on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()  # the deadline that it belongs to, where the recipient is
    step = models.CharField(max_length=12)
    outcome = models.CharField(max_length=8, choices=StepOutcome)
    whom = models.CharField(max_length=10, blank=True)  # whom it reached: contact, next, superior
    contact_id = models.BigIntegerField(null=True)
    digest = models.ForeignKey(
        "OwnerDigest", null=True, on_delete=models.CASCADE, related_name="lines"
    )
    token = models.UUIDField()  # whose insertion won, when two run at once
    at = models.DateTimeField()

    class Meta:
        """Exactly once; pages count by ask and step."""

        constraints = (
            models.UniqueConstraint(fields=("assignment", "due_on", "step"), name="step_once"),
        )
        indexes = (models.Index(fields=("ask", "step", "outcome"), name="step_of_ask"),)


class OwnerDigest(models.Model):
    """One note a day to an owner on our side, naming the partners who are silent."""

    uid = models.UUIDField(unique=True)
    owner_id = models.BigIntegerField()
    on = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        """One a day."""

        constraints = (models.UniqueConstraint(fields=("owner_id", "on"), name="digest_once"),)


class Turn(models.Model):
    """One row per job: whether it waits already, so that a stopped worker finds one, not many."""

    job = models.CharField(max_length=40, primary_key=True)
    waiting_since = models.DateTimeField(null=True)


class SendingState(models.TextChoices):
    """How a planned sending stands."""

    WAITING = "waiting"
    SENT = "sent"
    STOPPED = "stopped"  # something stood against it: the draft is untouched
    CANCELLED = "cancelled"


class PlannedSending(models.Model):
    """A draft that is sent at a moment, by the rights that its planner has then."""

    ask = models.OneToOneField(
        "asks.Ask", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    by_uid = models.UUIDField()
    state = models.CharField(max_length=10, choices=SendingState, default=SendingState.WAITING)
    code = models.CharField(max_length=80, blank=True)  # what stood against it
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Found while they wait."""

        indexes = (
            models.Index(
                fields=("at",), name="sending_waiting", condition=models.Q(state="waiting")
            ),
        )


class Series(models.Model):
    """An ask that comes again: from its latest issue, with a rhythm."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    title = models.JSONField()  # ja/en, without the month that each issue adds
    anchor = models.DateField()
    every = models.CharField(max_length=10)
    turn = models.CharField(max_length=10, default="next")
    next_on = models.DateField()
    sends_itself = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    last_ask = models.ForeignKey("asks.Ask", null=True, on_delete=models.SET_NULL, related_name="+")
    by_uid = models.UUIDField()
    code = models.CharField(max_length=80, blank=True)  # why the last issue failed
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Found by the date on which they come."""

        indexes = (
            models.Index(fields=("next_on",), name="series_due", condition=models.Q(is_on=True)),
        )


class Issue(models.Model):
    """One date of a series: the ask made for it, or none when it was passed over."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="issues")
    on = models.DateField()
    ask = models.ForeignKey("asks.Ask", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """A date once."""

        constraints = (models.UniqueConstraint(fields=("series", "on"), name="issue_once"),)
