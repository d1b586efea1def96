"""What an ask chose for its letters on paper, which were printed and posted; letter templates."""

from __future__ import annotations

from django.db import models


class PaperChoice(models.Model):
    """How one ask uses paper; a missing row means the first value of each."""

    ask = models.OneToOneField(
        "asks.Ask", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    has_season = models.BooleanField(default=True)  # 拝啓 with the greeting of the season
    attaches_pdf = models.BooleanField(default=False)  # to the mail, as a PDF
    sends_paper = models.BooleanField(default=False)  # to those without an address
    updated_at = models.DateTimeField()


class PaperLetter(models.Model):
    """One assignment's letter on paper. Its code and token are derived and stand nowhere."""

    uid = models.UUIDField(unique=True)
    assignment = models.OneToOneField("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    holder_id = models.BigIntegerField(default=0)  # contact, 0 for the organisation itself
    number = models.CharField(max_length=10, unique=True)  # printed; typed instead of the link
    prints = models.PositiveSmallIntegerField(default=0)
    printed_at = models.DateTimeField(null=True)  # empty until its page was made
    posted_on = models.DateField(null=True)
    created_at = models.DateTimeField()


class LetterTemplate(models.Model):
    """A named first letter of one group company; its words stand in the versions."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    is_removed = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class LetterTemplateVersion(models.Model):
    """One state of a template, never changed: words, what changed, who and when."""

    template = models.ForeignKey(LetterTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    words = models.JSONField()  # {ja: {subject, body}, en: {...}}
    note = models.CharField(max_length=200, blank=True)
    by_uid = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Numbered within the template."""

        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="letter_version_once"),
        )
