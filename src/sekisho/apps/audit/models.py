"""The chain of entries and its head. Triggers refuse any change of an entry (first migration)."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One change by one actor. Holds hashes of payloads, never contents."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_uid = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=40)
    object_uid = models.UUIDField(null=True)
    organisation_uid = models.UUIDField(null=True)
    count = models.PositiveIntegerField(default=1)
    payload_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Newest last; looked up by object."""

        ordering = ("seq",)
        indexes = (
            models.Index(fields=("object_kind", "object_uid"), name="audit_object"),
            models.Index(fields=("organisation_uid", "seq"), name="audit_organisation"),
        )


class AuditHead(models.Model):
    """The last link of the chain: one row, locked while an entry is appended."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
