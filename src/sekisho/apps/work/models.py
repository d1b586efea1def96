"""Events with their deliveries, schedules, and the progress of long work."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """News of one room for the rooms above, written with the change itself. Ids only."""

    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()


class Delivery(models.Model):
    """One event owed to one handler, delivered at least once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=160)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    is_done = models.BooleanField(default=False)
    failure = models.CharField(max_length=120, blank=True)

    class Meta:
        """What is owed is found by time."""

        indexes = (
            models.Index(
                fields=("next_at", "id"), name="work_owed", condition=models.Q(is_done=False)
            ),
        )


class Schedule(models.Model):
    """A job that runs every so many seconds; a missed run is made up once."""

    name = models.CharField(max_length=80, unique=True)
    job = models.CharField(max_length=160)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    is_held = models.BooleanField(default=False)


class RunState(models.TextChoices):
    """How a long piece of work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Run(models.Model):
    """A long piece of work that somebody watches: import, fan-out, export."""

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=60)
    subject_uid = models.UUIDField(null=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE)
    started_by_uid = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    is_cancel_asked = models.BooleanField(default=False)
    can_cancel = models.BooleanField(default=False)
    code = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
