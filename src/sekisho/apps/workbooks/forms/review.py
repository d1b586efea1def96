"""What a file would change, in words: for the respondent's page and for the office's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.respondent_standing import Standing as Conversation
from sekisho.apps.workbooks.actions.filing import FILE, REOPEN, STORED
from sekisho.apps.workbooks.forms.faults import fault_sentence
from sekisho.apps.workbooks.queries.staged import Staged
from sekisho.engines.deadlines import format_date
from sekisho.engines.questionnaire import Answer, Plan, Question, read_date
from sekisho.engines.workbook import Difference, Standing, question_numbers
from sekisho.kernel.text import Bilingual

Lines = tuple[tuple[str, str], ...]
_CHOICE = "answer-"


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One fault: sheet and cell, the question's number, what to write instead."""

    place: str
    number: str
    sentence: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class SameFault:
    """The same fault at one cell or many, in the order of the file."""

    sentence: str
    is_left_out: bool
    places: tuple[ShownFault, ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One answer of the file beside the stored one."""

    key: str
    number: str
    text: str
    cell: str
    after: Lines
    before: Lines
    saved_by: str
    saved_at: datetime | None
    name: str
    file_value: str
    stored_value: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Review:
    """The page of a file: what is new, changed, to be decided; what stays; faults; gaps.

    `submitted_at` is told where saving would open a submitted reply again.
    """

    new: tuple[ShownChange, ...]
    changed: tuple[ShownChange, ...]
    differs: tuple[ShownChange, ...]
    emptied: tuple[ShownChange, ...]
    kept: int
    faults: tuple[ShownFault, ...]
    absent: tuple[str, ...]
    submitted_at: datetime | None
    reopen_name: str
    may_reopen: bool

    @property
    def to_save(self) -> int:
        """How many answers will surely be saved."""
        return len(self.new) + len(self.changed)

    @property
    def same_faults(self) -> tuple[SameFault, ...]:
        """The faults, each sentence once with all its cells."""
        found: dict[tuple[str, bool], list[ShownFault]] = {}
        for fault in self.faults:
            found.setdefault((fault.sentence, fault.is_left_out), []).append(fault)
        return tuple(SameFault(*key, tuple(places)) for key, places in found.items())

    @property
    def left_out(self) -> int:
        """How many faults keep an answer from being taken."""
        return sum(fault.is_left_out for fault in self.faults)


def review_of(
    staged: Staged, language: str, *, prefix: str = "", chosen: Mapping[str, str] | None = None
) -> Review:
    """The review of a file; `prefix` parts the inputs of several files on one page."""
    asked = {question.key: question for question in staged.reply.asked}
    numbers = question_numbers(staged.reply.asked)

    def shown(*wanted: Standing) -> tuple[ShownChange, ...]:
        return tuple(
            _change(one, asked[one.question_key], language, numbers, (prefix, chosen or {}))
            for one in staged.standing(*wanted)
        )

    return Review(
        new=shown(Standing.NEW),
        changed=shown(Standing.CHANGED),
        differs=shown(Standing.DIFFERS),
        emptied=shown(Standing.EMPTIED),
        kept=len(staged.standing(Standing.KEPT)),
        faults=tuple(
            ShownFault(
                place=f"{fault.sheet}!{fault.cell}",
                number=numbers.get(fault.question_key, ""),
                sentence=fault_sentence(fault, asked.get(fault.question_key), language),
                is_left_out=fault.is_left_out,
            )
            for fault in staged.reading.faults
        ),
        absent=tuple(numbers[key] for key in staged.reading.absent if key in numbers),
        submitted_at=_submitted_at(staged),
        reopen_name=f"{prefix}{_CHOICE}{REOPEN}",
        may_reopen=(chosen or {}).get(REOPEN) == "yes",
    )


def _submitted_at(staged: Staged) -> datetime | None:
    visit = staged.reply.visit
    is_news = staged.standing(Standing.NEW, Standing.CHANGED, Standing.DIFFERS)
    return visit.submitted_at if is_news and visit.standing is Conversation.SUBMITTED else None


def choices_sent(data: Mapping[str, str], *, prefix: str = "") -> dict[str, str]:
    """The decisions of a form by question key."""
    start = f"{prefix}{_CHOICE}"
    return {name.removeprefix(start): str(data[name]) for name in data if name.startswith(start)}


def answer_lines(question: Question, answer: Answer | None, language: str) -> Lines:
    """Each part of an answer that says something, with its label; the main part's is empty."""
    return tuple((label, text) for label, text in _parts(question, answer, language) if text)


def _parts(question: Question, answer: Answer | None, language: str) -> Iterator[tuple[str, str]]:
    if answer is None:
        return
    labels = (one for one in question.choices if one.key in answer.choice_keys)
    yield "", ", ".join(one.label.in_language(language) for one in labels)
    unit = question.number_rule.unit if question.number_rule else None
    yield "", f"{answer.number} {unit.in_language(language) if unit else ''}".strip()
    yield "", answer.text or _day(answer.date, language)
    plan, followup = answer.plan or Plan(), question.followup
    yield (followup.text if followup else Bilingual()).in_language(language), answer.followup
    yield _("Why it does not apply"), answer.reason
    yield _("What will be done"), plan.what
    yield _("Who will do it"), plan.who
    yield _("By when"), _day(plan.due, language)


def _day(text: str, language: str) -> str:
    day = read_date(text) if text else None
    return format_date(day, language) if day else text


def _change(
    one: Difference,
    question: Question,
    language: str,
    numbers: Mapping[str, str],
    sent: tuple[str, Mapping[str, str]],
) -> ShownChange:
    prefix, chosen = sent
    stored = one.stored
    return ShownChange(
        key=question.key,
        number=numbers[question.key],
        text=question.text.in_language(language),
        cell=f"{one.line.sheet}!{one.line.cell}",
        after=answer_lines(question, one.line.answer, language),
        before=answer_lines(question, stored.answer if stored else None, language),
        saved_by=stored.saved_by if stored else "",
        saved_at=datetime.fromisoformat(stored.saved_at) if stored else None,
        name=f"{prefix}{_CHOICE}{question.key}",
        file_value=f"{FILE}:{one.revision}",
        stored_value=f"{STORED}:{one.revision}",
        chosen=chosen.get(question.key, ""),
    )
