"""A large file is prepared for the person who asked, kept for a day, and given to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.accounts.models import Person, PersonGrant
from sekisho.apps.asks.jobs import exports as jobs
from sekisho.apps.asks.queries.prepared import export_folder
from sekisho.apps.asks.web import exports
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.work.actions import ask_cancel
from sekisho.apps.work.models import Run
from tests.factories.cast import office_client


@pytest.fixture
def prepared(asked, monkeypatch, tmp_path, settings, time_machine):
    """Ask for a file of answers as if three organisations were many; nothing has run yet."""
    settings.SEKISHO_DATA = tmp_path
    time_machine(asked.later)
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    held = []
    monkeypatch.setattr(
        "sekisho.apps.asks.actions.exports.start_job", lambda _job, **ids: held.append(ids)
    )
    client = office_client(asked.cast.aoi)
    address = reverse("asks:export", args=[asked.ask.uid, "answers", "csv"])
    offer = client.get(address)
    assert offer.status_code == 200
    assert "ファイルを作成する（3社）" in offer.content.decode()
    answer = client.post(address)
    (run,) = Run.objects.filter(kind="asks.export")
    assert answer.headers["Location"] == reverse("work:run", args=[run.uid])
    return client, run, held[0]


def fetch(client, run):
    return client.get(reverse("asks:prepared", args=[run.subject_uid]))


def page_of(client, run):
    return client.get(reverse("work:run", args=[run.uid])).content.decode()


def test_a_large_file_is_prepared_and_fetched_from_its_run(prepared, asked):
    client, run, job = prepared
    assert reverse("asks:prepared", args=[run.subject_uid]) not in page_of(client, run)
    assert fetch(client, run).status_code == 404
    jobs.prepare_export(**job)
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", 3, 3)
    assert reverse("asks:prepared", args=[run.subject_uid]) in page_of(client, run)
    answer = fetch(client, run)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(lines) > 3
    assert lines[0].startswith("名称,")
    verbs = AuditEntry.objects.filter(verb__startswith="asks.export").order_by("seq")
    assert [row.verb for row in verbs] == ["asks.export_asked", "asks.exported"]


def test_nothing_on_the_disk_can_be_read_without_the_key(prepared):
    _client, _run, job = prepared
    jobs.prepare_export(**job)
    held = sorted(export_folder().iterdir())
    assert [path.suffix for path in held] == [".file", ".wish"]
    for path in held:
        assert "あさひ".encode() not in path.read_bytes()
        assert b"answers" not in path.read_bytes()


def test_nobody_else_fetches_it_not_even_at_the_same_desk(prepared, asked):
    _client, run, job = prepared
    jobs.prepare_export(**job)
    for other in (asked.cast.ben, asked.cast.emi):
        client = office_client(other)
        assert fetch(client, run).status_code == 404
        assert client.get(reverse("work:run", args=[run.uid])).status_code == 404


def test_who_lost_the_role_does_not_fetch_what_was_prepared_before(prepared, asked):
    client, run, job = prepared
    jobs.prepare_export(**job)
    aoi = Person.objects.get(uid=str(asked.cast.aoi.uid))
    PersonGrant.objects.filter(person=aoi).update(organisation_id=asked.cast.g.id)
    assert fetch(client, run).status_code == 409
    Person.objects.filter(pk=aoi.pk).update(is_active=False)
    assert fetch(client, run).status_code in {302, 403, 404}


def test_after_a_day_it_is_neither_given_nor_kept(prepared, asked, time_machine):
    client, run, job = prepared
    jobs.prepare_export(**job)
    jobs.clear()
    assert len(list(export_folder().iterdir())) == 2
    time_machine(asked.later + timedelta(hours=24, seconds=1))
    assert fetch(client, run).status_code == 404
    assert reverse("asks:prepared", args=[run.subject_uid]) not in page_of(client, run)
    jobs.clear()
    assert list(export_folder().iterdir()) == []


def test_a_killed_worker_begins_again_and_a_cancelled_one_leaves_no_file(
    prepared, asked, monkeypatch
):
    client, run, job = prepared
    jobs.prepare_export(**job)
    first = fetch(client, run).content
    jobs.prepare_export(**job)
    assert fetch(client, run).content == first
    (export_folder() / f"{run.subject_uid}.file").unlink()
    monkeypatch.setattr(jobs, "_TELL_EVERY", 1)
    ask_cancel(asked.cast.aoi, uid=run.uid)
    jobs.prepare_export(**job)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert fetch(client, run).status_code == 404


def test_a_failure_stands_on_the_page_of_the_run(prepared, monkeypatch):
    client, run, job = prepared

    def broken(*_args, **_more):
        raise OSError

    monkeypatch.setattr(jobs, "sheet_of", broken)
    with pytest.raises(OSError):
        jobs.prepare_export(**job)
    page = page_of(client, run)
    assert "ファイルの作成が途中で止まりました。" in page
    assert "/o/asks/exports/" not in page
