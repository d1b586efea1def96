"""A question set drawn from the rows of a check sheet; every fault is named by its cell."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.engines.workbook import RowLike, letters

MOST_QUESTIONS, MOST_SECTIONS = 500, 50
_LONGEST = 2_000
_SHOWN = 40
_LEAST_CHOICES = 2
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_NOT_KEY = re.compile(r"[^A-Za-z0-9_-]+")
_ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_NOT_ITEM = re.compile(r"[^A-Za-z0-9._-]+")
_SEPARATORS = re.compile(r"[\n;；|｜、/／]+")
_BULLET = re.compile(r"^[\s・\-*●○□■]*(?:\(?\d{1,2}[).:．、]\s*|[①-⑳]\s*|[ア-ンa-zA-Z][).．:]\s*)?")
_KINDS = {
    "yes_no": "はい・いいえ はい/いいえ はいいいえ yes/no yesno y/n ○× ○/× 有無 可否 適否 yes_no",
    "single": "選択 単一選択 択一 選択式 一つ選択 single choice singlechoice radio select",
    "multiple": "複数選択 複数 複数回答 複数選択可 multiple multi checkbox multiplechoice",
    "text": "記述 自由記述 文章 記入 自由記入 記述式 テキスト text free freetext comment",
    "number": "数値 数 数字 number numeric integer",
    "date": "日付 年月日 日 date",
    "file": "添付 ファイル 証跡 資料 file attachment evidence",
}
_YES_NO = frozenset(
    "はい いいえ yes no ○ × 〇 有 無 一部 一部実施 該当なし 対象外 わからない partly n/a"
    " notapplicable unknown donotknow".split()
)
_OWN_KEYS = {
    **dict.fromkeys(("該当なし", "対象外", "n/a", "notapplicable"), "na"),
    **dict.fromkeys(("わからない", "不明", "donotknow"), "unknown"),
}
_WEIGHTS = {"1": 1, "2": 2, "3": 3, "低": 1, "中": 2, "高": 3, "low": 1, "medium": 2, "high": 3}
_OPTIONAL = {"任意", "no", "いいえ", "×", "optional", "false", "n", "-"}


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One thing to look at: the cell, a code and its params; whether the row is left out."""

    cell: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question set of form 1, perhaps incomplete, and what is to be looked at."""

    document: Mapping[str, Any]
    faults: tuple[SheetFault, ...]


def draw_set(
    rows: Sequence[RowLike],
    columns: Mapping[int, str],
    *,
    key: str,
    title: Mapping[str, str],
    scheme: str = "",
) -> Drawn:
    """Draw a question set from the rows below the headings.

    A blank category goes on from the row above, as merged cells read. What one language lacks is
    left blank for the editor. `key` is a slug; `title` by language. With the key of a scheme each
    question maps to the item of its number.
    """
    drawing = _Drawing({field: at for at, field in columns.items()}, scheme)
    for row in rows:
        drawing.row(row)
    document = {
        "form": 1,
        "id": key,
        "version": "1.0",
        "title": dict(title),
        "respondent": "supplier",
        "categories": drawing.sections(),
        "questions": drawing.questions,
    }
    return Drawn(document, tuple(drawing.faults))


class _Drawing:
    """One sheet being read."""

    def __init__(self, columns: Mapping[str, int], scheme: str) -> None:
        self.columns = columns
        self.scheme = scheme
        self.questions: list[dict[str, Any]] = []
        self.faults: list[SheetFault] = []
        self.labels: dict[str, str] = {}
        self.levels = {"large": "", "middle": "", "small": ""}
        self.keys: set[str] = set()

    def row(self, row: RowLike) -> None:
        """Take one row; rows without a question only carry categories."""
        self._carry(row)
        ja, en = self._text(row, "question_ja"), self._text(row, "question_en")
        if not ja and not en:
            return
        field = "question_ja" if ja else "question_en"
        if self.columns[field] in row.error_columns:
            self._fault(row, field, "error_value", is_left_out=True, text=_short(ja or en))
            return
        if max(len(ja), len(en)) > _LONGEST:
            self._fault(row, field, "too_long", is_left_out=True, limit=_LONGEST)
            return
        if len(self.questions) >= MOST_QUESTIONS:
            self._fault(row, field, "too_many", is_left_out=True, limit=MOST_QUESTIONS)
            return
        self.questions.append(self._question(row, ja, en))

    def sections(self) -> list[dict[str, Any]]:
        """The categories in the order of the sheet."""
        return [{"id": key, "weight": 1, **_words(label)} for label, key in self.labels.items()]

    def _carry(self, row: RowLike) -> None:
        """A new category ends those below it; a blank one goes on."""
        names = list(self.levels)
        for at, name in enumerate(names):
            text = self._text(row, name)
            if text and text != self.levels[name]:
                self.levels[name] = " ".join(text.split())[:200]
                for lower in names[at + 1 :]:
                    self.levels[lower] = ""

    def _section(self) -> str:
        """The key of the row's category: large and middle together while there is room."""
        parts = [self.levels[name] for name in ("large", "middle") if self.levels[name]]
        label = " / ".join(parts)
        if label not in self.labels and len(self.labels) >= MOST_SECTIONS:
            label = next(reversed(self.labels))
        return self.labels.setdefault(label, f"part-{len(self.labels) + 1}")

    def _question(self, row: RowLike, ja: str, en: str) -> dict[str, Any]:
        question: dict[str, Any] = {
            "id": self._key(row),
            "category": self._section(),
            "ja": ja,
            "en": en,
            **self._answers(row),
        }
        parts = (self.levels["small"], self._text(row, "help")[:_LONGEST])
        if any(parts):
            question["help"] = _words("\n".join(part for part in parts if part))
        weight = self._text(row, "weight")
        if weight:
            known = _WEIGHTS.get(_plain(weight).removesuffix(".0"))
            if known is None:
                self._fault(row, "weight", "weight_unknown", text=_short(weight))
            question["weight"] = known or 1
        if _plain(self._text(row, "required")) in _OPTIONAL:
            question["required"] = False
        item = self._item(row)
        if item:
            question["maps"] = [f"{self.scheme}:{item}"]
        return question

    def _item(self, row: RowLike) -> str:
        """The number as the scheme writes it; empty without one, or without a scheme."""
        number = unicodedata.normalize("NFKC", self._text(row, "number"))
        plain = _NOT_ITEM.sub("-", number).strip("-._")
        return plain if self.scheme and _ITEM.fullmatch(plain) else ""

    def _key(self, row: RowLike) -> str:
        """The number of the sheet as a key, made distinct; one is counted where it has none."""
        number = self._text(row, "number")
        plain = _NOT_KEY.sub("-", unicodedata.normalize("NFKC", number)).strip("-_")[:36]
        key = plain if _KEY.fullmatch(plain) else f"Q{len(self.questions) + 1}"
        if key in self.keys:
            self._fault(row, "number", "number_twice", text=_short(number or key))
            count = 2
            while f"{key}-{count}" in self.keys:
                count += 1
            key = f"{key}-{count}"
        self.keys.add(key)
        return key

    def _answers(self, row: RowLike) -> dict[str, Any]:
        """The kind of answer with its choices."""
        said, listed = _plain(self._text(row, "kind")), self._choices(row)
        kind = next((kind for kind, words in _KIND_WORDS.items() if said in words), "")
        if said and not kind:
            self._fault(row, "kind", "kind_unknown", text=_short(self._text(row, "kind")))
        is_yes_no = bool(listed) and all(_plain(one) in _YES_NO for one in listed)
        kind = kind or ("single" if listed and not is_yes_no else "yes_no")
        if kind not in {"single", "multiple"}:
            return {"kind": kind}
        if is_yes_no and kind == "single":
            return {"kind": "yes_no"}
        if len(listed) < _LEAST_CHOICES:
            self._fault(row, "choices", "choices_missing")
        return {"kind": kind, "choices": [_choice(at, one) for at, one in enumerate(listed, 1)]}

    def _choices(self, row: RowLike) -> list[str]:
        parts = _SEPARATORS.split(self._text(row, "choices"))
        found = (_BULLET.sub("", part).strip() for part in parts)
        return list(dict.fromkeys(part[:200] for part in found if part))

    def _text(self, row: RowLike, field: str) -> str:
        at = self.columns.get(field, -1)
        return row.cells[at].strip() if 0 <= at < len(row.cells) else ""

    def _fault(
        self,
        row: RowLike,
        field: str,
        code: str,
        *,
        is_left_out: bool = False,
        **params: str | int,
    ) -> None:
        cell = f"{letters(self.columns.get(field, 0))}{row.number}"
        self.faults.append(SheetFault(cell, f"checksheets.cell.{code}", params, is_left_out))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_KIND_WORDS = {
    kind: frozenset(_plain(word) for word in words.split()) for kind, words in _KINDS.items()
}


def _words(text: str) -> dict[str, str]:
    """A text in the language that it is in; the other is left to the editor."""
    is_english = text.isascii() and bool(text)
    return {"ja": "" if is_english else text, "en": text if is_english else ""}


def _choice(number: int, text: str) -> dict[str, str]:
    return {"key": _OWN_KEYS.get(_plain(text), f"c{number}"), **_words(text)}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
