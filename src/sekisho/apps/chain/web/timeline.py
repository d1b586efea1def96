"""The timeline of a stop: our loss by day above, below a bar for each that stops."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.stopping import Outcome, StopRow
from sekisho.apps.chain.web.drawing import Picture, cut, ticks
from sekisho.apps.chain.web.words import name_of, percent

MOST_BARS = 40
_LEFT, _WIDTH, _RIGHT = 250, 940, 16
_LOSS, _ROW, _GAP = 90, 24, 34
_FULL_STOP = 0.05


def timeline(found: Outcome, *, title: str, is_file: bool = False) -> SafeString:
    """The picture; parts carry the day on which they appear, so that it can be played."""
    shown = _chosen(found)
    height = _GAP + _LOSS + _GAP + len(shown) * _ROW + 12
    picture = Picture(_WIDTH, height, title, is_file)
    step = (_WIDTH - _LEFT - _RIGHT) / found.horizon_days
    _grid(picture, found, step, height)
    _losses(picture, found, step)
    for place, row in enumerate(shown):
        _bar(picture, found, row, (_GAP + _LOSS + _GAP + place * _ROW, step))
    return picture.drawn()


def _chosen(found: Outcome) -> list[StopRow]:
    """The rows that have room: what is ours, then the others, in the order of days."""
    if len(found.rows) <= MOST_BARS:
        return list(found.rows)
    ours_first = sorted(found.rows, key=lambda row: (not row.is_struck, not row.is_ours, row.day))
    chosen = {id(row) for row in ours_first[:MOST_BARS]}
    return [row for row in found.rows if id(row) in chosen]


def _grid(picture: Picture, found: Outcome, step: float, height: int) -> None:
    for day in ticks(found.horizon_days):
        x = _LEFT + day * step
        picture.line((x, _GAP - 6, x, height))
        picture.words((x + 3, 16), _("Day %(day)s") % {"day": day}, tone="muted")


def _losses(picture: Picture, found: Outcome, step: float) -> None:
    """A column a day for the share of our output lost."""
    bottom = _GAP + _LOSS
    picture.words((8, _GAP + 14), _("Our output lost"))
    picture.words((8, _GAP + 34), _("worst day: %(share)s") % {"share": percent(max(found.lost))},
                  tone="muted")  # fmt: skip
    for day, share in enumerate(found.lost):
        if share > 0:
            tall = max(_LOSS * share, 1.5)
            box = (_LEFT + day * step + 1, bottom - tall, step - 2, tall)
            picture.bar(box, "critical", _day(day))
    picture.line((_LEFT, bottom, _WIDTH - _RIGHT, bottom), is_strong=True)


def _bar(picture: Picture, found: Outcome, row: StopRow, at: tuple[float, float]) -> None:
    top, step = at
    end = found.horizon_days if row.back_day is None else row.back_day
    picture.words(
        (8, top + 15), cut(name_of(row.label), 34), tone="ink" if row.is_ours else "muted"
    )
    tone = "critical" if row.level < _FULL_STOP else "attention"
    first = _LEFT + row.day * step
    for day in range(row.day, end):
        box = (_LEFT + day * step, top + 3, step - (1 if day == end - 1 else 0) + 0.5, _ROW - 7)
        picture.bar(box, tone, _day(day))
    if row.level >= _FULL_STOP and (end - row.day) * step > 40:  # noqa: PLR2004 - room for words
        picture.words((first + 4, top + 16), percent(row.level))


def _day(day: int) -> str:
    return f' data-day="{day}"'
