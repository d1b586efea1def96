"""News that wait for a while and then go out together: one letter, no contents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sekisho.apps.answering.models import Message, Refusal, SpokenAnswer
from sekisho.apps.asks.queries.scopes import Scope, scopes_by_ids
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.kernel.actor import Actor

TO_OFFICE = "answering.for_office"
TO_PARTNER = "answering.for_partner"
TO_TELLER = "answering.written_down"
WAITS = timedelta(minutes=10)
_MOST = 500


@transaction.atomic
def tell_news(actor: Actor, *, now: datetime) -> int:
    """Queue one letter an ask to its office and one a reply to its partner; returns how many.

    Tells what is older than ten minutes and was not told yet; killed anywhere, it tells once.
    """
    messages, refusals, spoken = _untold(now - WAITS)
    ids = {one.thread.assignment_id for one in messages}
    ids |= {one.assignment_id for one in refusals} | {one.assignment_id for one in spoken}
    if not ids:
        return 0
    scopes = scopes_by_ids(ids, now=now)
    asked = [(one.thread.assignment_id, f"m{one.pk}") for one in messages if one.is_from_partner]
    asked += [(one.assignment_id, f"r{one.pk}") for one in refusals]
    said = [(one.thread.assignment_id, one.pk) for one in messages if not one.is_from_partner]
    written = [(one.assignment_id, one.pk) for one in spoken]
    letters = [
        *_to_offices(asked, scopes),
        *_to_partners(TO_PARTNER, said, scopes),
        *_to_partners(TO_TELLER, written, scopes),
    ]
    count = queue_letters(actor, letters=letters, now=now)
    Message.objects.filter(pk__in=[row.pk for row in messages]).update(is_told=True)
    Refusal.objects.filter(pk__in=[row.pk for row in refusals]).update(is_told=True)
    SpokenAnswer.objects.filter(pk__in=[row.pk for row in spoken]).update(is_told=True)
    record_entry(actor, change=Change("answering.told", "assignment", count=count), now=now)
    return count


def _untold(before: datetime) -> tuple[list[Message], list[Refusal], list[SpokenAnswer]]:
    messages = Message.objects.select_related("thread").filter(is_told=False, at__lte=before)
    refusals = Refusal.objects.filter(is_told=False, at__lte=before)
    spoken = SpokenAnswer.objects.filter(is_told=False, at__lte=before)
    return (
        list(messages.order_by("id")[:_MOST]),
        list(refusals.order_by("id")[:_MOST]),
        list(spoken.order_by("id")[:_MOST]),
    )


def _to_offices(news: Iterable[tuple[int, str]], scopes: dict[int, Scope]) -> list[NewLetter]:
    """One letter an ask; its key names the newest piece of news in it."""
    newest: dict[int, str] = {}
    for assignment_id, name in news:
        newest[scopes[assignment_id].ask_id] = name
    language = settings.LANGUAGE_CODE
    return [
        NewLetter(TO_OFFICE, ask_id, 0, language, f"{TO_OFFICE}:{ask_id}:{name}")
        for ask_id, name in newest.items()
    ]


def _to_partners(
    letter: str, news: Iterable[tuple[int, int]], scopes: dict[int, Scope]
) -> list[NewLetter]:
    """One letter a reply to its contact; who has none is told by telephone."""
    newest: dict[int, int] = defaultdict(int)
    for assignment_id, number in news:
        newest[assignment_id] = max(newest[assignment_id], number)
    return [
        NewLetter(letter, own, scopes[own].contact_id or 0, scopes[own].language, key)
        for own, number in newest.items()
        if scopes[own].contact_id is not None
        for key in (f"{letter}:{own}:{number}",)
    ]
