"""What a workbook carries for machines: marks of columns, keys of rows, and the stamp.

The stamp says for whom and for which questions a file was written; each row says which answer it
was filled with. Both carry a check that only who wrote the file can compute.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

from sekisho.engines.questionnaire import Answer, Kind, Plan, Question, read_date, read_number

FORM = "1"
STAMP_SHEET = "_sekisho"
COLUMNS = (
    *("key", "base", "number", "category", "question", "help"),
    *("answer", "followup", "reason", "what", "who", "due"),
)
MARK = "#"  # the marks of the columns stand in a hidden row: #key, #base, ...
CHOICE = "|"  # the row of one choice has the key of the question, this sign, the choice's key
_FINGERPRINT = 16

Mac = Callable[[str], str]  # the check of a text; short hexadecimal


@dataclass(frozen=True, slots=True)
class Stamp:
    """For whom, of which ask and set, in which language, when (ISO) a file was written."""

    assignment: str
    ask_number: str
    set_key: str
    set_version: str
    language: str
    written_at: str
    form: str = FORM
    check: str = ""

    def sealed(self, mac: Mac) -> Stamp:
        """The stamp with its check."""
        return replace(self, check=mac(self._text()))

    def is_sound(self, mac: Mac) -> bool:
        """Whether nothing of it was changed."""
        return _is_same(self.check, mac(self._text()))

    def _text(self) -> str:
        parts = [getattr(self, field.name) for field in fields(self) if field.name != "check"]
        return json.dumps(["stamp", *parts], ensure_ascii=False)


def stamp_from(rows: Mapping[str, str]) -> Stamp | None:
    """The stamp from its rows, name to value; None when something is missing."""
    names = [field.name for field in fields(Stamp)]
    if any(name not in rows for name in names):
        return None
    return Stamp(**{name: rows[name] for name in names})


@dataclass(frozen=True, slots=True)
class Base:
    """What a row was filled with: the answer's revision (0: none) and its fingerprint."""

    revision: int
    fingerprint: str

    def text(self, stamp: Stamp, key: str, mac: Mac) -> str:
        """The form in which the row carries it."""
        return f"{self.revision}.{self.fingerprint}.{self._check(stamp, key, mac)}"

    @classmethod
    def read(cls, text: str, stamp: Stamp, key: str, mac: Mac) -> Base | None:
        """What a row says, None when it was changed or belongs to another row."""
        revision, _dot, rest = text.partition(".")
        fingerprint, _dot, check = rest.partition(".")
        if not (revision.isascii() and revision.isdecimal() and len(revision) < _FINGERPRINT):
            return None
        base = cls(int(revision), fingerprint)
        return base if _is_same(base._check(stamp, key, mac), check) else None

    def _check(self, stamp: Stamp, key: str, mac: Mac) -> str:
        parts = ["row", stamp.assignment, stamp.set_key, stamp.set_version, key]
        return mac(json.dumps([*parts, self.revision, self.fingerprint], ensure_ascii=False))


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(*(text.encode(errors="replace") for text in (one, other)))


def plain_answer(question: Question, answer: Answer) -> Answer:
    """The answer as a workbook can say it: no files, spaces cut, dates and numbers in one form."""
    plan = answer.plan or Plan()
    plan = Plan(tidy(plan.what), tidy(plan.who), plain_date(plan.due))
    order = [choice.key for choice in question.choices if choice.key in answer.choice_keys]
    return Answer(
        choice_keys=tuple(order),
        text=tidy(answer.text) if question.kind is Kind.TEXT else "",
        number=plain_number(answer.number) if question.kind is Kind.NUMBER else "",
        date=plain_date(answer.date) if question.kind is Kind.DATE else "",
        reason=tidy(answer.reason),
        followup=tidy(answer.followup),
        plan=plan if plan != Plan() else None,
    )


def fingerprint_of(answer: Answer) -> str:
    """Sixteen hexadecimal digits that differ when the words of an answer differ."""
    plan = answer.plan or Plan()
    parts = [
        *(list(answer.choice_keys), answer.text, answer.number, answer.date),
        *(answer.reason, answer.followup, plan.what, plan.who, plan.due),
    ]
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT]


def tidy(text: str) -> str:
    """The text with one kind of line end and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain_date(text: str) -> str:
    """A date in ISO form; what cannot be read stays as it is."""
    day = read_date(tidy(text).partition("T")[0])
    return day.isoformat() if day else tidy(text)


def plain_number(text: str) -> str:
    """A number in plain digits; what cannot be read stays as it is."""
    number = read_number(tidy(text))
    return format(number, "f") if number is not None else tidy(text)
