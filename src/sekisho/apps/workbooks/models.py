"""Files that came back and wait, what was saved from them, check sheets on their way in."""

from __future__ import annotations

from django.db import models


class Filing(models.Model):
    """One returned workbook: what was read of it, sealed, until a person confirms or drops it.

    Afterwards it says which answers came from it. `assignment` is empty while it is not known to
    whom the file belongs.
    """

    uid = models.UUIDField(unique=True)
    batch_uid = models.UUIDField(db_index=True)
    ask = models.ForeignKey("asks.Ask", on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(
        "asks.Assignment", null=True, on_delete=models.CASCADE, related_name="+"
    )
    by_uid = models.UUIDField()  # of the person or of the link
    is_by_staff = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default="read")  # read, saved
    sealed = models.BinaryField()  # file name, hash, answers, faults; then the saved keys
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)

    class Meta:
        """Marks of answers are looked up by assignment; what waits too long is dropped."""

        indexes = (
            models.Index(fields=("assignment", "state"), name="filing_of_assignment"),
            models.Index(fields=("state", "created_at"), name="filing_waiting"),
        )


class SheetImport(models.Model):
    """A check sheet on its way to a question set: the file sealed, its columns as chosen so far."""

    uid = models.UUIDField(unique=True)
    by_uid = models.UUIDField()
    file_name = models.CharField(max_length=240)
    sheet_name = models.CharField(max_length=100, blank=True)
    sealed = models.BinaryField()  # the file, home's key
    heading_row = models.PositiveIntegerField(default=0)  # as the sheet numbers it; 0: none
    columns = models.JSONField(default=dict)  # position -> field
    created_at = models.DateTimeField(db_index=True)


class SheetLayout(models.Model):
    """Columns that were confirmed once: the next edition of that sheet needs no choosing."""

    fingerprint = models.CharField(max_length=64, unique=True)  # of the headings
    columns = models.JSONField()
    updated_at = models.DateTimeField()
