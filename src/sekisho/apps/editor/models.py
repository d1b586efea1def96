"""Question sets being written, what can be undone, which answers live on, and required levels.

The text of questions is no secret; why a partner needs a level tells of our weak
spots and is sealed.
"""

from __future__ import annotations

from django.db import models


class DraftSet(models.Model):
    """A question set that a company of the group writes; `content` is a draft of the engine."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    title = models.JSONField(default=dict)  # ja/en, as in content: for lists
    content = models.JSONField()
    question_count = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)  # of the whole; each part has its own inside
    base = models.ForeignKey(
        "asks.QuestionSetVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published = models.ForeignKey(
        "asks.QuestionSetVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_uid = models.UUIDField()
    updated_by_uid = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Listed by the last change."""

        indexes = (models.Index(fields=("organisation", "-updated_at"), name="draft_list"),)


class DraftStep(models.Model):
    """One change of a draft and what it took away; the newest ones are kept."""

    uid = models.UUIDField(unique=True)
    draft = models.ForeignKey(DraftSet, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=30)
    patch = models.JSONField()
    by_uid = models.UUIDField()
    at = models.DateTimeField()
    is_undone = models.BooleanField(default=False)

    class Meta:
        """In their order."""

        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="draft_step_once"),)


class CarryMap(models.Model):
    """Which question of an older version each answer lives on under, as a person confirmed."""

    older = models.ForeignKey("asks.QuestionSetVersion", on_delete=models.CASCADE, related_name="+")
    newer = models.ForeignKey("asks.QuestionSetVersion", on_delete=models.CASCADE, related_name="+")
    content = models.JSONField()  # old key -> new key, empty for none
    by_uid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """One map between two versions."""

        constraints = (models.UniqueConstraint(fields=("older", "newer"), name="carry_map_once"),)


class RequiredLevel(models.Model):
    """Which level of SCS we look for at a partner: three answers and the reason, sealed."""

    uid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    asker = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    sealed = models.BinaryField()
    by_uid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """The newest counts."""

        indexes = (models.Index(fields=("organisation", "-at"), name="required_level_newest"),)
