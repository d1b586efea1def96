"""Files that came back and wait to be confirmed, and what was saved from them."""

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
