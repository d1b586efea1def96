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
    superior = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    erased_at = models.DateTimeField(null=True)  # everything that told who it was is gone
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # No mail goes there any more. Kept by the database: boards look for the few among thousands.
    is_lost = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(is_active=False) | models.Q(bounced_at__isnull=False) | models.Q(email=""),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        """The few lost ones are found without reading the others."""

        indexes = (
            models.Index(fields=("id",), condition=models.Q(is_lost=True), name="contact_lost"),
        )


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

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    COMMITTING = "committing"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


class ImportBatch(models.Model):
    """One uploaded list on its way into the register; the file is kept encrypted until done.

    With refused rows the file stays as long as they do: a staged row is kept for seven days after
    the batch was last touched, then it is forgotten.
    """

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    started_by_uid = models.UUIDField()
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=64, blank=True)  # empty once the file is gone
    sheet_names = models.JSONField(default=list)
    sheet_name = models.CharField(max_length=120, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    heading_row = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=list)  # headings as found
    samples = models.JSONField(default=list)  # the first rows as found
    mapping = models.JSONField(default=dict)  # column position as text -> field
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.MAPPING)
    counts = models.JSONField(default=dict)  # new, changed, same, refused, doubtful, left, done
    run_uid = models.UUIDField(null=True)
    code = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)  # what the sentence of `code` needs
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class StagedRow(models.Model):
    """One row of an import: what it would do, or why it is refused."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet counts
    values = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10)  # new, changed, same, refused
    faults = models.JSONField(default=list)  # [field, code, text as found]
    changes = models.JSONField(default=list)  # [field, before, after]
    match_id = models.BigIntegerField(null=True)
    follows = models.PositiveIntegerField(null=True)  # the row with the same organisation
    parent_row = models.PositiveIntegerField(null=True)  # the row it supplies to
    level = models.PositiveSmallIntegerField(default=0)  # rows of lower levels are saved first
    doubtful = models.JSONField(default=list)  # [number of organisation, number of row, reason]
    is_doubtful = models.BooleanField(default=False)
    choice = models.CharField(max_length=24, blank=True)  # new, skip, same:<organisation>
    is_committed = models.BooleanField(default=False)

    class Meta:
        """A row of a batch is one; saved in the order of levels."""

        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="staged_row_once"),)
        indexes = (
            models.Index(fields=("batch", "is_committed", "level", "number"), name="staged_order"),
        )


class Contract(models.Model):
    """A contract of one of our companies with a partner: dates, and within how many hours the
    partner reports an incident. What its clauses say is another room's matter.
    """

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    party = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    number = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)  # None: it has no end
    notice_on = models.DateField(null=True)  # the last day on which notice can be given
    reporting_hours = models.PositiveSmallIntegerField(null=True)  # None: nobody knows
    has_personal_data = models.BooleanField(null=True)  # None: nobody knows
    ended_on = models.DateField(null=True)  # ended before its time, or by notice
    sealed = models.BinaryField()  # title and note; the partner's key
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Listed by partner; those that end soon are looked for by day."""

        indexes = (
            models.Index(fields=("organisation", "ends_on"), name="contract_partner"),
            models.Index(fields=("ended_on", "ends_on"), name="contract_ending"),
        )
