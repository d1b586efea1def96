"""The board: filters in the address, order, ticks, the same gap at many, and what it may cost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.findings import all_findings_for, finding_for, findings_for
from sekisho.apps.measures.queries.narrowing import FindingFilter
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.measures.queries.together import gap_for, gaps_for, together_for
from sekisho.apps.partners.models import Partner
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.answering import invite, open_ask
from tests.factories.cast import CANARY_B, NOW, office_client

TODAY = date(2026, 11, 16)
WORDS = FindingWords(
    "Q-1", Bilingual("多要素認証を使っていますか。", "Do you use MFA?"), "no", kind="s"
)


@pytest.fixture(autouse=True)
def _at_now(monkeypatch):
    monkeypatch.setattr(clock, "_read", [lambda: NOW])


@pytest.fixture
def board(cast):
    """A (seen by home and G): late and open; B (seen by home and H): open; S: proven."""
    at = [(cast.a, "Q-1", TODAY - timedelta(days=10)), (cast.a, "Q-2", None)]
    at += [(cast.b, "Q-1", None), (cast.s, "Q-1", None)]
    for number, (where, key, due) in enumerate(at, start=1):
        words = replace(WORDS, key=key, what="導入" if due else "")
        new = NewFinding(where.id, cast.home.id, "x", number, number == 1, words, due, cast.now)
        open_findings(SYSTEM, findings=[new], now=cast.now)
    last = Finding.objects.get(source_id=4)
    for step in (Step("done", proof="済み"), Step("proven")):
        revision = Finding.objects.get(pk=last.pk).revision
        take_step(cast.aoi, uid=last.uid, step=step, revision=revision, now=cast.now)
    return {row.source_id: row for row in Finding.objects.all()}


def numbers(actor, **more):
    found = findings_for(actor, narrowed=FindingFilter(**more), today=TODAY)
    return [one.source_id for one in found.findings]


def test_the_overdue_come_first_and_the_closed_are_left_out(cast, board):
    assert numbers(cast.aoi) == [1, 2, 3]
    assert numbers(cast.aoi, sort="-partner")[-1] != numbers(cast.aoi, sort="partner")[-1]
    assert numbers(cast.aoi, states=("proven",)) == [4]


def test_each_filter_keeps_its_own(cast, board):
    Partner.objects.update_or_create(
        organisation_id=cast.b.id, defaults={"owner_id": cast.chika.id}
    )
    assert numbers(cast.aoi, company_id=cast.g.id) == [1, 2]
    assert numbers(cast.aoi, company_id=cast.h.id) == [3]
    assert numbers(cast.aoi, owner_id=cast.chika.id) == [3]
    assert numbers(cast.aoi, age="month") == [1]
    assert numbers(cast.aoi, age="week") == []
    assert numbers(cast.aoi, only_high=True) == [1]
    assert numbers(cast.aoi, tier=cast.a.tier) == numbers(cast.aoi)
    assert numbers(cast.aoi, tier=7) == []
    assert numbers(cast.aoi, gap=board[1].gap_hash) == [1, 3]


def test_the_same_question_has_one_name_and_another_set_another(cast, board):
    assert board[1].gap_hash == board[3].gap_hash != board[2].gap_hash
    other = NewFinding(
        cast.a.id, cast.home.id, "x", 9, False, replace(WORDS, kind="other"), None, cast.now
    )
    open_findings(SYSTEM, findings=[other], now=cast.now)
    assert Finding.objects.get(source_id=9).gap_hash != board[1].gap_hash
    assert "Q-1" not in board[1].gap_hash


def test_a_gap_told_again_in_a_later_ask_has_come_back(cast, board):
    for number, where in ((8, cast.s), (9, cast.a)):
        new = NewFinding(where.id, cast.home.id, "x", number, False, WORDS, None, cast.now)
        open_findings(SYSTEM, findings=[new], now=cast.now)
    back, again = (Finding.objects.get(source_id=number) for number in (8, 9))
    assert (back.times_back, back.earlier_id) == (1, board[4].pk)
    assert (again.times_back, again.earlier_id) == (0, board[1].pk)
    assert numbers(cast.aoi, only_back=True) == [8]
    page = office_client(cast.aoi).get(reverse("measures:finding", args=[back.uid]))
    assert str(board[4].uid) in page.content.decode()


def test_emi_counts_only_what_hangs_on_her_company(cast, board):
    gap = board[1].gap_hash
    assert gap_for(cast.aoi, gap, today=TODAY).partners == 2
    assert gap_for(cast.emi, gap, today=TODAY).partners == 1
    assert [one.partners for one in gaps_for(cast.aoi, today=TODAY)] == [2, 1]
    with pytest.raises(NotFound):
        gap_for(cast.emi, "0" * 64, today=TODAY)
    client = office_client(cast.emi)
    for page in (reverse("measures:gap", args=[gap]), reverse("measures:gaps")):
        assert CANARY_B not in client.get(page).content.decode()


def test_ben_sees_no_ticks_and_may_do_nothing(cast, board):
    client = office_client(cast.ben)
    assert "data-tick" not in client.get(reverse("measures:findings")).content.decode()
    for name in ("together", "do"):
        assert client.post(reverse(f"measures:{name}"), {"action": "remind"}).status_code == 403


def test_what_is_ticked_beyond_ones_reach_is_not_there(cast, board):
    found = together_for(
        cast.emi, uids=[row.uid for row in board.values()], action="propose", now=cast.now
    )
    assert set(found.fits) == {board[1].uid, board[2].uid}


def test_a_proposal_is_looked_over_then_stands_at_each_with_one_letter(cast, board):
    visitor = invite(cast, open_ask(cast), cast.chika)
    Finding.objects.filter(pk__in=[board[1].pk, board[2].pk]).update(
        source="ask", source_id=visitor.assignment_id
    )
    client, picks = office_client(cast.aoi), [f"{board[n].uid}:{board[n].revision}" for n in (1, 2)]
    looked = client.post(reverse("measures:together"), {"action": "propose", "pick": picks})
    assert looked.status_code == 200
    assert not AuditEntry.objects.filter(verb="measures.proposed").exists()
    given = {
        "action": "propose", "picks": " ".join(picks), "advice_ja": "共通の手順", "advice_en": "",
        "proposed_on": "2026-12-21", "with_letter": "on",
    }  # fmt: skip
    done = client.post(reverse("measures:do"), given)
    assert done.status_code == 302
    for number in (1, 2):
        seen = finding_for(cast.aoi, board[number].uid, today=TODAY)
        assert seen.words.advice.ja == "共通の手順"
        assert seen.proposed_on == date(2026, 12, 21)
        assert seen.revision == board[number].revision + 1
    assert finding_for(cast.aoi, board[1].uid, today=TODAY).words.what == "導入"
    assert OutboxLetter.objects.count() == 1
    again = client.post(reverse("measures:do"), {**given, "action": "remind"})
    assert again.status_code == 302
    assert OutboxLetter.objects.count() == 1  # nobody gets two letters on one day


@pytest.mark.parametrize("lacking", [{"proposed_on": "2026-11-01"}, {}])
def test_a_proposal_without_a_word_or_with_a_day_that_is_over_is_refused(cast, board, lacking):
    client = office_client(cast.aoi)
    given = {"action": "propose", "picks": f"{board[1].uid}:1", **lacking}
    assert client.post(reverse("measures:do"), given).status_code == 422
    assert Finding.objects.get(pk=board[1].pk).proposed_on is None


def test_only_what_was_seen_is_confirmed(cast, board):
    for number in (1, 2):
        row = board[number]
        step = Step("done", proof="済み")
        take_step(cast.aoi, uid=row.uid, step=step, revision=row.revision, now=cast.now)
    picks = f"{board[1].uid}:{board[1].revision + 1} {board[2].uid}:{board[2].revision}"
    client = office_client(cast.aoi)
    client.post(reverse("measures:do"), {"action": "confirm", "picks": picks})
    states = {n: Finding.objects.get(pk=board[n].pk).state for n in (1, 2)}
    assert states == {1: "proven", 2: "done"}


def test_the_way_back_never_leads_out_of_the_room(cast, board):
    client = office_client(cast.aoi)
    for address in ("https://evil.example/o/measures/", "//evil.example", "/o/people/"):
        answer = client.post(reverse("measures:together"), {"address": address})
        assert answer.url == reverse("measures:findings")


def test_a_formula_in_a_partners_words_stays_text_in_the_file(cast, board):
    row = board[2]
    step = Step("planned", what="=HYPERLINK(1)", due_on=TODAY)
    take_step(cast.aoi, uid=row.uid, step=step, revision=row.revision, now=cast.now)
    answer = office_client(cast.aoi).get(reverse("measures:export", args=["xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for line in sheet for cell in line if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]
    csv = office_client(cast.aoi).get(reverse("measures:export", args=["csv"])).content.decode()
    assert ",=HYPERLINK" not in csv


@pytest.mark.parametrize("address", ["findings", "gaps", "accepted"])
def test_more_rows_cost_no_more_queries(cast, board, address, django_assert_max_num_queries):
    for number in range(20, 60):
        words = replace(WORDS, key=f"Q-{number}")
        new = NewFinding(cast.a.id, cast.home.id, "x", number, False, words, None, cast.now)
        open_findings(SYSTEM, findings=[new], now=cast.now)
    client = office_client(cast.aoi)
    client.get(reverse(f"measures:{address}"))
    with django_assert_max_num_queries(26):
        assert client.get(reverse(f"measures:{address}")).status_code == 200


def test_only_the_words_of_the_page_shown_are_opened(cast, board, monkeypatch):
    from sekisho.apps.measures.queries import findings

    opened, real = [], findings.open_words
    monkeypatch.setattr(findings, "open_words", lambda *given: opened.append(1) or real(*given))
    monkeypatch.setattr(findings, "PAGE_SIZE", 2)
    numbers(cast.aoi)
    assert len(opened) == 2
    assert len(all_findings_for(cast.aoi, narrowed=FindingFilter(), today=TODAY)) == 3


def test_the_age_of_a_finding_counts_whole_days_of_the_house(cast, board):
    zone = datetime(2026, 11, 16, tzinfo=ZoneInfo("Asia/Tokyo"))
    for number, days, seconds in ((1, 7, 0), (2, 7, -1), (3, 91, 0)):
        at = zone - timedelta(days=days) + timedelta(seconds=seconds)
        Finding.objects.filter(pk=board[number].pk).update(created_at=at)
    assert numbers(cast.aoi, open_age="week") == [1]
    assert numbers(cast.aoi, open_age="month") == [2]
    assert numbers(cast.aoi, open_age="quarter") == []
    assert numbers(cast.aoi, open_age="longer") == [3]
    assert numbers(cast.aoi, sort="opened") == [3, 2, 1]


def test_words_of_a_partner_narrow_to_it_and_never_beyond_reach(cast, board):
    assert numbers(cast.aoi, partner=cast.b.names.ja) == [3]
    assert numbers(cast.emi, partner=cast.b.names.ja) == []
    assert numbers(cast.aoi, partner="そのような会社はない") == []


def test_the_page_offers_both_filters_and_keeps_them(cast, board):
    Finding.objects.filter(pk=board[3].pk).update(created_at=NOW - timedelta(days=40))
    client, address = office_client(cast.aoi), reverse("measures:findings")
    given = {"open": "quarter", "q": cast.b.names.ja}
    page = client.get(address, given).content.decode()
    assert '<option value="quarter" selected>31～90日前' in page
    assert f'value="{cast.b.names.ja}"' in page
    assert str(board[3].uid) in page
    assert str(board[1].uid) not in page
    assert "sort=opened" in page
    nothing = client.get(address, {**given, "open": "longer"}).content.decode()
    assert "31～90日前" in nothing
    assert str(board[3].uid) not in nothing
