"""All that keeps an ask from being sent, each with the place where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.queries.audience import AskAudience, audience_of, due_of
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.profiles import REMINDER, REQUEST, faults_of
from sekisho.apps.mail.queries import Way, mail_state
from sekisho.engines.letters import link_faults
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual

SHORT_NOTICE_DAYS = 3
_NOTHING = Bilingual()
Guard = Callable[[AskView, AskAudience, datetime], Iterable["Snag"]]
_guards: dict[str, Guard] = {}
_ways: dict[str, Callable[[AskView], bool]] = {}


def register_guard(name: str, guard: Guard) -> None:
    """Let an upper room look over each sending too; the same name replaces."""
    _guards[name] = guard


def register_way(name: str, is_open: Callable[[AskView], bool]) -> None:
    """Let an upper room say that it reaches those without an address; the same name replaces."""
    _ways[name] = is_open


def has_other_way(ask: AskView) -> bool:
    """Whether those without an address are reached by something else than mail."""
    return any(is_open(ask) for is_open in _ways.values())


@dataclass(frozen=True, slots=True)
class Snag:
    """One thing found before sending: its code, where to mend it, and what was found there.

    `section` names a part of the draft ("words", "questions", "audience", "sender", "deadline",
    "letter") or "mail", "settings". One that is not blocking is a warning.
    """

    code: str
    section: str
    found: str = ""
    place: str = ""
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class Preflight:
    """What would happen and what stands against it."""

    audience: AskAudience
    snags: tuple[Snag, ...]

    @property
    def blocking(self) -> tuple[Snag, ...]:
        """What must be mended first."""
        return tuple(snag for snag in self.snags if snag.is_blocking)

    @property
    def warnings(self) -> tuple[Snag, ...]:
        """What should be known, but may stay."""
        return tuple(snag for snag in self.snags if not snag.is_blocking)

    @property
    def is_clear(self) -> bool:
        """Whether it may be sent."""
        return not self.blocking


def preflight_of(actor: Actor, ask: AskView, *, now: datetime) -> Preflight:
    """Look over an ask that the actor may send."""
    audience = audience_of(actor, ask)
    snags = (
        *_words(ask),
        *_languages(ask, audience),
        *_whom(ask, audience),
        *_deadline(ask, audience, now),
        *_letters(ask),
        *_mail(),
        *(snag for guard in _guards.values() for snag in guard(ask, audience, now)),
    )
    return Preflight(audience, snags)


def _words(ask: AskView) -> Iterator[Snag]:
    if ask.title == _NOTHING:
        yield Snag("asks.no_title", "words")
    if ask.reason == _NOTHING:
        yield Snag("asks.no_reason", "words")
    if ask.question_set_id is None:
        yield Snag("asks.no_questions", "questions")
    if not ask.sender.is_complete:
        yield Snag("asks.no_sender", "sender")
    for text in (ask.reason.ja, ask.reason.en, ask.title.ja, ask.title.en):
        for fault in link_faults(text, absolute_address("")):
            yield Snag(fault.code, "words", fault.found)


def _languages(ask: AskView, audience: AskAudience) -> Iterator[Snag]:
    """A recipient who reads one language finds title and reason in it."""
    for language, count in sorted(audience.readers.items()):
        for name, text in (("title", ask.title), ("reason", ask.reason)):
            if text != _NOTHING and not text.as_dict().get(language, ""):
                yield Snag(f"asks.{name}_not_in_{language}", "words", str(count))


def _whom(ask: AskView, audience: AskAudience) -> Iterator[Snag]:
    if not ask.audience.mode:
        yield Snag("asks.audience_not_chosen", "audience")
    elif not audience.recipients:
        yield Snag("asks.audience_empty", "audience")
    elif audience.silent and has_other_way(ask):
        yield Snag("asks.some_on_paper", "audience", str(len(audience.silent)), is_blocking=False)
    elif not audience.reachable:
        yield Snag("asks.nobody_reachable", "audience")
    elif audience.silent:
        yield Snag("asks.some_silent", "audience", str(len(audience.silent)), is_blocking=False)
    if audience.unowned:
        yield Snag("asks.some_unowned", "audience", str(len(audience.unowned)), is_blocking=False)
    if audience.unknown:
        yield Snag("asks.some_unknown", "audience", str(len(audience.unknown)), is_blocking=False)


def _deadline(ask: AskView, audience: AskAudience, now: datetime) -> Iterator[Snag]:
    countries = {recipient.country for recipient in audience.recipients} or {"JP"}
    if any(due_of(ask, country, now) <= now for country in countries):
        yield Snag("asks.deadline_past", "deadline")
    elif ask.due_on is None and ask.answer_days < SHORT_NOTICE_DAYS:
        yield Snag("asks.deadline_short", "deadline", str(ask.answer_days), is_blocking=False)


def _letters(ask: AskView) -> Iterator[Snag]:
    for fault in faults_of(ask.letter(REQUEST)):
        yield Snag(fault.code, "letter", fault.found, fault.place)
    for fault in faults_of(ask.letter(REMINDER)):
        yield Snag(fault.code, "settings", fault.found, fault.place)


def _mail() -> Iterator[Snag]:
    state = mail_state()
    if state.way is Way.CLOSED:
        yield Snag("asks.no_base_url", "mail")
    if state.is_held:
        yield Snag("asks.mail_held", "mail", is_blocking=False)
    if state.way is Way.LOCAL:
        yield Snag("asks.mail_local", "mail", is_blocking=False)
