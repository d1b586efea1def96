"""Hand-overs, talk at questions, refusals, answers given by telephone."""

from __future__ import annotations

from django.db import models


class HandOver(models.Model):
    """Some questions given to a colleague or vendor by a narrower link.

    The link's holder number is this row's; it opens only while the link that gave it does.
    """

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    given_by_link_id = models.BigIntegerField()
    sealed = models.BinaryField()  # name, address, note, questions, who gave it
    can_submit = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Thread(models.Model):
    """The talk at one question of one assignment; which question is sealed."""

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()  # question key
    waits_for = models.CharField(max_length=8, blank=True, default="")  # office, partner, nobody
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Those that wait are found at once."""

        indexes = (models.Index(fields=("waits_for", "assignment"), name="thread_waiting"),)


class Message(models.Model):
    """One thing said in a thread; told by letter at most once, together with others."""

    uid = models.UUIDField(unique=True)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    is_from_partner = models.BooleanField()
    sealed = models.BinaryField()  # text, who
    at = models.DateTimeField()
    is_told = models.BooleanField(default=False)

    class Meta:
        """Found while they wait to be told."""

        indexes = (
            models.Index(fields=("at",), condition=models.Q(is_told=False), name="message_to_tell"),
        )


class Clarification(models.Model):
    """An answer shown to everybody who was asked: one question and its clarification, sealed."""

    uid = models.UUIDField(unique=True)
    ask = models.ForeignKey("asks.Ask", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()  # question key, asked and answered in both languages
    is_shown = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()


class Refusal(models.Model):
    """Why no answer comes, until it is taken up again."""

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()  # reason, words, who, whom to ask instead
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False)


class SpokenAnswer(models.Model):
    """One answer that the office wrote down: by which channel, from whom, on which day."""

    uid = models.UUIDField(unique=True)
    assignment = models.ForeignKey("asks.Assignment", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()  # question key, revision, channel, who said it, day, who wrote
    at = models.DateTimeField()
    is_told = models.BooleanField(default=False)
