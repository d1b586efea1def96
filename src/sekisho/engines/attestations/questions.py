"""The questions of an attestation: is it kept, whom did you tell, where do you deviate.

The result is a question set in the shipped form 1, so that asking, answering, counting and review
are the same as for any other ask.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sekisho.engines.notices.questions import OF, TOLD
from sekisho.kernel.text import Bilingual

KEPT, WHY = "R-KEPT", "R-WHY"
YES, EXCEPT, NO = "yes", "except", "no"
MOST_EXCEPTIONS = 3
_MORE = "MORE"

_Words = dict[str, str]
_Document = dict[str, Any]


def exception_key(number: int, part: str) -> str:
    """The question about one part (PASSAGE, REASON, INSTEAD, UNTIL) of an exception, from 1."""
    return f"R-X{number}-{part}"


def question_document(
    title: Bilingual, *, key: str, number: str, first_day: date
) -> dict[str, Any]:
    """The question set of one edition, as a document of form 1; `key` is a slug."""
    questions = [*_kept(title, number, first_day), *_told()]
    for one in range(1, MOST_EXCEPTIONS + 1):
        questions += _exception(one)
    return {
        "form": 1,
        "id": key,
        "version": number,
        "title": {
            "ja": f"{title.in_language('ja')} {number}版",
            "en": f"{title.in_language('en')}, edition {number}",
        },
        "source": {"id": "RULE", **title.as_dict()},
        "licence": "Apache-2.0",
        "use": _words("規程を守ることの確認", "Attesting that a rule is kept"),
        "respondent": "supplier",
        "yes_no_labels": {
            "yes": _words("はい", "Yes"),
            "no": _words("いいえ", "No"),
            "partial": _words("一部", "Partly"),
            "na": _words("該当しない", "Does not apply"),
            "unknown": _words("わからない", "Do not know"),
        },
        "categories": list(_CATEGORIES),
        "questions": questions,
    }


def _words(ja: str, en: str) -> _Words:
    return {"ja": ja, "en": en}


_CATEGORIES: tuple[_Document, ...] = (
    {"id": "kept", "weight": 1, "ja": "規程の確認", "en": "Keeping the rule"},
    {"id": "exceptions", "weight": 1, "ja": "例外", "en": "Exceptions"},
)


def _is(question: str, *choices: str) -> _Document:
    return {"question": question, "is": list(choices)}


def _kept(title: Bilingual, number: str, first_day: date) -> tuple[_Document, ...]:
    day = f"{first_day.year}年{first_day.month}月{first_day.day}日"
    return (
        {
            "id": KEPT,
            "category": "kept",
            "kind": "single",
            "ja": f"「{title.in_language('ja')}」{number}版を読み、{day}から守りますか。",
            "en": f"Have you read “{title.in_language('en')}”, edition {number}, and will it be "
            f"kept from {first_day.isoformat()}?",
            "choices": [
                {"key": YES, "ja": "読みました。守ります", "en": "Read, and it will be kept"},
                {
                    "key": EXCEPT,
                    "ja": "読みました。例外を除いて守ります",
                    "en": "Read, and it will be kept with exceptions",
                },
                {"key": NO, "ja": "守ることができません", "en": "It cannot be kept"},
            ],
        },
        {
            "id": WHY,
            "category": "kept",
            "kind": "text",
            "condition": _is(KEPT, NO),
            "ja": "守ることができない理由と、いつなら守れるかをお書きください。",
            "en": "Why can it not be kept, and from when could it be?",
        },
    )


def _told() -> tuple[_Document, ...]:
    return (
        _number(TOLD, "この規程を伝えた従業員は何名ですか。", "How many of your people were told?"),
        _number(OF, "伝える必要のある従業員は何名ですか。", "How many people need to be told?"),
    )


def _number(key: str, ja: str, en: str) -> _Document:
    return {
        "id": key,
        "category": "kept",
        "kind": "number",
        **_words(ja, en),
        "number": {"min": 0, "max": 1_000_000, "whole": True, "unit": _words("名", "people")},
        "condition": _is(KEPT, YES, EXCEPT),
        "required": False,
    }


def _exception(number: int) -> list[_Document]:
    """The four parts of an exception, and whether another one follows."""
    asked = [_is(KEPT, EXCEPT)]
    asked += [_is(exception_key(before, _MORE), YES) for before in range(1, number)]
    condition = asked[0] if len(asked) == 1 else {"all": asked}
    texts = (
        ("PASSAGE", "守れないのは、どの箇所ですか。", "Which passage is not kept?"),
        ("REASON", "その理由は何ですか。", "What is the reason?"),
        ("INSTEAD", "代わりに何をしますか。", "What is done instead?"),
    )
    common = {"category": "exceptions", "condition": condition}
    rows = [
        {
            "id": exception_key(number, part),
            "kind": "text",
            **common,
            "ja": f"例外{number}: {ja}",
            "en": f"Exception {number}: {en}",
        }
        for part, ja, en in texts
    ]
    rows.append(
        {
            "id": exception_key(number, "UNTIL"),
            "kind": "date",
            **common,
            "ja": f"例外{number}: いつまで必要ですか。",
            "en": f"Exception {number}: Until when is it needed?",
        }
    )
    if number < MOST_EXCEPTIONS:
        rows.append(_more(number, common))
    return rows


def _more(number: int, common: _Document) -> _Document:
    return {
        "id": exception_key(number, _MORE),
        "kind": "single",
        **common,
        "ja": "ほかにも例外がありますか。",
        "en": "Is there another exception?",
        "choices": [
            {"key": YES, "ja": "あります", "en": "Yes"},
            {"key": NO, "ja": "ありません", "en": "No"},
        ],
    }
