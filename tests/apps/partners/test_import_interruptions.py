"""Work that stops in the middle comes to the same end when it goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.organisations.queries import Selection, organisations_in, relations_for
from sekisho.apps.partners import jobs
from sekisho.apps.partners.actions.imports import (
    checking,
    clear_old_imports,
    commit_import,
    committing,
    resume_import,
    set_mapping,
    start_import,
    stuck_imports,
)
from sekisho.apps.partners.models import ImportBatch, StagedRow
from sekisho.apps.partners.queries import contacts_of
from sekisho.apps.partners.queries.imports import import_for
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import NOW
from tests.factories.partner_lists import check, csv_of, number_of

pytestmark = pytest.mark.django_db
HEADINGS = ("取引先コード", "組織名", "上位の取引先", "担当者名", "メールアドレス", "タグ")
ROWS = [
    *(
        (f"N-{n}", f"第{n}みほん", "N-7" if n < 3 else "", "ちか", f"n{n}@n.example", "重要")
        for n in range(8)
    ),
    ("N-7", "", "", "あおい", "more@n.example", ""),
    ("A-001", "", "", "", "new@a.example", "新"),
]


class Stopped(Exception):
    """The worker was killed here."""


def state() -> list[tuple[object, ...]]:
    """Everything an import may leave in the register."""
    return [
        (
            one.own_code,
            one.name,
            one.tier,
            sorted(contact.email for contact in contacts_of(SYSTEM, one.id)),
            sorted(edge.customer.name for edge in relations_for(SYSTEM, one.id)),
        )
        for one in organisations_in(SYSTEM, Selection(sort="code"))
    ]


def stopping(after: int):
    calls = []

    def tick(done: int):
        calls.append(done)
        if len(calls) > after:
            raise Stopped
        return NOW

    return tick


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(committing, "BATCH", 2)
    monkeypatch.setattr(checking, "BATCH", 2)


@pytest.mark.parametrize("after", range(5))
def test_a_commit_that_stops_after_any_batch_comes_to_the_same_end(cast, small, after):
    view = check(cast.aoi, csv_of(*ROWS, headings=HEADINGS))
    run = commit_import(cast.aoi, uid=view.uid, now=NOW)
    batch = number_of(view.uid)
    with pytest.raises(Stopped):
        committing.run_commit(cast.aoi, batch_id=batch, tick=stopping(after), now=NOW)
    jobs.commit_import(str(run), batch)
    done = import_for(cast.aoi, view.uid)
    assert (done.state, done.counts["committed"]) == ("done", len(ROWS))
    found = state()
    codes = [row[0] for row in found if str(row[0]).startswith("N-")]
    assert codes == [f"N-{n}" for n in range(8)]
    tiers = {row[0]: row[2] for row in found}
    assert (tiers["N-0"], tiers["N-7"]) == (2, 1)
    mails = {row[0]: row[3] for row in found}
    assert mails["N-7"] == ["more@n.example", "n7@n.example"]
    assert mails["A-001"] == ["chika@a.example", "new@a.example"]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_dry_run_that_stops_comes_to_the_same_report(cast, small, after):
    data = csv_of(*ROWS, headings=HEADINGS)
    whole = check(cast.aoi, data).counts
    uid = start_import(cast.aoi, file_name="a.csv", data=data, now=NOW)
    run = set_mapping(cast.aoi, uid=uid, mapping=import_for(cast.aoi, uid).mapping, now=NOW)
    with pytest.raises(Stopped):
        checking.run_check(cast.aoi, batch_id=number_of(uid), tick=stopping(after), now=NOW)
    jobs.check_import(str(run), number_of(uid))
    assert import_for(cast.aoi, uid).counts == whole


def test_a_job_that_runs_twice_changes_nothing_the_second_time(cast):
    view = check(cast.aoi, csv_of(*ROWS, headings=HEADINGS))
    run = commit_import(cast.aoi, uid=view.uid, now=NOW)
    jobs.commit_import(str(run), number_of(view.uid))
    found = state()
    jobs.commit_import(str(run), number_of(view.uid))
    assert state() == found


def test_an_import_whose_worker_died_is_found_and_taken_up_once(cast):
    view = check(cast.aoi, csv_of(*ROWS, headings=HEADINGS))
    commit_import(cast.aoi, uid=view.uid, now=NOW)
    ImportBatch.objects.update(touched_at=NOW)
    assert stuck_imports(SYSTEM, now=NOW + timedelta(minutes=1)) == ()
    later = NOW + timedelta(minutes=6)
    ((batch, at, _run),) = stuck_imports(SYSTEM, now=later)
    assert (batch, at) == (number_of(view.uid), "committing")
    assert stuck_imports(SYSTEM, now=later) == ()


def test_a_person_can_start_a_standing_import_again(cast):
    view = check(cast.aoi, csv_of(*ROWS, headings=HEADINGS))
    commit_import(cast.aoi, uid=view.uid, now=NOW)
    run = resume_import(cast.aoi, uid=view.uid, now=NOW)
    jobs.commit_import(str(run), number_of(view.uid))
    assert import_for(cast.aoi, view.uid).state == "done"


def test_staged_rows_and_file_are_forgotten_after_seven_days_and_not_before(cast):
    view = check(cast.aoi, csv_of(*ROWS, headings=HEADINGS))
    ImportBatch.objects.update(touched_at=NOW)
    clear_old_imports(SYSTEM, now=NOW + timedelta(days=6, hours=23))
    assert StagedRow.objects.count() == len(ROWS)
    clear_old_imports(SYSTEM, now=NOW + timedelta(days=7, minutes=1))
    assert StagedRow.objects.count() == 0
    batch = ImportBatch.objects.get(uid=view.uid)
    assert (batch.state, batch.stored_name) == ("discarded", "")
