"""Hostile files at the three doors of this room: refused with a reason, or read; never broken."""

from __future__ import annotations

import pytest

from sekisho.apps.asks.queries.filed import file_place_of
from sekisho.apps.workbooks.actions.batches import Target, read_batch
from sekisho.apps.workbooks.actions.filing import take_in
from sekisho.apps.workbooks.actions.sheets import take_sheet
from sekisho.apps.workbooks.forms.wording import sheet_texts
from sekisho.apps.workbooks.models import Filing
from sekisho.apps.workbooks.queries.incoming import Given
from sekisho.apps.workbooks.queries.sheets import sheet_for
from sekisho.kernel.errors import Problem
from tests.factories.answering import Visitor
from tests.factories.cast import Cast
from tests.factories.hostile_files import hostile_files

ROOMS = {"intake", "sheets", "workbooks", "workbook", "checksheets"}


@pytest.mark.parametrize("every", [29, pytest.param(1, marks=pytest.mark.slow)])
def test_a_hostile_file_breaks_no_door(cast: Cast, chika: Visitor, tmp_path, every) -> None:
    actor, codes, files = chika.actor(cast.now), [], []
    for place, case in enumerate(hostile_files(tmp_path)):
        data = case.path.read_bytes()
        case.path.unlink()
        if place % every:
            continue
        given = Given(case.declared_name, data)
        files.append(given)
        try:
            take_in(actor, given=given, texts=sheet_texts(), now=cast.now)
        except Problem as problem:
            codes.append(problem.code)
        try:
            sheet_for(cast.aoi, take_sheet(cast.aoi, given=given, now=cast.now))
        except Problem as problem:
            codes.append(problem.code)
    assert {code.partition(".")[0] for code in codes} <= ROOMS
    assert len(codes) > 300 // every
    target = Target(file_place_of(actor).ask_uid)
    batch = read_batch(cast.aoi, target=target, files=files[:90], texts=sheet_texts(), now=cast.now)
    rows = Filing.objects.filter(batch_uid=batch)
    assert rows.exists()
    assert not rows.exclude(assignment=None).exists()
