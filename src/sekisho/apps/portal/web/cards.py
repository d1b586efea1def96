"""Questions as cards: the form, its number, what was saved, files and remarks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from sekisho.apps.answering.queries.hints import hints
from sekisho.apps.asks.queries.respondent import ReplyView
from sekisho.apps.asks.queries.respondent_files import EvidenceView
from sekisho.apps.portal.forms.answers import AnswerForm, gap_keys
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.wording import answer_lines
from sekisho.engines.questionnaire import Answer, Fault, Kind, Question, StoredAnswer, check_answer
from sekisho.ui.wording import clock_text


@dataclass(frozen=True, slots=True)
class Card:
    """One question as the page shows it."""

    key: str
    number: str
    form: AnswerForm
    kind: str
    term: str
    save_url: str
    files_url: str
    files: tuple[EvidenceView, ...]
    saved_at: datetime | None
    remark: str
    is_changed: bool
    faults: tuple[str, ...] = ()
    conflict: Theirs | None = None
    file_url: str = "portal:file"
    withdraw_url: str = "portal:withdraw"
    talk_url: str = ""
    talk: str = ""  # whom the talk at this question waits for
    still_url: str = ""
    pieces_url: str = ""  # where a large file goes in pieces; empty for a narrower link
    last: Any = None  # last time's answer, to be confirmed
    clarified: tuple[tuple[str, str], ...] = ()
    hint: HintWords | None = None

    @property
    def limit_mb(self) -> int:
        """How large a file may be."""
        return int(settings.SEKISHO_UPLOAD_LIMIT_MB)

    @property
    def evidence_mb(self) -> int:
        """How large a file may be that goes in pieces."""
        return int(settings.SEKISHO_EVIDENCE_LIMIT_MB)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it leads; its files' pages by name."""
        own = (self.save_url, self.files_url, self.talk_url, self.still_url, self.pieces_url)
        return (*own, self.file_url, self.withdraw_url)

    @property
    def saved_clock(self) -> str:
        """The time of day at which it was saved, in the zone of the page."""
        return clock_text(self.saved_at)

    @property
    def is_file(self) -> bool:
        """Whether the answer itself is a file."""
        return self.kind == Kind.FILE


@dataclass(frozen=True, slots=True)
class HintWords:
    """Why an open point matters and a first step; under these choices."""

    why: str
    step: str
    on: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a colleague saved meanwhile, beside what was typed here."""

    lines: tuple[tuple[str, str], ...]
    saved_at: datetime
    saved_by: str
    revision: int


@dataclass(frozen=True, slots=True)
class Section:
    """One category with its progress."""

    key: str
    label: str
    answered: int
    shown: int
    url: str
    is_changed: bool


def numbers_of(reply: ReplyView) -> dict[str, str]:
    """The number of each question: 1, 2, 3; one that hangs on an earlier answer is 3-1."""
    numbers: dict[str, str] = {}
    main = sub = 0
    for question in reply.asked:
        if question.condition is None:
            main, sub = main + 1, 0
            numbers[question.key] = str(main)
        else:
            sub += 1
            numbers[question.key] = f"{main}-{sub}"
    return numbers


def sections_of(reply: ReplyView, language: str, link_uid: uuid.UUID | None) -> list[Section]:
    """The categories that hold something for this respondent, in order."""
    open_keys = set(reply.progress.missing_keys)
    answered = {key for key, answer in reply.answers.items() if answer != Answer()} - open_keys
    sections = []
    for category in reply.question_set.categories:
        inside = [one for one in reply.shown if one.category == category.key]
        if not inside:
            continue
        sections.append(
            Section(
                key=category.key,
                label=category.label.in_language(language),
                answered=sum(one.key in answered for one in inside),
                shown=len(inside),
                url=address("category", link_uid, category=category.key),
                is_changed=any(reply.is_changed(one.key) for one in inside),
            )
        )
    return sections


def card_of(
    reply: ReplyView,
    question: Question,
    *,
    language: str,
    link_uid: uuid.UUID | None,
    form: AnswerForm | None = None,
    conflict: Theirs | None = None,
) -> Card:
    """The card of one question; a form that was sent may be given to keep what was typed."""
    stored = reply.stored.get(question.key)
    given = stored.answer if stored else Answer()
    revision = stored.revision if stored else 0
    shown = form or AnswerForm(question, given, revision, language=language)
    return Card(
        key=question.key,
        number=numbers_of(reply)[question.key],
        form=shown,
        kind=question.kind.value,
        term=question.help.in_language(language) if question.help else "",
        save_url=address("save", link_uid, question=question.key),
        files_url=address("files", link_uid, question=question.key),
        files=files_of(reply, question.key),
        saved_at=saved_at(stored),
        remark=reply.remarks.get(question.key, ""),
        is_changed=reply.is_changed(question.key),
        faults=tuple(shown.hang_faults(_faults(question, stored))) if form is None else (),
        conflict=conflict,
        hint=hint_of(question, language),
    )


def hint_of(question: Question, language: str) -> HintWords | None:
    """The shipped hint of a question, None where there is none."""
    found, keys = hints().get(question.key), gap_keys(question)
    if found is None or not keys:
        return None
    why, step = found.why.in_language(language), found.step.in_language(language)
    return HintWords(why, step, " ".join(keys))


def files_of(reply: ReplyView, key: str) -> tuple[EvidenceView, ...]:
    """The files given with one question."""
    return tuple(file for file in reply.evidence if file.question_key == key)


def saved_at(stored: StoredAnswer | None) -> datetime | None:
    """When an answer was saved, None when it never was."""
    return datetime.fromisoformat(stored.saved_at) if stored else None


def conflict_of(question: Question, stored: StoredAnswer, language: str) -> Theirs:
    """The other side of a conflict, in words."""
    return Theirs(
        lines=tuple(answer_lines(question, stored.answer, language)),
        saved_at=datetime.fromisoformat(stored.saved_at),
        saved_by=stored.saved_by,
        revision=stored.revision,
    )


def _faults(question: Question, stored: StoredAnswer | None) -> tuple[Fault, ...]:
    return check_answer(question, stored.answer) if stored else ()


def progress_of(reply: ReplyView) -> dict[str, Any]:
    """How many of the shown questions are answered."""
    return {"done": reply.progress.answered, "total": reply.progress.total_shown}
