"""The columns of a list of one kind: the same for template, import and export, in ja and en."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sekisho.engines.inventory import Confidence, Fact, FieldType, Kind, written_value
from sekisho.kernel.text import LANGUAGES, Bilingual

COMPANY, NAME, CODE = "company", "name", "own_code"
OTHER, SOURCE_ITEM, TARGET_ITEM, VIA_ITEM = "other", "source_item", "target_item", "via_item"
DETAIL, ON, CONFIDENCE = "detail", "on", "confidence"
CONFIDENCE_WORDS = {
    Confidence.OBSERVED: Bilingual("確認済み", "Observed"),
    Confidence.DECLARED: Bilingual("申告", "Declared"),
    Confidence.ASSUMED: Bilingual("推定", "Assumed"),
}
_UNITS = {
    FieldType.DAYS: Bilingual("日", "days"),
    FieldType.HOURS: Bilingual("時間", "hours"),
    FieldType.YEN: Bilingual("円", "yen"),
    FieldType.PERCENT: Bilingual("%", "%"),
}
_HEADINGS = 10  # the headings stand in one of the first rows


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: `key` is fixed, or "v_" and the key of a value."""

    key: str
    heading: Bilingual
    choices: tuple[Bilingual, ...] = ()


def columns_of(kind: Kind) -> tuple[ListColumn, ...]:
    """The columns of a kind in their order."""
    own = ListColumn(CODE, Bilingual("自社の管理番号", "Own code"))
    name = ListColumn(NAME, Bilingual("名称", "Name"))
    return (own, *_ends(kind), name, *_values(kind), *_origin())


def _ends(kind: Kind) -> list[ListColumn]:
    if kind.source is None or kind.target is None:
        return [ListColumn(COMPANY, Bilingual("組織", "Organisation"))]
    found = [
        ListColumn(COMPANY, kind.source.label),
        ListColumn(SOURCE_ITEM, _part(kind.source.label)),
        ListColumn(OTHER, kind.target.label),
        ListColumn(TARGET_ITEM, _part(kind.target.label)),
    ]
    if kind.via is not None:
        found.append(ListColumn(VIA_ITEM, kind.via.label))
    return found


def _part(label: Bilingual) -> Bilingual:
    return Bilingual(f"{label.ja}のうち", f"{label.en}: part")


def _values(kind: Kind) -> list[ListColumn]:
    return [
        ListColumn(f"v_{one.key}", _with_unit(one.label, one.type), tuple(one.choices.values()))
        for one in kind.fields
    ]


def _with_unit(label: Bilingual, kind: FieldType) -> Bilingual:
    unit = _UNITS.get(kind)
    if unit is None:
        return label
    return Bilingual(f"{label.ja}（{unit.ja}）", f"{label.en} ({unit.en})")


def _origin() -> list[ListColumn]:
    return [
        ListColumn(DETAIL, Bilingual("出所", "Where it comes from")),
        ListColumn(ON, Bilingual("時点", "As of")),
        ListColumn(CONFIDENCE, Bilingual("確かさ", "How sure"), tuple(CONFIDENCE_WORDS.values())),
    ]


def heading_row(
    kind: Kind, rows: Sequence[tuple[int, Sequence[str]]]
) -> tuple[int, dict[int, str]]:
    """The place of the heading row among the first rows, and which position is which column.

    An empty mapping when no row names the organisation.
    """
    known = {
        _folded(column.heading.in_language(one)): column.key
        for column in columns_of(kind)
        for one in LANGUAGES
    }
    for place, (_number, cells) in enumerate(rows[:_HEADINGS]):
        found: dict[int, str] = {}
        for position, cell in enumerate(cells):
            key = known.get(_folded(cell))
            if key is not None and key not in found.values():
                found[position] = key
        if COMPANY in found.values():
            return place, found
    return 0, {}


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def confidence_of(text: str) -> Confidence | None:
    """The sureness that a cell names; None when it names none."""
    folded = _folded(text)
    for one, words in CONFIDENCE_WORDS.items():
        if folded in {one.value, *(_folded(words.in_language(each)) for each in LANGUAGES)}:
            return one
    return None


def value_cells(kind: Kind, facts: Mapping[str, Fact], language: str) -> dict[str, str]:
    """Values as cells, by key of the column; unknown ones are absent."""
    return {
        f"v_{one.key}": written_value(one, facts[one.key].value, language)
        for one in kind.fields
        if one.key in facts
    }


def origin_cells(facts: Mapping[str, Fact], language: str) -> dict[str, str]:
    """Where the values come from, as far as it is the same for all of them."""
    stamps = [fact.stamp for fact in facts.values()]
    found = {}
    if len({one.detail for one in stamps}) == 1:
        found[DETAIL] = stamps[0].detail
    if len({one.on for one in stamps}) == 1:
        found[ON] = stamps[0].on.isoformat()
    if len({one.confidence for one in stamps}) == 1:
        found[CONFIDENCE] = CONFIDENCE_WORDS[stamps[0].confidence].in_language(language)
    return found
