"""The partner register: contacts with purposes, tags, the owner on our side, staged imports."""

from __future__ import annotations

from django.db import models


class Contact(models.Model):
    """A person at an organisation. E-mail is optional and not unique; purposes say what for."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="ja")
    purposes = models.JSONField(default=list)  # of: security, sales, executive, out_of_hours
    is_active = models.BooleanField(default=True)
    bounced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()


class Tag(models.Model):
    """A word by which partners are grouped."""

    name = models.CharField(max_length=60, unique=True)


class Partner(models.Model):
    """What the register adds to an organisation: tags, owner on our side, note."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    owner = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="partners")
    note_sealed = models.BinaryField(null=True)


class ImportState(models.TextChoices):
    """How an import stands."""

    READING = "reading"
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    COMMITTING = "committing"
    DONE = "done"
    FAILED = "failed"


class ImportBatch(models.Model):
    """One uploaded list on its way into the register; the file is kept encrypted until done."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    started_by_uid = models.UUIDField()
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=64)
    sheet_name = models.CharField(max_length=120, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=list)  # headings as found
    mapping = models.JSONField(default=dict)  # column index -> field
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.READING)
    counts = models.JSONField(default=dict)  # new, changed, same, refused, doubtful
    code = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class StagedRow(models.Model):
    """One row of an import: what it would do, or why it is refused."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10)  # new, changed, same, refused
    faults = models.JSONField(default=list)
    match_id = models.BigIntegerField(null=True)
    doubtful_ids = models.JSONField(default=list)
    is_committed = models.BooleanField(default=False)

    class Meta:
        """A row of a batch is one."""

        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="staged_row_once"),)
