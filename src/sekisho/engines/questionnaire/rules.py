"""What a schema cannot say about a question set: keys, references, points, conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from sekisho.engines.questionnaire.questions import (
    CHOICE_KINDS,
    NA,
    UNKNOWN,
    Condition,
    Is,
    Kind,
    Not,
    Question,
    QuestionSetVersion,
    Respondent,
)
from sekisho.kernel.errors import Invalid

RESERVED_KEYS = frozenset({"any", "answered", "unanswered"})  # words of files and tallies
_FEWEST_CHOICES = 2


def raise_broken_rules(question_set: QuestionSetVersion) -> None:
    """Raise Invalid for the first rule that the set breaks; the place is among its parameters."""
    _check_categories(question_set)
    _check_unique((question.key for question in question_set.questions), "questions")
    earlier: dict[str, Question] = {}
    for index, question in enumerate(question_set.questions):
        place = f"questions[{index}]"
        _check_category_of(question, question_set, place)
        _check_choices(question, place)
        _check_points(question, place)
        _check_followup(question, place)
        _check_number_rule(question, place)
        _check_condition(question, earlier, place)
        earlier[question.key] = question


def _check_unique(keys: Iterable[str], place: str) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            raise Invalid("questionnaire.set.key_twice", place=place, key=key)


def _check_categories(question_set: QuestionSetVersion) -> None:
    if not question_set.questions:
        raise Invalid("questionnaire.set.no_questions", place="questions")
    _check_unique((category.key for category in question_set.categories), "categories")
    used = {question.category for question in question_set.questions}
    for index, category in enumerate(question_set.categories):
        place = f"categories[{index}]"
        if category.weight <= 0:
            raise Invalid("questionnaire.set.weight_not_positive", place=place, key=category.key)
        if category.key not in used:
            raise Invalid("questionnaire.set.category_empty", place=place, key=category.key)


def _check_category_of(question: Question, question_set: QuestionSetVersion, place: str) -> None:
    if question_set.category(question.category) is None:
        raise Invalid(
            "questionnaire.set.category_unknown", place=f"{place}.category", key=question.category
        )
    if question.weight <= 0:
        raise Invalid(
            "questionnaire.set.weight_not_positive", place=f"{place}.weight", key=question.key
        )


def _check_choices(question: Question, place: str) -> None:
    place = f"{place}.choices"
    if question.kind not in CHOICE_KINDS:
        if question.choices:
            raise Invalid(
                "questionnaire.set.choices_not_asked",
                place=place,
                key=question.key,
                kind=question.kind,
            )
        return
    if len(question.choices) < _FEWEST_CHOICES:
        raise Invalid(
            "questionnaire.set.too_few_choices",
            place=place,
            key=question.key,
            limit=_FEWEST_CHOICES,
        )
    _check_unique((choice.key for choice in question.choices), place)
    for choice in question.choices:
        if choice.key in RESERVED_KEYS:
            raise Invalid("questionnaire.set.key_reserved", place=place, key=choice.key)


def _check_points(question: Question, place: str) -> None:
    if not question.is_scored:
        if question.is_critical:
            raise Invalid(
                "questionnaire.set.critical_not_scored", place=f"{place}.critical", key=question.key
            )
        return
    for choice in question.choices:
        if choice.points is None and choice.key != NA:
            raise Invalid(
                "questionnaire.set.points_missing", place=f"{place}.choices", key=choice.key
            )
        if choice.points is not None and not 0 <= choice.points <= 1:
            raise Invalid(
                "questionnaire.set.points_out_of_range", place=f"{place}.choices", key=choice.key
            )
        if choice.key == UNKNOWN and choice.points:
            raise Invalid(
                "questionnaire.set.points_on_unknown", place=f"{place}.choices", key=choice.key
            )
    if _best_points(question) < 1:
        raise Invalid(
            "questionnaire.set.points_unreachable", place=f"{place}.choices", key=question.key
        )


def _best_points(question: Question) -> Decimal:
    points = [choice.points for choice in question.choices if choice.points is not None]
    return sum(points, Decimal(0)) if question.kind is Kind.MULTIPLE else max(points)


def _check_followup(question: Question, place: str) -> None:
    if question.followup is None or question.followup.choice_keys is None:
        return
    _check_known(question, question.followup.choice_keys, f"{place}.followup.when")


def _check_known(question: Question, keys: tuple[str, ...], place: str) -> None:
    if not keys:
        raise Invalid("questionnaire.set.no_keys", place=place, key=question.key)
    for key in keys:
        if question.choice(key) is None:
            raise Invalid(
                "questionnaire.set.choice_unknown", place=place, key=key, question=question.key
            )


def _check_number_rule(question: Question, place: str) -> None:
    rule = question.number_rule
    if rule is None:
        return
    if question.kind is not Kind.NUMBER:
        raise Invalid(
            "questionnaire.set.number_not_asked",
            place=f"{place}.number",
            key=question.key,
            kind=question.kind,
        )
    if rule.minimum is not None and rule.maximum is not None and rule.minimum > rule.maximum:
        raise Invalid("questionnaire.set.range_reversed", place=f"{place}.number", key=question.key)


def _check_condition(question: Question, earlier: dict[str, Question], place: str) -> None:
    if question.condition is None:
        return
    place = f"{place}.condition"
    for reference in _references(question.condition, place):
        asked = earlier.get(reference.question_key)
        if asked is None:
            raise Invalid(
                "questionnaire.set.condition_not_earlier", place=place, key=reference.question_key
            )
        if asked.kind not in CHOICE_KINDS:
            raise Invalid(
                "questionnaire.set.condition_without_choices",
                place=place,
                key=asked.key,
                kind=asked.kind,
            )
        if asked.respondent not in (Respondent.BOTH, question.respondent):
            raise Invalid(
                "questionnaire.set.condition_other_respondent", place=place, key=asked.key
            )
        _check_known(asked, reference.choice_keys, place)


def _references(condition: Condition, place: str) -> Iterator[Is]:
    if isinstance(condition, Is):
        yield condition
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    if not parts:
        raise Invalid("questionnaire.set.condition_empty", place=place)
    for part in parts:
        yield from _references(part, place)
