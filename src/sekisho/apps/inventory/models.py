"""Entries of the inventory, proposals drawn from answers, lists on their way in."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing of an organisation, or with a target one link from it to another end.

    Which values there are is data (content/inventory/kinds.yaml). Values lie sealed with the key of
    `organisation`, and so does the name where the kind says so; `name` is empty then.
    """

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    source_item = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    target_item = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    via_item = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    own_code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120, blank=True)
    name_hash = models.CharField(max_length=64)  # keyed; tells equal names, not which
    sealed = models.BinaryField()  # name and facts
    unknown_count = models.PositiveSmallIntegerField(default=0)
    weakest = models.CharField(max_length=10)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """A code is one of its kind at an organisation; lists go by organisation or by day."""

        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind", "own_code"),
                condition=~models.Q(own_code="") & models.Q(removed_at=None),
                name="inventory_code_once",
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "kind", "name_hash"), name="inventory_name"),
            models.Index(fields=("kind", "weakest", "unknown_count"), name="inventory_kind"),
            models.Index(fields=("name_hash",), name="inventory_hash"),
            # Holds all that tells whether anything has changed.
            models.Index(
                fields=("organisation", "updated_at", "removed_at"), name="inventory_touched"
            ),
        )


class Proposal(models.Model):
    """A thing that a submitted answer tells of, until somebody takes it over or not."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)  # keyed hash of what the answer tells of one thing
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10)  # waiting, taken, refused, withdrawn
    sealed = models.BinaryField()  # name, values, the words of the answer
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    decided_by_uid = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Each place of an answer once; what waits is listed by organisation."""

        constraints = (
            models.UniqueConstraint(fields=("assignment", "place"), name="inventory_place_once"),
        )
        indexes = (models.Index(fields=("state", "organisation"), name="inventory_waiting"),)


class Intake(models.Model):
    """One list of one kind, looked over and waiting to be brought in; rows lie sealed."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10)  # checked, moving, done, discarded
    sealed = models.BinaryField()  # headings and rows as found, with home's key
    counts = models.JSONField(default=dict)  # new, changed, same, refused
    done_rows = models.PositiveIntegerField(default=0)
    run_uid = models.UUIDField(null=True)
    started_by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True)  # when rows of it were last brought in
    ended_at = models.DateTimeField(null=True)
