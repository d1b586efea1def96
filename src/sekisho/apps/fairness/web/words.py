"""Concerns, answers and covers in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.apps.fairness.queries.gate import AnswerView
from sekisho.engines.fairness import SOURCES, Concern, Cover, Coverage, Source
from sekisho.kernel.text import Bilingual

CODE_WORDS = {
    "fairness.no_risk": _lazy("The reason does not say which risk it is about."),
    "fairness.no_cost_talk": _lazy("No sentence says that costs can be talked about."),
    "fairness.no_alternatives": _lazy("No sentence says that other means are welcome."),
    "fairness.no_contact": _lazy("Nobody is named with whom costs can be talked about."),
    "fairness.short_time": _lazy("There is little time to answer."),
    "fairness.forced_product": _lazy("A particular product or service seems to be demanded."),
    "fairness.sanction": _lazy("It reads as if a score or an answer ended business by itself."),
    "fairness.cost_on_partner": _lazy("It reads as if the partner bore the cost without a talk."),
    "fairness.vague": _lazy("The question names no concrete measure."),
}
_HINTS = {
    "fairness.no_contact": _lazy("Name a mail address or phone number under “Contents”."),
    "fairness.short_time": _lazy("Give more days, or say why it cannot wait."),
    "fairness.vague": _lazy(
        "Name the measure, such as a backup kept apart, in a new version of the question set."
    ),
}
_QUESTION_HINT = _lazy("A question cannot be changed here: make a new version of its set.")
PLACE_WORDS = {
    "title": _lazy("Title"),
    "subject": _lazy("Subject of the letter"),
    "reason": _lazy("Reason"),
    "handling": _lazy("Handling of answers"),
    "scope": _lazy("Scope"),
    "letter": _lazy("Letter"),
    "reminder": _lazy("Reminder"),
    "deadline": _lazy("Deadline"),
    "sender": _lazy("Sender"),
}
KIND_WORDS = {
    "inserted": _lazy("Words put in"),
    "explained": _lazy("Explained"),
    "not_applicable": _lazy("Does not apply"),
    "emergency": _lazy("Emergency"),
}
REASON_WORDS = {
    "capital": _lazy("by capital"),
    "headcount": _lazy("by number of employees"),
    "freelance": _lazy("nobody is employed there (freelance law)"),
}
_MISSING = {
    "our_capital": _lazy("our capital"),
    "our_headcount": _lazy("our number of employees"),
    "capital": _lazy("their capital"),
    "headcount": _lazy("their number of employees"),
}
COVER_WORDS = {
    Cover.MAY_APPLY: _lazy("The subcontract law may apply"),
    Cover.UNKNOWN: _lazy("Unknown whether the subcontract law applies"),
    Cover.BELOW: _lazy("By size, the subcontract law does not apply"),
    Cover.ABROAD: _lazy("Abroad: the law of that country counts"),
}
LANGUAGE_WORDS = {"ja": _lazy("Japanese"), "en": _lazy("English")}


@dataclass(frozen=True, slots=True)
class ShownConcern:
    """One concern as the page shows it."""

    key: str
    what: str
    where: str
    found: str
    hint: str
    advice: tuple[tuple[str, str, str], ...]
    can_insert: bool
    source: Source
    source_title: str


def language() -> str:
    """The language of the page."""
    return (get_language() or "ja")[:2]


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language(language())


def shown_concern(concern: Concern) -> ShownConcern:
    """A concern in the reader's words, its advice in the languages that need it, theirs first."""
    source = SOURCES[concern.source]
    readers_first = sorted(concern.languages, key=lambda one: one != language())
    advice = tuple(
        (one, str(LANGUAGE_WORDS[one]), getattr(concern.advice, one))
        for one in readers_first
        if getattr(concern.advice, one)
    )
    return ShownConcern(
        key=concern.key,
        what=str(CODE_WORDS[concern.code]),
        where=_where(concern),
        found=_found(concern),
        hint=_hint(concern),
        advice=advice,
        can_insert=concern.can_insert,
        source=source,
        source_title=said(source.title),
    )


def shown_answer(answer: AnswerView, name: str) -> dict[str, Any]:
    """What was said to a concern."""
    return {
        "what": CODE_WORDS.get(answer.code, answer.code),
        "kind": KIND_WORDS.get(answer.kind, answer.kind),
        "reason": answer.reason,
        "found": _found_words(answer.code, answer.found),
        "by": name,
        "at": answer.at,
    }


def cover_words(coverage: Coverage) -> str:
    """The answer and what it rests on, in one sentence."""
    main = str(COVER_WORDS[coverage.cover])
    named = [str(REASON_WORDS[one]) for one in coverage.reasons]
    named += [str(_MISSING[one]) for one in coverage.missing]
    if not named:
        return main
    mark = "、" if language() == "ja" else ", "
    if coverage.cover is Cover.UNKNOWN:
        return _("%(main)s: not in the register are %(what)s") % {
            "main": main, "what": mark.join(named)
        }  # fmt: skip
    return _("%(main)s (%(what)s)") % {"main": main, "what": mark.join(named)}


def _where(concern: Concern) -> str:
    if concern.place == "question":
        return _("Question %(number)s") % {"number": concern.number}
    return str(PLACE_WORDS[concern.place])


def _found(concern: Concern) -> str:
    return _found_words(concern.code, concern.found)


def _found_words(code: str, found: str) -> str:
    """The sentence that was found, or what was counted."""
    if code != "fairness.short_time" or "/" not in found:
        return found
    days, least = found.split("/")
    return _("%(days)s business days; you have set at least %(least)s") % {
        "days": days, "least": least
    }  # fmt: skip


def _hint(concern: Concern) -> str:
    if concern.code in _HINTS:
        return str(_HINTS[concern.code])
    return str(_QUESTION_HINT) if concern.place == "question" else ""


VERBS = {
    "fairness.settings_saved": _lazy("Set the sentences of fair dealing"),
    "fairness.answered": _lazy("Answered concerns before a sending (%(count)s)"),
    "fairness.talk_added": _lazy("Added to the consultation log"),
    "fairness.talk_wanted": _lazy("A partner asked for a talk about costs"),
    "fairness.exported": _lazy("Took the consultation log as a file (%(count)s)"),
}
_AGAIN = _lazy("Look at “Check and send” as it stands now.")
SENTENCES = {
    "fairness.unanswered": (
        _lazy("Points of fair dealing without an answer: %(found)s."),
        _lazy("Answer each under “Fair dealing” on this page; in an emergency one reason will do."),
    ),
    "fairness.no_profile": (
        _lazy("You cannot set this for that company."),
        _lazy("Choose one of yours."),
    ),
    "fairness.days_out_of_range": (
        _lazy("That many business days cannot be set."),
        _lazy("Choose 1 to %(most)s business days."),
    ),
    "fairness.concern_gone": (_lazy("This point is not open any more."), _AGAIN),
    "fairness.nothing_to_insert": (
        _lazy("No sentence helps with this point."),
        _lazy("Mend it where it stands, or say why it stays."),
    ),
    "fairness.no_reason": (
        _lazy("A reason is missing."),
        _lazy("Write in a sentence why it stays as it is; it is kept with the ask."),
    ),
    "fairness.reason_too_long": (
        _lazy("The reason is too long."),
        _lazy("Keep it below %(limit)s characters."),
    ),
    "fairness.no_talk": (
        _lazy("There is no such entry."),
        _lazy("It may belong to another company of the group."),
    ),
    "fairness.other_company": (
        _lazy("The entry that this one follows belongs to another company of ours."),
        _lazy("Choose that company, or add an entry of its own."),
    ),
    "fairness.kept_already": (
        _lazy("The very same entry is in the log already."),
        _lazy("Look at it below; write down what is new."),
    ),
    "fairness.no_state": (_lazy("It is not said how the talk stands."), _lazy("Choose one.")),
    "fairness.no_words": (
        _lazy("Nothing is written yet."),
        _lazy("Write in a sentence what it is about."),
    ),
    "fairness.words_too_long": (
        _lazy("A text is too long."),
        _lazy("Keep each below %(limit)s characters."),
    ),
    "fairness.many_wishes": (
        _lazy("You have asked for a talk several times already."),
        _lazy("Please ring or write to the person named above."),
    ),
}
TALK_LABEL = pgettext_lazy("letter", "Wish for a talk about costs")
