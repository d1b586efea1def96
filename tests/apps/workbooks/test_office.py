"""Workbooks that came by mail: read, looked over, saved in the partner's name and marked."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from sekisho.apps.accounts.models import PersonGrant
from sekisho.apps.asks.models import Ask, Assignment
from sekisho.apps.asks.queries import respondent
from sekisho.apps.asks.queries.filed import file_places_for, lent_scope
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.work.queries.worded import Worded
from sekisho.apps.workbooks import jobs
from sekisho.apps.workbooks.actions import batches
from sekisho.apps.workbooks.actions.filing import KEPT, confirm
from sekisho.apps.workbooks.models import Filing
from sekisho.kernel import clock
from sekisho.kernel.errors import NotFound
from tests.apps.portal.test_workbook import KEY, book_of, fill, save_online, send, stored
from tests.factories.answering import Visitor
from tests.factories.cast import Cast, office_client, respondent_client
from tests.factories.replying import answer_all, submit


def bytes_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answered(visitor: Visitor, **answers: str) -> bytes:
    """The visitor's workbook, filled in."""
    return bytes_of(fill(book_of(respondent_client(visitor.link_uid), visitor), **answers))


def upload(client: Client, visitor: Visitor, *files: tuple[str, bytes], one: bool = False) -> Any:
    where = f"replies/{visitor.row.uid}" if one else f"asks/{visitor.row.ask.uid}"
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(f"/o/workbooks/{where}/", {"files": sent})


def ticks() -> list[str]:
    return [
        str(uid) for uid in Filing.objects.exclude(assignment=None).values_list("uid", flat=True)
    ]


@pytest.fixture
def aoi(cast: Cast) -> Client:
    return office_client(cast.aoi)


def test_files_are_recognised_by_their_stamp_and_saved_for_their_partners(
    aoi: Client, chika: Visitor, dan: Visitor
) -> None:
    found = upload(
        aoi,
        chika,
        ("RE 回答.xlsx", answered(chika, M22_RR_01="はい")),
        ("新しいフォルダー.xlsx", answered(dan, M22_RR_01="いいえ", M22_RR_02="○")),
        ("議事録.xlsx", bytes_of(openpyxl.Workbook())),
    )
    url = found.headers["Location"]
    page = aoi.get(url).content.decode()
    assert "保存できるファイル：2" in page
    assert "議事録.xlsx" in page
    assert stored(chika) == {}
    aoi.post(url, {"file": ticks()})
    assert stored(chika)[KEY].answer.choice_keys == ("yes",)
    assert stored(dan)[KEY].answer.choice_keys == ("no",)
    assert len(stored(dan)) == 2
    assert AuditEntry.objects.filter(verb="workbooks.saved").count() == 2


def test_an_answer_from_a_file_says_who_entered_it(aoi: Client, cast: Cast, chika: Visitor) -> None:
    url = upload(aoi, chika, ("a.xlsx", answered(chika, M22_RR_01="はい"))).headers["Location"]
    aoi.post(url, {"file": ticks()})
    assert stored(chika)[KEY].saved_by == cast.aoi.name
    page = aoi.get(f"/o/asks/reply/{chika.row.uid}/").content.decode()
    assert "ファイルで回答" in page
    assert f"{cast.aoi.name}さんがa.xlsxから入力" in page
    browser = respondent_client(chika.link_uid)
    save_online(browser, chika, "no", stored(chika)[KEY].revision)
    assert "ファイルで回答" not in aoi.get(f"/o/asks/reply/{chika.row.uid}/").content.decode()


def test_a_zip_of_workbooks_is_read_file_by_file(aoi: Client, chika: Visitor, dan: Visitor) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("返信/A社.xlsx", answered(chika, M22_RR_01="はい"))
        archive.writestr("返信/B社.xlsx", answered(dan, M22_RR_01="△"))
        archive.writestr("返信/メモ.txt", "よろしくお願いします")
    url = upload(aoi, chika, ("all.zip", out.getvalue())).headers["Location"]
    page = aoi.get(url).content.decode()
    assert "保存できるファイル：2" in page
    assert "メモ.txt" in page
    aoi.post(url, {"file": ticks()})
    assert stored(dan)[KEY].answer.choice_keys == ("partial",)


def test_what_the_partner_saved_meanwhile_is_decided_first(aoi: Client, chika: Visitor) -> None:
    browser = respondent_client(chika.link_uid)
    data = answered(chika, M22_RR_01="いいえ")
    save_online(browser, chika, "yes")
    url = upload(aoi, chika, ("a.xlsx", data)).headers["Location"]
    uid = Filing.objects.get().uid
    assert aoi.post(url, {"file": [str(uid)]}).status_code == 409
    assert stored(chika)[KEY].answer.choice_keys == ("yes",)
    aoi.post(url, {"file": [str(uid)], f"{uid.hex}-answer-{KEY}": "file:1"})
    assert stored(chika)[KEY].answer.choice_keys == ("no",)


def test_only_the_ticked_files_are_saved(aoi: Client, chika: Visitor, dan: Visitor) -> None:
    files = (
        ("a.xlsx", answered(chika, M22_RR_01="はい")),
        ("b.xlsx", answered(dan, M22_RR_01="はい")),
    )
    url = upload(aoi, chika, *files).headers["Location"]
    wanted = Filing.objects.get(assignment_id=chika.assignment_id).uid
    aoi.post(url, {"file": [str(wanted)]})
    assert stored(dan) == {}
    aoi.post(f"{url}drop/")
    assert Filing.objects.filter(state="read").count() == 0


def test_two_files_of_one_partner_are_not_both_taken(aoi: Client, chika: Visitor) -> None:
    files = (
        ("1.xlsx", answered(chika, M22_RR_01="はい")),
        ("2.xlsx", answered(chika, M22_RR_01="いいえ")),
    )
    url = upload(aoi, chika, *files).headers["Location"]
    assert "2.xlsx" in aoi.get(url).content.decode()
    assert len(ticks()) == 1


def test_a_file_of_another_partner_is_not_saved_on_this_reply(
    aoi: Client, chika: Visitor, dan: Visitor
) -> None:
    url = upload(aoi, chika, ("b.xlsx", answered(dan, M22_RR_01="はい")), one=True).headers[
        "Location"
    ]
    assert "ほかの会社" in aoi.get(url).content.decode()
    assert ticks() == []


def test_emi_brings_in_only_what_her_chain_answers(
    cast: Cast, chika: Visitor, dan: Visitor
) -> None:
    emi = office_client(cast.emi)
    files = (
        ("a.xlsx", answered(chika, M22_RR_01="はい")),
        ("b.xlsx", answered(dan, M22_RR_01="はい")),
    )
    url = upload(emi, chika, *files).headers["Location"]
    page = emi.get(url).content.decode()
    assert cast.b.names.ja not in page
    assert Filing.objects.filter(assignment_id=dan.assignment_id).count() == 0
    emi.post(url, {"file": ticks()})
    assert stored(chika)[KEY].answer.choice_keys == ("yes",)
    assert emi.get(f"/o/workbooks/replies/{dan.row.uid}/").status_code == 404
    assert emi.get(f"/o/workbooks/replies/{dan.row.uid}/ja.xlsx").status_code == 404


def test_an_upload_is_seen_by_its_sender_alone(aoi: Client, cast: Cast, chika: Visitor) -> None:
    url = upload(aoi, chika, ("a.xlsx", answered(chika, M22_RR_01="はい"))).headers["Location"]
    emi = office_client(cast.emi)
    assert emi.get(url).status_code == 404
    assert emi.post(url, {"file": ticks()}).status_code == 404
    assert emi.post(f"{url}drop/").status_code == 404
    assert stored(chika) == {}


def test_ben_who_only_reads_brings_nothing_in(cast: Cast, chika: Visitor) -> None:
    ben = office_client(cast.ben)
    assert upload(ben, chika, ("a.xlsx", b"x")).status_code == 403
    assert "workbooks" not in ben.get(f"/o/asks/{chika.row.ask.uid}/").content.decode()


def test_a_lost_hidden_sheet_is_no_obstacle_where_the_partner_is_known(
    aoi: Client, chika: Visitor
) -> None:
    book = fill(book_of(respondent_client(chika.link_uid), chika), M22_RR_01="はい")
    del book["_sekisho"]
    everywhere = upload(aoi, chika, ("a.xlsx", bytes_of(book))).headers["Location"]
    assert "どなたのものか" in aoi.get(everywhere).content.decode()
    url = upload(aoi, chika, ("a.xlsx", bytes_of(book)), one=True).headers["Location"]
    aoi.post(url, {"file": ticks()})
    assert stored(chika)[KEY].answer.choice_keys == ("yes",)


def test_the_workbook_of_another_partner_is_refused_even_without_its_hidden_sheet(
    aoi: Client, chika: Visitor, dan: Visitor
) -> None:
    book = fill(book_of(respondent_client(dan.link_uid), dan), M22_RR_01="はい")
    del book["_sekisho"]
    url = upload(aoi, chika, ("b.xlsx", bytes_of(book)), one=True).headers["Location"]
    assert "ほかの会社" in aoi.get(url).content.decode()
    assert ticks() == []
    page = send(respondent_client(chika.link_uid), chika, book)
    assert "ほかの会社" in page.content.decode()
    assert not Filing.objects.filter(assignment_id=chika.assignment_id).exists()


def test_an_own_file_without_its_hidden_sheet_still_knows_what_it_was_filled_with(
    aoi: Client, chika: Visitor
) -> None:
    save_online(respondent_client(chika.link_uid), chika, "yes")
    book = fill(book_of(respondent_client(chika.link_uid), chika), M22_RR_01="いいえ")
    del book["_sekisho"]
    url = upload(aoi, chika, ("a.xlsx", bytes_of(book)), one=True).headers["Location"]
    aoi.post(url, {"file": ticks()})
    assert stored(chika)[KEY].answer.choice_keys == ("no",)


@pytest.fixture
def submitted(chika: Visitor) -> Visitor:
    """Chika answered everything and submitted it."""
    answer_all(chika.row, clock.now())
    submit(chika.row, clock.now())
    return chika


def test_a_submitted_reply_is_opened_again_only_where_somebody_says_so(
    aoi: Client, submitted: Visitor
) -> None:
    data = answered(submitted, M22_RR_01="いいえ")
    url = upload(aoi, submitted, ("a.xlsx", data)).headers["Location"]
    uid = Filing.objects.get().uid
    page = aoi.get(url).content.decode()
    assert "もう一度提出していただく" in page
    assert f'value="{uid}" checked' not in page
    refused = aoi.post(url, {"file": [str(uid)]})
    assert refused.status_code == 409
    assert "提出前の状態に戻ります" in refused.content.decode()
    assert submitted.row.state == "submitted"
    aoi.post(url, {"file": [str(uid)], f"{uid.hex}-answer-*reopen": "yes"})
    assert submitted.row.state == "answering"
    assert stored(submitted)[KEY].answer.choice_keys == ("no",)


@pytest.mark.parametrize("how", ["accepted", "declined", "ended"])
def test_a_reply_that_takes_no_more_answers_is_named_and_left_alone(
    aoi: Client, chika: Visitor, how: str
) -> None:
    data = answered(chika, M22_RR_01="はい")
    url = upload(aoi, chika, ("a.xlsx", data)).headers["Location"]
    if how == "ended":
        Ask.objects.update(state="closed")
    else:
        state = "closed" if how == "accepted" else "declined"
        Assignment.objects.filter(pk=chika.assignment_id).update(state=state)
    found = aoi.post(url, {"file": ticks()})
    assert "もう書き込めません" in found.content.decode()
    later = upload(aoi, chika, ("b.xlsx", data))
    assert "もう書き込めません" in aoi.get(later.headers["Location"]).content.decode()
    assert stored(chika) == {}


def test_a_file_that_was_unticked_stays_so_when_another_one_fails(
    aoi: Client, chika: Visitor, dan: Visitor
) -> None:
    data = answered(chika, M22_RR_01="いいえ")
    save_online(respondent_client(chika.link_uid), chika, "yes")
    files = (("a.xlsx", data), ("b.xlsx", answered(dan, M22_RR_01="はい")))
    url = upload(aoi, chika, *files).headers["Location"]
    first, other = (Filing.objects.get(assignment_id=one.assignment_id) for one in (chika, dan))
    page = aoi.post(url, {"file": [str(first.uid)]})
    assert page.status_code == 409
    assert f'value="{first.uid}" checked' in page.content.decode()
    assert f'value="{other.uid}" checked' not in page.content.decode()


def test_a_file_is_saved_once_whoever_presses_twice(
    aoi: Client, cast: Cast, chika: Visitor
) -> None:
    url = upload(aoi, chika, ("a.xlsx", answered(chika, M22_RR_01="はい"))).headers["Location"]
    uid = Filing.objects.get().uid
    aoi.post(url, {"file": [str(uid)]})
    place = file_places_for(cast.aoi, [chika.row.uid])[chika.row.uid]
    with pytest.raises(NotFound):
        confirm(lent_scope(cast.aoi, place), uid=uid, place=place, choices={}, now=clock.now())
    assert "ファイルで回答" in aoi.get(f"/o/asks/reply/{chika.row.uid}/").content.decode()


def test_what_waits_is_locked_while_it_is_saved(
    aoi: Client, chika: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = []
    before, before_first = QuerySet.select_for_update, Worded.first

    def spy(rows: Any, *given: Any, **named: Any) -> Any:
        locked.append(rows.model)
        return before(rows, *given, **named)

    def spy_first(words: Worded, *shape: Any, **values: Any) -> Any:
        if words is respondent._LOCKED:
            locked.append(Assignment)
        return before_first(words, *shape, **values)

    url = upload(aoi, chika, ("a.xlsx", answered(chika, M22_RR_01="はい"))).headers["Location"]
    monkeypatch.setattr(QuerySet, "select_for_update", spy)
    monkeypatch.setattr(Worded, "first", spy_first)
    aoi.post(url, {"file": ticks()})
    assert Filing in locked
    assert locked.index(Filing) < locked.index(Assignment)


def test_a_workbook_that_leaves_the_house_is_on_record(aoi: Client, chika: Visitor) -> None:
    book_of(respondent_client(chika.link_uid), chika)
    assert aoi.get(f"/o/workbooks/replies/{chika.row.uid}/en.xlsx").status_code == 200
    entries = AuditEntry.objects.filter(verb="workbooks.downloaded")
    assert entries.count() == 2


def test_what_is_beyond_the_hundredth_file_is_named_and_the_rest_is_read(
    aoi: Client, chika: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_FILES", 1)
    files = [("a.xlsx", answered(chika, M22_RR_01="はい")), ("b.xlsx", b"x"), ("c.xlsx", b"x")]
    page = aoi.get(upload(aoi, chika, *files).headers["Location"]).content.decode()
    assert "保存できるファイル：1" in page
    assert "「b.xlsx」以降は読み取っていません" in page


def test_more_than_a_hundred_files_reach_the_page(aoi: Client, chika: Visitor) -> None:
    found = upload(aoi, chika, *((f"{n}.xlsx", b"x") for n in range(101)))
    page = aoi.get(found.headers["Location"]).content.decode()
    assert "「100.xlsx」以降は読み取っていません" in page


def test_a_scope_is_lent_only_within_reach(cast: Cast, dan: Visitor) -> None:
    place = file_places_for(cast.aoi, [dan.row.uid])[dan.row.uid]
    assert lent_scope(cast.aoi, place).link is not None
    for actor in (cast.emi, cast.ben):
        with pytest.raises(NotFound):
            lent_scope(actor, place)


def test_who_lost_the_grant_saves_nothing_any_more(cast: Cast, chika: Visitor) -> None:
    emi = office_client(cast.emi)
    url = upload(emi, chika, ("a.xlsx", answered(chika, M22_RR_01="はい"))).headers["Location"]
    assert emi.get(url).status_code == 200
    PersonGrant.objects.filter(person__uid=str(cast.emi.uid)).delete()
    assert emi.post(url, {"file": ticks()}).status_code in {403, 404}
    assert stored(chika) == {}


def test_the_daily_job_forgets_what_nobody_confirmed(
    aoi: Client, chika: Visitor, dan: Visitor
) -> None:
    url = upload(aoi, chika, ("a.xlsx", answered(chika, M22_RR_01="はい"))).headers["Location"]
    aoi.post(url, {"file": ticks()})
    upload(aoi, dan, ("b.xlsx", answered(dan, M22_RR_01="はい")))
    jobs.clear()
    assert Filing.objects.count() == 2
    Filing.objects.update(created_at=clock.now() - KEPT - timedelta(minutes=1))
    jobs.clear()
    assert [one.state for one in Filing.objects.all()] == ["saved"]
    assert AuditEntry.objects.filter(verb="workbooks.cleared", count=1).exists()
