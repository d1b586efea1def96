"""Hostile files through the door that a person uses: refused with a reason, or read."""

from __future__ import annotations

import pytest

from sekisho.apps.partners.actions.imports import start_import
from sekisho.apps.partners.models import ImportBatch
from sekisho.kernel.errors import Problem
from tests.factories.cast import NOW
from tests.factories.hostile_files import hostile_files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_a_hostile_file_is_refused_with_a_code_or_read_and_never_breaks_the_door(
    cast, tmp_path, every
):
    codes, read = [], 0
    for place, case in enumerate(hostile_files(tmp_path)):
        data = case.path.read_bytes()
        case.path.unlink()
        if place % every:
            continue
        try:
            start_import(cast.aoi, file_name=case.declared_name, data=data, now=NOW)
        except Problem as problem:
            codes.append(problem.code)
        else:
            read += 1
    assert {code.partition(".")[0] for code in codes} <= {"intake", "sheets", "partners"}
    assert len(codes) > 250 // every
    assert read == ImportBatch.objects.count()
