"""Erasing what was said beside the answers. The room that keeps the times records the entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.answering.models import (
    Clarification,
    HandOver,
    Message,
    Refusal,
    SpokenAnswer,
    Thread,
)
from sekisho.apps.answering.queries import handovers, refusals, spoken, talks
from sekisho.apps.answering.queries.sealed import opened_words, sealed_words
from sekisho.apps.asks.queries.erasing import assignments_naming
from sekisho.apps.asks.queries.scopes import Scope, scopes_by_ids
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_words(actor: Actor, *, assignment_ids: Sequence[int]) -> None:
    """Erase hand-overs, talk, refusals and what was told by telephone.

    The calling action records the audit entry for `actor`.
    """
    at = {"assignment_id__in": list(assignment_ids)}
    Message.objects.filter(thread__assignment_id__in=at["assignment_id__in"]).delete()
    for rows in (Thread.objects, HandOver.objects, Refusal.objects, SpokenAnswer.objects):
        rows.filter(**at).delete()


@transaction.atomic
def erase_clarifications(actor: Actor, *, ask_ids: Sequence[int]) -> None:
    """Erase what was clarified for everybody in asks of which nothing else is left.

    The calling action records the audit entry for `actor`.
    """
    Clarification.objects.filter(ask_id__in=list(ask_ids)).delete()


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces, now: datetime) -> tuple[int, tuple[int, ...]]:
    """Take a person's name out of hand-overs, talk, refusals and what was told by telephone.

    Returns how many were changed, and the hand-overs that were given to this person, whose links
    the caller closes. The calling action records the audit entry for `actor`.
    """
    scopes = scopes_by_ids(assignments_naming(traces), now=now)
    changed, theirs = 0, []
    for scope in scopes.values():
        for rows, kind, blot in _KINDS:
            for row in rows(scope.id):
                words = opened_words(scope, kind, row.uid, row.sealed)
                kept = blot(words, traces)
                if kept == words:
                    continue
                changed += 1
                if kind == handovers.KIND and kept["email"] != words["email"]:
                    theirs.append(row.pk)
                _keep(scope, kind, row, kept)
    return changed, tuple(theirs)


def _keep(scope: Scope, kind: str, row: Any, words: dict[str, Any]) -> None:
    sealed = sealed_words(scope, kind, row.uid, words)
    type(row).objects.filter(pk=row.pk).update(sealed=sealed)


def _handed(words: dict[str, Any], traces: Traces) -> dict[str, Any]:
    kept = _emptied(words, traces, "by")
    if traces.is_named(words["email"]) or (words["name"] and traces.is_named(words["name"])):
        kept |= {"name": "", "email": "", "note": ""}
    return kept


def _said(words: dict[str, Any], traces: Traces) -> dict[str, Any]:
    return _emptied(words, traces, "by")


def _refused(words: dict[str, Any], traces: Traces) -> dict[str, Any]:
    return _emptied(words, traces, "by", "instead_name", "instead_email")


def _spoken(words: dict[str, Any], traces: Traces) -> dict[str, Any]:
    return _emptied(words, traces, "said_by")


def _emptied(words: dict[str, Any], traces: Traces, *names: str) -> dict[str, Any]:
    return {
        name: "" if name in names and traces.is_named(str(held)) else held
        for name, held in words.items()
    }


_Rows = Callable[[int], Any]
_Blot = Callable[[dict[str, Any], Traces], dict[str, Any]]
_KINDS: tuple[tuple[_Rows, str, _Blot], ...] = (
    (lambda own: HandOver.objects.filter(assignment_id=own), handovers.KIND, _handed),
    (lambda own: Message.objects.filter(thread__assignment_id=own), talks.MESSAGE, _said),
    (lambda own: Refusal.objects.filter(assignment_id=own), refusals.KIND, _refused),
    (lambda own: SpokenAnswer.objects.filter(assignment_id=own), spoken.KIND, _spoken),
)
