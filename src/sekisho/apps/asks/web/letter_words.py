"""What is wrong with a letter, in words: its text before it is sent, its way afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sekisho.apps.asks.queries.sent_letters import SentLetter
from sekisho.engines.letters import Fault
from sekisho.kernel.errors import Problem
from sekisho.ui.problems import Sentence, known_codes, sentence_for_code, sentence_of

LETTER_FAULTS: dict[str, Sentence] = {
    "letters.link_shortened": (
        _("Shortened link: %(found)s"),
        _("Write the full address of a page of this site, or none."),
    ),
    "letters.link_foreign": (
        _("A link leads elsewhere: %(found)s"),
        _("Letters may carry only links to this site, so that partners can trust them."),
    ),
    "letters.subject_empty": (
        _("The subject is empty."),
        _("Write one line that says who asks what."),
    ),
    "letters.body_empty": (
        _("The letter is empty."),
        _("Write it anew, or go back to the earlier words."),
    ),
    "letters.subject_several_lines": (
        _("The subject must be one line."),
        _("Take out line breaks and fields of several lines."),
    ),
    "letters.subject_too_long": (
        _("The subject is too long for mail programs."),
        _("Keep it within 50 Japanese or 100 Latin letters."),
    ),
    "letters.field_missing": (
        _("The field %(found)s is missing."),
        _("Write {{%(found)s}} where it shall stand in the letter."),
    ),
    "letters.honorific_doubled": (
        _("An honorific stands twice: %(found)s"),
        _("The field already carries it; delete the one after the braces."),
    ),
    "letters.closing_missing": (
        _("The closing word %(found)s is missing."),
        _("Write it on a line of its own after the part that was opened."),
    ),
    "letters.unknown_field": (
        _("There is no field named %(found)s."),
        _("Write one of the fields in the list below the letter, for example {{deadline}}."),
    ),
    "letters.unclosed": (
        _("A field is not closed: %(found)s"),
        _("End it with two braces, for example {{deadline}}."),
    ),
    "letters.unopened": (
        _("Two closing braces stand alone."),
        _("Begin the field, for example {{deadline}}, or delete them."),
    ),
    "letters.too_long": (
        _("The letter is too long: %(found)s characters."),
        _("Shorten it to 20,000 characters."),
    ),
}


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter as a page shows it; `why` says what kept it back and what to do, or nothing."""

    sent: SentLetter
    why: str


def shown_letters(letters: Iterable[SentLetter]) -> list[ShownLetter]:
    """Letters with their reasons in words; a code that no room tells of stays a code."""
    known = known_codes()
    return [
        ShownLetter(one, sentence_of(Problem(one.reason)) if one.reason in known else one.reason)
        for one in letters
    ]


def place_word(place: str) -> str:
    """Which part of a letter a fault is in."""
    words = {
        "ja.subject": _now("Japanese subject: "),
        "ja.body": _now("Japanese letter: "),
        "en.subject": _now("English subject: "),
        "en.body": _now("English letter: "),
    }
    return words.get(place, "")


def fault_sentence(fault: Fault) -> str:
    """What was found and what to write instead."""
    return sentence_for_code(fault.code, {"found": fault.found})


def faults_by_field(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """Faults of a letter by the form field in which they stand."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        tongue, _dot, part = fault.place.partition(".")
        found.setdefault(f"{part}_{tongue}", []).append(fault_sentence(fault))
    return found


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """Faults of a letter as a list, each with its place."""
    return [place_word(fault.place) + fault_sentence(fault) for fault in faults]
