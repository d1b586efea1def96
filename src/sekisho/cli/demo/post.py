"""What comes and goes beside the links: a workbook by mail, printed letters by post."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sekisho.cli.demo.answers import assignments_of
from sekisho.cli.demo.stage import OFFICE
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor

if TYPE_CHECKING:
    from sekisho.apps.asks.queries.filed import FilePlace
    from sekisho.engines.workbook import FormBook, FormPage

_FILLED, _WRONG, _POSTED = 9, 4, 2


def play_workbook(aoi: Actor, story: Mapping[str, Any], ask_id: int) -> None:
    """A silent partner mails the workbook, partly filled in and one cell in words of its own."""
    from sekisho.apps.asks.queries.drafts import asks_by_ids
    from sekisho.apps.workbooks.actions.batches import Target, read_batch
    from sekisho.apps.workbooks.forms.wording import sheet_texts
    from sekisho.apps.workbooks.queries.incoming import Given

    place = _silent(aoi, ask_id)
    given = Given(f"{place.ask_number}-ja.xlsx", _workbook(aoi, place, story["workbook"]))
    target = Target(asks_by_ids([ask_id])[ask_id].uid)
    read_batch(aoi, target=target, files=[given], texts=sheet_texts(), now=clock.now())


def _silent(aoi: Actor, ask_id: int) -> FilePlace:
    """The first partner in Japan that was asked and has not begun."""
    from sekisho.apps.asks.queries.awaiting import awaited_by_ids
    from sekisho.apps.asks.queries.filed import file_places_for

    asked = {one.id: one.uid for one in assignments_of(ask_id) if one.language == "ja"}
    waiting = [one for one in awaited_by_ids(list(asked)) if one.state == "waiting"]
    uid = next(asked[one.id] for one in waiting if not one.is_bounced)
    return file_places_for(aoi, [uid])[uid]


def _workbook(aoi: Actor, place: FilePlace, words: Mapping[str, str]) -> bytes:
    from sekisho.adapters.sheets import write_form
    from sekisho.apps.asks.queries.filed import lent_scope
    from sekisho.apps.workbooks.forms.wording import guide_of, words_in
    from sekisho.apps.workbooks.queries.outgoing import filled_for, layout_of

    filled = filled_for(lent_scope(aoi, place), now=clock.now())
    guide = guide_of(filled.reply, place.ask_number, "ja")
    out = io.BytesIO()
    write_form(out, _filled_in(layout_of(filled, words_in("ja"), guide, now=clock.now()), words))
    return out.getvalue()


def _filled_in(book: FormBook, words: Mapping[str, str]) -> FormBook:
    """The same workbook after somebody wrote into the first cells that offer a choice."""
    guide, questions, stamp = book.pages
    return replace(book, pages=(guide, _written(questions, words), stamp))


def _written(page: FormPage, words: Mapping[str, str]) -> FormPage:
    rows, count = [], 0
    for row in page.rows:
        cells = []
        for cell in row.cells:
            is_next = cell.look.is_entry and bool(cell.choices) and count < _FILLED
            count += is_next
            text = words["unclear"] if count == _WRONG else words["yes"]
            cells.append(replace(cell, value=text) if is_next else cell)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(page, rows=tuple(rows))


def print_letters(aoi: Actor, ask_id: int) -> int:
    """Print letters that no mail can bring and post the first; returns how many were printed."""
    from sekisho.apps.asks.queries.drafts import asks_by_ids
    from sekisho.apps.papers.actions.packs import mark_printed, prepare_pack
    from sekisho.apps.papers.actions.posting import confirm_posted
    from sekisho.apps.papers.queries.board import paper_board
    from sekisho.apps.papers.queries.packs import pack_pdf

    uid = asks_by_ids([ask_id])[ask_id].uid
    only = paper_board(aoi, uid, now=clock.now()).due[: 2 * _POSTED]
    pack = prepare_pack(aoi, uid=uid, only=only, now=clock.now())
    pack_pdf(pack, duplex=False, now=clock.now())  # what cannot be set is not printed
    mark_printed(aoi, pack=pack, now=clock.now())
    today = clock.now().astimezone(OFFICE).date()
    confirm_posted(aoi, uid=uid, only=only[:_POSTED], posted_on=today, now=clock.now())
    return len(pack.letters)
