"""Documents from which the tests build their question sets."""

from __future__ import annotations

from typing import Any

from sekisho.engines.questionnaire import Answer, Question, QuestionSetVersion, parse_set

LABELS = {
    "yes": {"ja": "はい", "en": "Yes"},
    "no": {"ja": "いいえ", "en": "No"},
    "partial": {"ja": "一部実施", "en": "Partly"},
    "na": {"ja": "該当なし", "en": "Not applicable"},
    "unknown": {"ja": "わからない", "en": "Do not know"},
}


def question(key: str, category: str = "basics", **fields: object) -> dict[str, object]:
    return {"id": key, "category": category, "ja": f"{key}ですか。", "en": f"{key}?", **fields}


def choices(**points: float | None) -> list[dict[str, object]]:
    return [
        {"key": key, "ja": key, "en": key, **({} if given is None else {"points": given})}
        for key, given in points.items()
    ]


def document(*questions: dict[str, object], **fields: object) -> dict[str, object]:
    used = dict.fromkeys(str(each["category"]) for each in questions)
    return {
        "form": 1,
        "id": "sample",
        "version": "1.0",
        "title": {"ja": "見本", "en": "Sample"},
        "source": {"id": "OWN", "ja": "自作", "en": "Our own"},
        "licence": "Apache-2.0",
        "respondent": "supplier",
        "yes_no_labels": LABELS,
        "categories": [{"id": key, "weight": 1, "ja": key, "en": key} for key in used],
        "questions": list(questions),
        **fields,
    }


def one(**fields: Any) -> Question:
    """The question of a set that has only this one."""
    return parse_set(document(question("Q1", **fields))).questions[0]


def worked() -> QuestionSetVersion:
    """The set of the worked numbers in docs/*/rules/questionnaire.md."""
    return parse_set(
        document(
            question("A1", "basics", weight=3, critical=True),
            question("A2", "basics", weight=2),
            question("B1", "recovery", weight=1),
            question("B2", "recovery", weight=2),
            categories=[
                {"id": "basics", "weight": 50, "ja": "基本", "en": "Basics"},
                {"id": "recovery", "weight": 20, "ja": "回復", "en": "Recovery"},
            ],
        )
    )


def given(**keys: str) -> dict[str, Answer]:
    return {question_key: Answer((key,)) for question_key, key in keys.items()}
