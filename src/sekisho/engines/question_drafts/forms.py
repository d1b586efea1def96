"""Between a draft and the form in which question sets are published and exchanged (form 1).

In a draft a condition names questions by their inner id, so that a key may change freely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sekisho.engines.question_drafts.parts import Draft, Row, ordered

YES_NO_LABELS = {
    "yes": {"ja": "はい", "en": "Yes"},
    "no": {"ja": "いいえ", "en": "No"},
    "partial": {"ja": "一部実施", "en": "Partly"},
    "na": {"ja": "該当なし", "en": "Not applicable"},
    "unknown": {"ja": "わからない", "en": "Do not know"},
}
_HEAD = ("id", "version", "title", "use", "notice", "source", "licence", "respondent")
_BLANK = {"ja": "", "en": ""}
_SLUG = re.compile(r"[^a-z0-9]+")
_PLAIN = ("kind", "weight", "critical", "required", "evidence", "na_reason", "basis", "respondent")
_LISTS = ("maps", "scs")


def empty_document(key: str, *, ja: str, en: str) -> dict[str, Any]:
    """The form-1 document of a set that nobody has written yet: one section, one question."""
    return {
        "id": key,
        "title": {"ja": ja, "en": en},
        "categories": [{"id": "part-1", "weight": 1, "ja": "", "en": ""}],
        "questions": [{"id": "Q1", "category": "part-1", "ja": "", "en": ""}],
    }


def draft_from(document: Mapping[str, Any], new_uid: Callable[[], str]) -> Draft:
    """A draft of a form-1 document, which may be incomplete.

    Missing keys are given; a question whose section is not named goes to the first one.
    """
    sections = [_section(row, n, new_uid) for n, row in enumerate(_rows(document, "categories"), 1)]
    sections = sections or [_section({}, 1, new_uid)]
    by_key = {section["key"]: section["uid"] for section in sections}
    uids: dict[str, str] = {}
    questions = []
    for number, given in enumerate(_rows(document, "questions"), 1):
        section = str(by_key.get(str(given.get("category", "")), sections[0]["uid"]))
        row = _question(given, number, section, new_uid())
        uids.setdefault(row["id"], row["uid"])
        questions.append(row)
    for row, given in zip(questions, _rows(document, "questions"), strict=True):
        if given.get("condition"):
            row["condition"] = renamed(given["condition"], uids)
    return {**_head(document), "rev": 1, "sections": sections, "questions": questions}


def document_from(draft: Draft) -> dict[str, Any]:
    """The form-1 document of a draft; blank optional parts are left out.

    Whether it may be published is judged elsewhere (`draft_faults`, then the schema and rules).
    """
    keys = {section["uid"]: section["key"] for section in draft["sections"]}
    names = {question["uid"]: question["id"] for question in draft["questions"]}
    head = {name: draft[name] for name in _HEAD if name in draft and not _is_blank(draft[name])}
    return {
        "form": 1,
        **head,
        "yes_no_labels": draft["yes_no_labels"],
        "categories": [_section_out(section) for section in draft["sections"]],
        "questions": [_question_out(row, keys, names) for row in ordered(draft)],
    }


def renamed(condition: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The same condition with other names of questions; an unknown one keeps its name."""
    if "question" in condition:
        key = str(condition["question"])
        return {"question": names.get(key, key), "is": list(condition.get("is", ()))}
    if "not" in condition:
        return {"not": renamed(condition["not"], names)}
    word = "all" if "all" in condition else "any"
    return {word: [renamed(part, names) for part in condition.get(word, ())]}


def _rows(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return list(document.get(name) or ())


def _head(document: Mapping[str, Any]) -> Row:
    return {
        "id": str(document.get("id") or "new-set"),
        "version": str(document.get("version") or "1.0"),
        "title": _words(document.get("title")),
        "use": _words(document.get("use")),
        "notice": _words(document.get("notice")),
        "source": {"id": "OWN", **_words({"ja": "自社作成", "en": "Our own"})}
        if not document.get("source")
        else {"id": str(document["source"].get("id", "OWN")), **_words(document["source"])},
        "licence": str(document.get("licence") or "Our own"),
        "respondent": document.get("respondent") or "supplier",
        "yes_no_labels": {
            key: {**words, **(document.get("yes_no_labels") or {}).get(key, {})}
            for key, words in YES_NO_LABELS.items()
        },
    }


def _section(given: Mapping[str, Any], number: int, new_uid: Callable[[], str]) -> Row:
    key = _SLUG.sub("-", str(given.get("id") or "").lower()).strip("-")[:60] or f"part-{number}"
    weight = given.get("weight", 1)
    return {"uid": new_uid(), "rev": 1, "key": key, "weight": weight, **_words(given)}


def _question(given: Mapping[str, Any], number: int, section: str, uid: str) -> Row:
    row: Row = {
        "uid": uid,
        "rev": 1,
        "section": section,
        "id": str(given.get("id") or f"Q{number}"),
        **_words(given),
        "help": _words(given.get("help")),
        "choices": [
            {"key": f"c{at}", **_BLANK, **choice}
            for at, choice in enumerate(given.get("choices") or (), 1)
        ],
    }
    row |= {name: given[name] for name in _PLAIN if given.get(name) is not None}
    row.setdefault("kind", "yes_no")
    row |= {name: list(given[name]) for name in _LISTS if given.get(name)}
    if given.get("followup"):
        row["followup"] = {"when": given["followup"].get("when"), **_words(given["followup"])}
    if given.get("number"):
        row["number"] = dict(given["number"])
    return row


def _words(given: Mapping[str, Any] | None) -> dict[str, str]:
    return {language: str((given or {}).get(language) or "") for language in ("ja", "en")}


def _section_out(section: Row) -> Row:
    return {"id": section["key"], "weight": section["weight"], **_filled(section)}


def _question_out(row: Row, keys: Mapping[str, str], names: Mapping[str, str]) -> Row:
    out: Row = {"id": row["id"], "category": keys[row["section"]], **_filled(row)}
    out |= {name: row[name] for name in _PLAIN if row.get(name) not in (None, "")}
    out |= {name: row[name] for name in _LISTS if row.get(name)}
    if not _is_blank(row.get("help")):
        out["help"] = _filled(row["help"])
    if row.get("followup") and not _is_blank({**row["followup"], "when": ""}):
        out["followup"] = {"when": row["followup"]["when"], **_filled(row["followup"])}
    if row.get("choices") and row["kind"] in ("single", "multiple"):
        out["choices"] = [dict(choice) for choice in row["choices"]]
    if row.get("number") and row["kind"] == "number":
        out["number"] = row["number"]
    if row.get("condition"):
        out["condition"] = renamed(row["condition"], names)
    return out


def _filled(row: Mapping[str, Any]) -> dict[str, str]:
    return {lang: row[lang].strip() for lang in ("ja", "en") if str(row.get(lang, "")).strip()}


def _is_blank(value: object) -> bool:
    if isinstance(value, Mapping):
        return not any(str(value.get(language) or "").strip() for language in ("ja", "en"))
    return value in (None, "")
