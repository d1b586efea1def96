"""From plain data to a question set version.

The form of the file is the JSON schema's business (content/question-sets/schema.json); here the
same form is read once more without trust, then `rules` judges what a schema cannot say.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sekisho.engines.questionnaire.plain import Node
from sekisho.engines.questionnaire.questions import (
    NA,
    UNKNOWN,
    YES_NO_POINTS,
    AllOf,
    AnyOf,
    Basis,
    Category,
    Choice,
    Condition,
    Followup,
    Is,
    Kind,
    Not,
    NumberRule,
    Question,
    QuestionSetVersion,
    Respondent,
    Source,
)
from sekisho.engines.questionnaire.rules import raise_broken_rules
from sekisho.kernel.errors import Invalid

FORM = 1
_MAX_CONDITION_DEPTH = 8
_SET_FIELDS = (
    *("form", "id", "version", "title", "use", "notice", "source", "licence", "respondent"),
    *("yes_no_labels", "categories", "questions"),
)
_QUESTION_FIELDS = (
    *("id", "category", "kind", "respondent", "ja", "en", "help", "choices", "followup"),
    *("weight", "critical", "required", "condition", "basis", "scs", "number"),
    *("maps", "evidence", "na_reason"),
)


def parse_set(document: Mapping[str, object]) -> QuestionSetVersion:
    """The question set version that this document describes.

    Raises Invalid with a code `questionnaire.set.*`; `place` names where, as in
    `questions[3].followup.when`.
    """
    root = Node(document).fields(*_SET_FIELDS)
    form = root.get("form")
    if form.value != FORM:
        raise form.wrong(str(FORM))
    parsed = QuestionSetVersion(
        key=root.get("id").text(),
        version=root.get("version").text(),
        title=root.get("title").words(),
        respondent=_respondent(root.get("respondent")),
        categories=tuple(_category(node) for node in root.get("categories").items()),
        questions=tuple(_question(node, root) for node in root.get("questions").items()),
        source=_source(root.get("source")),
        licence=root.get("licence").text(),
        use=root.read("use", Node.words),
        notice=root.read("notice", Node.words),
    )
    raise_broken_rules(parsed)
    return parsed


def _source(node: Node) -> Source:
    node.fields("id", "ja", "en")
    return Source(key=node.get("id").text(), title=node.bilingual())


def _category(node: Node) -> Category:
    node.fields("id", "weight", "ja", "en")
    return Category(
        key=node.get("id").text(), label=node.bilingual(), weight=node.get("weight").number()
    )


def _question(node: Node, root: Node) -> Question:
    node.fields(*_QUESTION_FIELDS)
    kind = node.read("kind", _kind) or Kind.YES_NO
    is_required = node.read("required", Node.flag)
    return Question(
        key=node.get("id").text(),
        category=node.get("category").text(),
        kind=kind,
        text=node.bilingual(),
        respondent=_respondent(node.find("respondent") or root.get("respondent")),
        choices=_choices(node, root, kind),
        help=node.read("help", Node.words),
        followup=node.read("followup", _followup),
        weight=node.get("weight").number() if node.find("weight") else Decimal(1),
        is_critical=bool(node.read("critical", Node.flag)),
        is_required=True if is_required is None else is_required,
        condition=node.read("condition", _condition),
        basis=node.read("basis", _basis),
        reference_ids=node.read("scs", _texts) or (),
        number_rule=node.read("number", _number_rule),
        maps=node.read("maps", _texts) or (),
        needs_evidence=bool(node.read("evidence", Node.flag)),
        na_needs_reason=node.read("na_reason", Node.flag) is not False,
    )


def _respondent(node: Node) -> Respondent:
    return Respondent(node.one_of(Respondent))


def _kind(node: Node) -> Kind:
    return Kind(node.one_of(Kind))


def _basis(node: Node) -> Basis:
    return Basis(node.one_of(Basis))


def _choices(node: Node, root: Node, kind: Kind) -> tuple[Choice, ...]:
    if kind is Kind.YES_NO:
        labels = root.get("yes_no_labels").fields(*YES_NO_POINTS)
        return tuple(
            Choice(key, labels.get(key).words(), points) for key, points in YES_NO_POINTS.items()
        )
    choices = node.find("choices")
    nodes = tuple(choices.items()) if choices else ()
    is_scored = any(choice.find("points") for choice in nodes)
    return tuple(_choice(choice, is_scored=is_scored) for choice in nodes)


def _choice(node: Node, *, is_scored: bool) -> Choice:
    node.fields("key", "ja", "en", "points")
    key, points = node.get("key").text(), node.read("points", Node.number)
    if key == NA and points is not None:
        raise Invalid("questionnaire.set.points_on_na", place=node.where, key=key)
    if key == UNKNOWN and is_scored and points is None:
        points = Decimal(0)
    return Choice(key, node.bilingual(), points)


def _followup(node: Node) -> Followup:
    node.fields("when", "ja", "en")
    when = node.get("when")
    return Followup(node.bilingual(), None if when.value == "any" else _texts(when))


def _number_rule(node: Node) -> NumberRule:
    node.fields("min", "max", "whole", "unit")
    return NumberRule(
        minimum=node.read("min", Node.number),
        maximum=node.read("max", Node.number),
        is_whole=bool(node.read("whole", Node.flag)),
        unit=node.read("unit", Node.words),
    )


def _condition(node: Node, depth: int = _MAX_CONDITION_DEPTH) -> Condition:
    if not depth:
        raise Invalid(
            "questionnaire.set.condition_too_deep", place=node.where, limit=_MAX_CONDITION_DEPTH
        )
    if part := node.find("not"):
        node.fields("not")
        return Not(_condition(part, depth - 1))
    for name, gathered in (("all", AllOf), ("any", AnyOf)):
        if parts := node.find(name):
            node.fields(name)
            return gathered(tuple(_condition(part, depth - 1) for part in parts.items()))
    node.fields("question", "is")
    return Is(node.get("question").text(), _texts(node.get("is")))


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(item.text() for item in node.items())
