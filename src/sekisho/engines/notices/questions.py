"""The questions of a notice: how far you have come, whom you told, each demanded action.

The result is a question set in the shipped form 1, so that asking, answering, counting and review
are the same as for any other ask.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sekisho.engines.notices.alerts import AlertText
from sekisho.kernel.text import Bilingual

STATE, DUE, TOLD, OF = "N-STATE", "N-DUE", "N-TOLD", "N-OF"
ACTION = "N-A"
HUNT_FROM, HUNT_TO, HUNT_WHERE = "N-H-FROM", "N-H-TO", "N-H-WHERE"
HUNT_RESULT, HUNT_HITS, HUNT_WHAT = "N-H-RESULT", "N-H-HITS", "N-H-WHAT"
RECEIVED, ACTING, DONE, NA = "received", "acting", "done", "na"

_Words = dict[str, str]
_Document = dict[str, Any]


class NoticeKind(StrEnum):
    """A notice asks how far the actions are; a hunt asks what a search for traces has found."""

    NOTICE = "notice"
    HUNT = "hunt"


def action_key(key: str) -> str:
    """The question about the demanded action of that key."""
    return f"{ACTION}-{key}"


def question_document(
    alert: AlertText, *, key: str, version: int, kind: NoticeKind
) -> dict[str, Any]:
    """The question set of one material version of an alert, as a document of form 1.

    `key` is a slug that is the same for all versions; `version` counts from 1.
    """
    parts = [*_STANDING, *(_HUNT if kind is NoticeKind.HUNT else _actions(alert))]
    used = {part["category"] for part in parts}
    return {
        "form": 1,
        "id": key,
        "version": str(version),
        "title": alert.title.as_dict(),
        "source": {"id": "ALERT", **_source(alert)},
        "licence": "Apache-2.0",
        "use": _words("注意喚起の対応状況の確認", "How far the actions of an alert are"),
        "respondent": "supplier",
        "yes_no_labels": {
            "yes": _words("済み", "Done"),
            "no": _words("まだ", "Not yet"),
            "partial": _words("一部済み", "Partly"),
            "na": _words("該当しない", "Does not apply"),
            "unknown": _words("わからない", "Do not know"),
        },
        "categories": [one for one in _CATEGORIES if one["id"] in used],
        "questions": parts,
    }


def _words(ja: str, en: str) -> _Words:
    return {"ja": ja, "en": en}


_CATEGORIES: tuple[_Document, ...] = (
    {"id": "standing", "weight": 1, "ja": "対応状況", "en": "Where you stand"},
    {"id": "actions", "weight": 1, "ja": "求められている対応", "en": "The actions asked for"},
    {"id": "hunt", "weight": 1, "ja": "痕跡の調査", "en": "Search for traces"},
)


def _number(key: str, ja: str, en: str) -> _Document:
    return {
        "id": key,
        "category": "standing",
        "kind": "number",
        **_words(ja, en),
        "number": {"min": 0, "max": 1_000_000, "whole": True, "unit": _words("名", "people")},
        "condition": _is(STATE, RECEIVED, ACTING, DONE),
        "required": False,
    }


def _is(question: str, *choices: str) -> _Document:
    return {"question": question, "is": list(choices)}


_AT_WORK = _is(STATE, ACTING, DONE)
_FOUND = {"all": [_AT_WORK, _is(HUNT_RESULT, "found")]}

_STANDING: tuple[_Document, ...] = (
    {
        "id": STATE,
        "category": "standing",
        "kind": "single",
        "ja": "このお知らせについて、今の状況をお選びください。",
        "en": "Where do you stand with this notice?",
        "choices": [
            {
                "key": RECEIVED,
                "ja": "受け取った（これから確認する）",
                "en": "Received, not looked into yet",
            },
            {"key": ACTING, "ja": "対応している", "en": "Acting on it"},
            {"key": DONE, "ja": "対応を終えた", "en": "Done"},
            {"key": NA, "ja": "当社には該当しない", "en": "Does not apply to us"},
        ],
        "help": {
            "ja": "まず「受け取った」だけでもお送りください。後から同じリンクで変更できます。",
            "en": "You may send “received” alone first and change it later by the same link.",
        },
    },
    {
        "id": DUE,
        "category": "standing",
        "kind": "date",
        "ja": "対応を終える予定日はいつですか。",
        "en": "By which day do you expect to be done?",
        "condition": _is(STATE, ACTING),
        "required": False,
    },
    _number(
        TOLD,
        "このお知らせを伝えた従業員は何名ですか。",
        "How many of your people have been told?",
    ),
    _number(OF, "伝える必要のある従業員は何名ですか。", "How many people need to be told?"),
)

_HUNT: tuple[_Document, ...] = (
    {
        "id": HUNT_FROM,
        "category": "hunt",
        "kind": "date",
        "condition": _AT_WORK,
        "ja": "調べた期間の最初の日はいつですか。",
        "en": "What is the first day of the period searched?",
    },
    {
        "id": HUNT_TO,
        "category": "hunt",
        "kind": "date",
        "condition": _AT_WORK,
        "ja": "調べた期間の最後の日はいつですか。",
        "en": "What is the last day of the period searched?",
    },
    {
        "id": HUNT_WHERE,
        "category": "hunt",
        "kind": "text",
        "condition": _AT_WORK,
        "ja": "どの機器・記録を調べましたか。",
        "en": "Which devices and records were searched?",
    },
    {
        "id": HUNT_RESULT,
        "category": "hunt",
        "kind": "single",
        "condition": _AT_WORK,
        "ja": "調べた結果をお選びください。",
        "en": "What did the search find?",
        "choices": [
            {"key": "nothing", "ja": "見つからなかった", "en": "Nothing"},
            {"key": "found", "ja": "見つかった", "en": "Something"},
            {"key": "unknown", "ja": "調べきれていない", "en": "Not all could be searched"},
        ],
    },
    {
        "id": HUNT_HITS,
        "category": "hunt",
        "kind": "number",
        "condition": _FOUND,
        "number": {"min": 1, "whole": True, "unit": _words("件", "hits")},
        "ja": "見つかったのは何件ですか。",
        "en": "How many hits were there?",
    },
    {
        "id": HUNT_WHAT,
        "category": "hunt",
        "kind": "text",
        "condition": _FOUND,
        "ja": "いつ、どこで、何が見つかりましたか。",
        "en": "What was found, when and where?",
    },
)


def _source(alert: AlertText) -> _Words:
    return {
        language: " ".join(filter(None, (issuer, alert.number, alert.issued_on)))
        for language, issuer in (
            ("ja", alert.issuer.in_language("ja")),
            ("en", alert.issuer.in_language("en")),
        )
    }


def _actions(alert: AlertText) -> tuple[_Document, ...]:
    return tuple(
        {
            "id": action_key(action.key),
            "category": "actions",
            **_asked(action.text),
            "condition": _AT_WORK,
            "weight": 2,
        }
        for action in alert.actions
    )


def _asked(text: Bilingual) -> _Words:
    return {
        "ja": f"次の対応は済みましたか。「{text.in_language('ja')}」",
        "en": f"Is this done? “{text.in_language('en')}”",
    }
