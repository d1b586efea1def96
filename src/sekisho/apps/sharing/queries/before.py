"""What an office learns before it sends: which of those chosen a sister company asked already.

Only that: who asked, when, with which questions; never whether or what was answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.queries.audience import AskAudience, is_buyer_set
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.elsewhere import AskOfOther, asks_of_others, subjects_asked
from sekisho.apps.asks.queries.sets import sets_by_ids, stored_set
from sekisho.apps.organisations.queries import OrganisationView, organisations_by_ids
from sekisho.apps.sharing.models import ReuseChoice
from sekisho.apps.sharing.queries.matching import pairs_between
from sekisho.apps.sharing.queries.settings import setting_of, telling_ids
from sekisho.engines.sharing import months_before
from sekisho.kernel.actor import SYSTEM, Actor
from sekisho.kernel.text import Bilingual

ASK, REUSE = MODES = ("ask", "reuse")


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """One earlier ask of another company to some of those chosen; `same` of `of` questions."""

    asker: OrganisationView
    sent_at: datetime
    set_title: Bilingual
    same: int
    of: int
    partners: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """All of them, newest first, and how many of those chosen they name together."""

    asks: tuple[AskedBefore, ...]
    partners: int
    months: int


def asked_before(actor: Actor, ask: AskView, audience: AskAudience, *, now: datetime) -> Before:
    """Who of an audience was asked the same by others; the caller fetched both for RUN.

    Named are asks that the actor sees anyhow, and those of companies that tell the group.
    """
    months = setting_of(ask.organisation_id).months
    names = {one.subject_id: Bilingual(one.name, one.name_en) for one in audience.recipients}
    if ask.question_set_id is None or is_buyer_set(ask.question_set_id) or not names:
        return Before((), 0, months)
    others = asks_of_others(
        actor,
        asker_id=ask.organisation_id,
        telling=telling_ids(),
        since=months_before(now, months),
    )
    found: list[tuple[AskOfOther, frozenset[int]]] = []
    for other in others:
        # Looked for last: most asks hold other questions.
        own = subjects_asked(other.id, names) if _same(other, ask) else frozenset()
        if own:
            found.append((other, own))
    at = organisations_by_ids(SYSTEM, {other.asker_id for other, _own in found})
    named = tuple(_named(other, own, names, at, ask) for other, own in found)
    return Before(named, len({key for _other, own in found for key in own}), months)


def mode_of(ask_id: int) -> str:
    """How those asked before are met; the questions first unless somebody chose otherwise."""
    return ReuseChoice.objects.filter(pk=ask_id).values_list("mode", flat=True).first() or ASK


def _same(other: AskOfOther, ask: AskView) -> int:
    return len(pairs_between(other.set_id, ask.question_set_id or 0))


def _named(
    other: AskOfOther,
    own: frozenset[int],
    names: dict[int, Bilingual],
    at: dict[int, OrganisationView],
    ask: AskView,
) -> AskedBefore:
    return AskedBefore(
        asker=at[other.asker_id],
        sent_at=other.sent_at,
        set_title=sets_by_ids([other.set_id])[other.set_id].title,
        same=_same(other, ask),
        of=len(stored_set(ask.question_set_id or 0).questions),
        partners=tuple(name for key, name in names.items() if key in own),
    )
