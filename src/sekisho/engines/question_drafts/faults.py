"""What keeps a draft from being published, each fault at its part and field.

The schema and `questionnaire.rules` judge once more at publishing; here every fault is told at
once, in the words of the person who writes.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sekisho.engines.question_drafts.parts import Draft, Row, ordered
from sekisho.engines.questionnaire.questions import NA, YES_NO_POINTS
from sekisho.engines.questionnaire.rules import RESERVED_KEYS

HEAD = "head"
_FEWEST_CHOICES = 2
_QUESTION_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_SECTION_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_CHOICE_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){0,2}")
_CHOICE_KINDS = ("yes_no", "single", "multiple")


@dataclass(frozen=True, slots=True)
class DraftFault:
    """One thing to mend: part (a uid, or "head"), field, code and what the sentence names."""

    uid: str
    field: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


def draft_faults(draft: Draft) -> tuple[DraftFault, ...]:
    """Every fault, the head's first, then sections and questions in their order."""
    return (*_head(draft), *_sections(draft), *_questions(draft))


def choice_keys(question: Row) -> tuple[str, ...]:
    """The choices that a question offers, by key."""
    if question["kind"] == "yes_no":
        return tuple(YES_NO_POINTS)
    if question["kind"] not in _CHOICE_KINDS:
        return ()
    return tuple(str(choice.get("key", "")) for choice in question.get("choices", ()))


def references(condition: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every (question id, choices) that a condition looks at."""
    if "question" in condition:
        yield str(condition["question"]), tuple(condition["is"])
    parts = [condition["not"]] if "not" in condition else []
    for part in (*parts, *condition.get("all", ()), *condition.get("any", ())):
        yield from references(part)


def _fault(uid: str, name: str, code: str, **params: str | int) -> DraftFault:
    return DraftFault(uid, name, f"question_drafts.{code}", params)


def _missing(uid: str, words: Mapping[str, Any], prefix: str = "") -> Iterator[DraftFault]:
    for language in ("ja", "en"):
        if not str(words.get(language) or "").strip():
            yield _fault(uid, f"{prefix}{language}", f"missing_{language}")


def _missing_one(uid: str, words: Mapping[str, Any] | None, prefix: str) -> Iterator[DraftFault]:
    """An optional text stands in both languages or in none."""
    found = list(_missing(uid, words or {}, prefix))
    return iter(found if len(found) == 1 else ())


def _key_faults(row: Row, key: str, form: re.Pattern[str], used: Counter[str]) -> Iterator[Any]:
    if not form.fullmatch(key):
        yield _fault(row["uid"], "key", "key_form")
    elif used[key] > 1:
        yield _fault(row["uid"], "key", "key_twice", key=key)


def _head(draft: Draft) -> Iterator[DraftFault]:
    yield from _missing(HEAD, draft["title"], "title_")
    yield from _missing_one(HEAD, draft["notice"], "notice_")
    yield from _missing(HEAD, draft["use"], "use_")
    yield from _missing(HEAD, draft["source"], "source_")
    if not _SECTION_KEY.fullmatch(draft["id"]):
        yield _fault(HEAD, "id", "set_key_form")
    if not _VERSION.fullmatch(draft["version"]):
        yield _fault(HEAD, "version", "version_form")
    if not draft["questions"]:
        yield _fault(HEAD, "questions", "no_questions")


def _sections(draft: Draft) -> Iterator[DraftFault]:
    used = Counter(section["key"] for section in draft["sections"])
    filled = {question["section"] for question in draft["questions"]}
    for section in draft["sections"]:
        yield from _missing(section["uid"], section)
        yield from _key_faults(section, section["key"], _SECTION_KEY, used)
        if section["uid"] not in filled:
            yield _fault(section["uid"], "questions", "section_empty")


def _questions(draft: Draft) -> Iterator[DraftFault]:
    used = Counter(question["id"] for question in draft["questions"])
    everybody = {question["uid"]: question for question in draft["questions"]}
    earlier: set[str] = set()
    for question in ordered(draft):
        uid = question["uid"]
        yield from _missing(uid, question)
        yield from _missing_one(uid, question.get("help"), "help_")
        yield from _key_faults(question, question["id"], _QUESTION_KEY, used)
        yield from _followup(question)
        yield from _choices(question)
        yield from _number(question)
        yield from _condition(question, everybody, earlier)
        earlier.add(uid)


def _followup(question: Row) -> Iterator[DraftFault]:
    followup = question.get("followup")
    if not followup:
        return
    yield from _missing_one(question["uid"], followup, "followup_")
    when = followup.get("when")
    if when != "any" and (not when or not set(when) <= set(choice_keys(question))):
        yield _fault(question["uid"], "followup_when", "followup_when")


def _choices(question: Row) -> Iterator[DraftFault]:
    uid, kind = question["uid"], question["kind"]
    if kind == "yes_no":
        return
    choices = question.get("choices", []) if kind in _CHOICE_KINDS else []
    points = [_number_of(choice.get("points")) for choice in choices if choice["key"] != NA]
    is_scored = any(point is not None for point in points)
    if question.get("critical") and not is_scored:
        yield _fault(uid, "critical", "critical_not_scored")
    if kind not in _CHOICE_KINDS:
        return
    if len(choices) < _FEWEST_CHOICES:
        yield _fault(uid, "choices", "too_few_choices", limit=_FEWEST_CHOICES)
    yield from _choice_words(uid, choices)
    if is_scored:
        yield from _points(uid, points, is_sum=kind == "multiple")


def _choice_words(uid: str, choices: Sequence[Row]) -> Iterator[DraftFault]:
    used = Counter(str(choice.get("key", "")) for choice in choices)
    for number, choice in enumerate(choices, 1):
        key = str(choice.get("key", ""))
        if not _CHOICE_KEY.fullmatch(key) or key in RESERVED_KEYS:
            yield _fault(uid, "choices", "choice_key_form", number=number)
        elif used[key] > 1:
            yield _fault(uid, "choices", "choice_key_twice", key=key)
        if any(not str(choice.get(language) or "").strip() for language in ("ja", "en")):
            yield _fault(uid, "choices", "choice_words", number=number)


def _points(uid: str, points: list[Decimal | None], *, is_sum: bool) -> Iterator[DraftFault]:
    known = [point for point in points if point is not None]
    if len(known) < len(points):
        yield _fault(uid, "choices", "points_missing")
    elif any(not 0 <= point <= 1 for point in known):
        yield _fault(uid, "choices", "points_range")
    elif (sum(known) if is_sum else max(known)) < 1:
        yield _fault(uid, "choices", "points_unreachable")


def _number(question: Row) -> Iterator[DraftFault]:
    rule = (question.get("number") if question["kind"] == "number" else None) or {}
    low, high = (_number_of(rule.get(name)) for name in ("min", "max"))
    if any(isinstance(rule.get(name), str) for name in ("min", "max")):
        yield _fault(question["uid"], "number", "number_form")
    if low is not None and high is not None and low > high:
        yield _fault(question["uid"], "number", "range_reversed")
    yield from _missing_one(question["uid"], rule.get("unit"), "unit_")


def _condition(
    question: Row, everybody: Mapping[str, Row], earlier: set[str]
) -> Iterator[DraftFault]:
    uid = question["uid"]
    for asked_uid, keys in references(question.get("condition") or {}):
        asked = everybody.get(asked_uid)
        if asked is None:
            yield _fault(uid, "condition", "condition_gone")
        elif asked_uid not in earlier:
            yield _fault(uid, "condition", "condition_later", key=asked["id"])
        elif asked["kind"] not in _CHOICE_KINDS:
            yield _fault(uid, "condition", "condition_no_choices", key=asked["id"])
        elif not keys or not set(keys) <= set(choice_keys(asked)):
            yield _fault(uid, "condition", "condition_choice", key=asked["id"])


def _number_of(value: object) -> Decimal | None:
    try:
        number = None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
