"""One question as a form: its choices or input, and what opens under certain answers.

Parses and shows; whether an answer is acceptable is judged by the questionnaire engine, whose
faults are hung on the inputs by `hang_faults`. Not Django's forms: a page draws some forty inputs,
and their widgets took four times as long as all the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from sekisho.apps.portal.forms.sentences import fault_sentence
from sekisho.engines.deadlines import format_date, parse_date
from sekisho.engines.questionnaire import Answer, Fault, Kind, Plan, Question
from sekisho.engines.questionnaire.questions import CHOICE_KINDS, NA
from sekisho.kernel.errors import Invalid

_DIGITS = 9
_INPUTS_OF_FAULTS = {
    **dict.fromkeys(("choice_keys", "text", "number", "date"), "answer"),
    **{f"plan.{part}": f"plan_{part}" for part in ("what", "who", "due")},
}
_SHAPES = {Kind.TEXT: "area", Kind.NUMBER: "line", Kind.DATE: "line", Kind.FILE: "none"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of an input."""

    id: str
    value: str
    label: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One input as the page draws it; `shape` is choices, area, line or none."""

    name: str
    label: str
    shape: str
    value: str = ""
    help: str = ""
    is_required: bool = False
    is_numeric: bool = False
    is_multiple: bool = False
    options: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id in the page."""
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of error and help."""
        parts = (("error", self.errors), ("help", self.help))
        return " ".join(f"{self.id}_{name}" for name, text in parts if text)


@dataclass(frozen=True, slots=True)
class Part:
    """Inputs that belong to certain choices (`on`, keys with spaces between; empty: always)."""

    on: str
    inputs: tuple[Input, ...]
    words: str = ""
    is_plan: bool = False


class AnswerForm:
    """One question, filled from what is stored or from what was sent."""

    def __init__(
        self,
        question: Question,
        answer: Answer,
        revision: int,
        *,
        language: str,
        data: QueryDict | None = None,
    ) -> None:
        self.question, self.language, self.data = question, language, data
        self.prefix, self.is_bound = question.key, data is not None
        self.shown = answer if data is None else self.answer()
        self.revision = revision if data is None else self.base_revision
        self.errors: dict[str, list[str]] = {}

    @property
    def base_revision(self) -> int:
        """The revision that the writer saw, after a conflict the colleague's; 0 when unreadable."""
        text = self.sent("seen" if self.sent("keep") == "mine" else "revision")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0

    def sent(self, name: str) -> str:
        """What was sent under a name, without spaces around."""
        text = "" if self.data is None else str(self.data.get(f"{self.prefix}-{name}", ""))
        return text.replace("\r\n", "\n").strip()

    def answer(self) -> Answer:
        """What was typed, as an answer."""
        kind, main = self.question.kind, self.sent("answer")
        plan = Plan(self.sent("plan_what"), self.sent("plan_who"), _day(self.sent("plan_due")))
        return Answer(
            choice_keys=self._sent_keys() if kind in CHOICE_KINDS else (),
            text=main if kind is Kind.TEXT else "",
            number=main if kind is Kind.NUMBER else "",
            date=_day(main) if kind is Kind.DATE else "",
            reason=self.sent("reason"),
            followup=self.sent("followup"),
            plan=plan if plan != Plan() else None,
        )

    def hang_faults(self, faults: Iterable[Fault]) -> list[str]:
        """Show each fault at its input; returns the sentences."""
        sentences = []
        for fault in faults:
            sentences.append(sentence := fault_sentence(fault))
            name = _INPUTS_OF_FAULTS.get(fault.field, fault.field)
            self.errors.setdefault(name, []).append(sentence)
        return sentences

    @property
    def shown_value(self) -> str:
        """What stands in the input of the answer itself, where it is one to type in."""
        shown = self.shown
        return shown.text or shown.number or shown_day(shown.date, self.language)

    @property
    def main(self) -> Input:
        """The answer itself."""
        question = self.question
        rule = question.number_rule
        unit = rule.unit.in_language(self.language) if rule and rule.unit else ""
        return Input(
            name=f"{self.prefix}-answer",
            label=question.text.in_language(self.language),
            shape=_SHAPES.get(question.kind, "choices"),
            value=self.shown_value,
            help=_date_hint() if question.kind is Kind.DATE else unit,
            is_required=question.is_required,
            is_numeric=question.kind is Kind.NUMBER,
            is_multiple=question.kind is Kind.MULTIPLE,
            options=self._options(),
            errors=tuple(self.errors.get("answer", ())),
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """The follow-ups in the order in which they are read."""
        found, question, shown = [], self.question, self.shown
        if question.followup:
            keys = question.followup.choice_keys or ()
            label = question.followup.text.in_language(self.language)
            inputs = (self._area("followup", label, shown.followup),)
            found.append(Part(" ".join(keys), inputs, self._labels(keys)))
        if question.choice(NA):
            inputs = (self._area("reason", _("Why does it not apply?"), shown.reason),)
            found.append(Part(NA, inputs, self._labels((NA,))))
        if keys := gap_keys(question):
            found.append(Part(" ".join(keys), self._plan(), self._labels(keys), is_plan=True))
        return tuple(found)

    def _plan(self) -> tuple[Input, ...]:
        plan = self.shown.plan or Plan()
        due = shown_day(plan.due, self.language)
        return (
            self._area("plan_what", _("What will be done"), plan.what),
            self._line("plan_who", _("Who will do it"), plan.who),
            self._line("plan_due", _("By when"), due, _date_hint()),
        )

    def _area(self, name: str, label: str, value: str) -> Input:
        errors = tuple(self.errors.get(name, ()))
        return Input(f"{self.prefix}-{name}", label, "area", value, errors=errors)

    def _line(self, name: str, label: str, value: str, hint: str = "") -> Input:
        errors = tuple(self.errors.get(name, ()))
        return Input(f"{self.prefix}-{name}", label, "line", value, hint, errors=errors)

    def _options(self) -> tuple[Option, ...]:
        given = self.shown.choice_keys
        return tuple(
            Option(
                id=f"id_{self.prefix}-answer_{place}",
                value=choice.key,
                label=choice.label.in_language(self.language),
                is_checked=choice.key in given,
            )
            for place, choice in enumerate(self.question.choices)
        )

    def _labels(self, keys: Iterable[str]) -> str:
        """The labels of choices for readers without scripts, who see every part."""
        wanted = frozenset(keys)
        chosen = (choice for choice in self.question.choices if choice.key in wanted)
        return " / ".join(choice.label.in_language(self.language) for choice in chosen)

    def _sent_keys(self) -> tuple[str, ...]:
        given = self.data.getlist(f"{self.prefix}-answer") if self.data is not None else []
        order = [choice.key for choice in self.question.choices]
        return (
            *(key for key in order if key in given),
            *(key for key in given if key not in order),
        )


def gap_keys(question: Question) -> tuple[str, ...]:
    """The choices that leave something to do."""
    return tuple(
        choice.key for choice in question.choices if choice.points is not None and choice.points < 1
    )


def shown_day(text: str, language: str) -> str:
    """A stored date as the reader's language writes it; anything else as it is."""
    try:
        return format_date(parse_date(text), language) if text else ""
    except Invalid:
        return text


def _date_hint() -> str:
    return _("For example 2026-12-07 or 7 Dec 2026")


def _day(text: str) -> str:
    """A date in its plain form, or as typed where it cannot be read: a fault then says so."""
    try:
        return parse_date(text).isoformat() if text else ""
    except Invalid:
        return text
