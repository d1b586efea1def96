"""Which column of somebody's check sheet is what: guessed from its headings, kept by a layout."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

_HEADING_ROWS = 40
_LEAST_KNOWN = 2
_SIGNS = re.compile(r"[\s　_\-‐－ー・:：*＊※（）()\[\]【】「」/／.．#＃]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_WORDS = {
    "number": "番号|no|項番|項目番号|管理番号|id|設問番号|チェック番号|通番|連番|質問番号"
    "|要求番号|number|item|itemno|ref",
    "large": "大項目|大分類|分類|カテゴリ|カテゴリー|区分|領域|分野|章|category|section|part"
    "|domain|area",
    "middle": "中項目|中分類|サブカテゴリ|サブカテゴリー|節|subcategory|subsection|group",
    "small": "小項目|小分類|細目|topic",
    "question_ja": "設問|質問|設問内容|質問内容|確認事項|チェック項目|確認項目|点検項目|評価項目"
    "|要求事項|質問事項|確認内容|評価基準|達成条件|点検内容|設問文|質問文|設問日本語"
    "|日本語|項目|内容",
    "question_en": "question|questionenglish|english|英語|設問英語|質問英語|英文|requirement"
    "|criterion|criteria|checkitem|control",
    "help": "説明|補足|解説|注記|補足説明|達成基準|留意点|備考|notes|note|help|guidance"
    "|explanation",
    "kind": "回答形式|回答種別|回答方法|形式|種別|回答タイプ|type|answertype|kind|format",
    "choices": "選択肢|回答選択肢|回答候補|choices|options|answers",
    "weight": "重み|重要度|配点|優先度|weight|importance|priority",
    "required": "必須|必須任意|required|mandatory",
}
FIELDS = tuple(_WORDS)


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


_BY_WORD = {_plain(word): field for field, words in _WORDS.items() for word in words.split("|")}


def field_of_heading(heading: str) -> str | None:
    """The field that a heading means, None when it is not known."""
    return _BY_WORD.get(_plain(heading)) or _BY_WORD.get(_plain(_BRACKETS.sub("", heading)))


def guess_columns(headings: Sequence[str]) -> dict[int, str]:
    """Column position to field for the headings that are known; the first of a field counts.

    A sheet in English alone has its questions in the English column.
    """
    found: dict[int, str] = {}
    for position, heading in enumerate(headings):
        field = field_of_heading(heading) if heading.strip() else None
        if field is not None and field not in found.values():
            found[position] = field
    return found


def guess_heading(rows: Sequence[Sequence[str]]) -> int:
    """Which of the rows (from 0) holds the headings: the one with most known words, else -1."""
    known = [len(guess_columns(cells)) for cells in rows[:_HEADING_ROWS]]
    best = max(known, default=0)
    return known.index(best) if best >= _LEAST_KNOWN else -1


def layout_print(headings: Sequence[str]) -> str:
    """64 hexadecimal digits that are the same for the same headings, width and case aside."""
    plain = [_plain(heading) for heading in headings]
    while plain and not plain[-1]:
        plain.pop()
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def columns_fault(columns: Mapping[int, str]) -> str:
    """Why columns will not do, as an error code; empty when they will."""
    fields = list(columns.values())
    if len(set(fields)) != len(fields):
        return "checksheets.field_twice"
    return "" if {"question_ja", "question_en"} & set(fields) else "checksheets.no_question"
