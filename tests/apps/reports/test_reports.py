"""The executive page: figures that can be counted by hand, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from sekisho.apps.asks.models import Ask, Assignment, AssignmentState
from sekisho.apps.reports.forms.pdf import report_pdf
from sekisho.apps.reports.forms.report import report_words, state_sentence
from sekisho.apps.reports.queries.executive import report_for, trend_for
from sekisho.kernel.errors import Conflict, NotFound
from tests.apps.reports.world import asked, partners, replied
from tests.factories.asking import draft_ask
from tests.factories.cast import CANARY_B, office_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    """Three partners of home and one of G; the first says no twice, the second does not know."""
    found = asked(cast, [*partners(cast, 3), cast.a.id])
    first, second = found.keys[:2]
    replied(cast, found.visitors[0], {first: "no", second: "no"})
    replied(cast, found.visitors[1], {first: "unknown", second: "yes"})
    replied(cast, found.visitors[3], {first: "yes", second: "no"})
    return found


def test_the_figures_are_those_of_the_answers(cast, told):
    report = report_for(cast.aoi, told.ask.uid, now=cast.now + timedelta(hours=2))
    assert (report.counts.asked, report.counts.replied, report.replies) == (4, 3, 3)
    assert (report.total.gaps, report.total.unknown, report.total.counted) == (3, 1, 6)
    assert [row.question.key for row in report.worst] == [told.keys[1], told.keys[0]]
    assert [(one.count, one.total) for one in report.days] == [(3, 3)]
    assert sum(one.area.figures.gaps for one in report.areas) == 3
    assert {one.key: one.figures.gaps for one in report.tiers} == {"1": 3}
    of_groups = {one.names.ja: one.figures.gaps for one in report.groups}
    assert of_groups == {cast.home.name: 2, cast.g.name: 1}
    assert report.before is None


def test_a_group_company_sees_its_own_chain_only(cast, told):
    report = report_for(cast.emi, told.ask.uid, now=cast.now + timedelta(hours=2))
    assert (report.counts.asked, report.replies, report.total.gaps) == (1, 1, 1)
    assert [one.names.ja for one in report.groups] == [cast.g.name]
    page = office_client(cast.emi).get(reverse("reports:report", args=[told.ask.uid]))
    assert "架空部品" not in page.content.decode()


def test_an_ask_out_of_sight_has_no_report(cast):
    hidden = asked(cast, [cast.b.id])
    with pytest.raises(NotFound):
        report_for(cast.emi, hidden.ask.uid, now=cast.now)
    page = office_client(cast.emi).get(reverse("reports:report", args=[hidden.ask.uid]))
    assert page.status_code == 404
    assert CANARY_B not in page.content.decode()


def test_a_draft_has_no_report(cast):
    ask = draft_ask(cast)
    with pytest.raises(Conflict, match="not_sent"):
        report_for(cast.aoi, ask.uid, now=cast.now)


def test_what_is_being_written_or_was_sent_back_does_not_count(cast, told):
    """One draft full of gaps, one submitted reply sent back."""
    before = report_for(cast.aoi, told.ask.uid, now=cast.now)
    replied(cast, told.visitors[2], dict.fromkeys(told.keys, "no"))
    again = [told.visitors[0].assignment_id, told.visitors[2].assignment_id]
    Assignment.objects.filter(pk__in=again).update(state=AssignmentState.ANSWERING)
    found = report_for(cast.aoi, told.ask.uid, now=cast.now)
    assert (before.replies, before.writing, before.total.gaps) == (3, 0, 3)
    assert (found.replies, found.writing, found.total.gaps) == (2, 2, 1)
    assert {one.key: one.figures.gaps for one in found.tiers} == {"1": 1}
    with translation.override("en"):
        assert "Counted from 2 submitted; 2 more are being written." in state_sentence(found)
    of_emi = report_for(cast.emi, told.ask.uid, now=cast.now)
    assert (of_emi.replies, of_emi.writing, of_emi.total.gaps) == (1, 0, 1)


def test_drafts_alone_show_no_share_of_gaps(cast):
    found = asked(cast, [cast.a.id])
    replied(cast, found.visitors[0], dict.fromkeys(found.keys, "no"))
    Assignment.objects.update(state=AssignmentState.ANSWERING, submitted_at=None)
    for actor in (cast.aoi, cast.emi):
        report = report_for(actor, found.ask.uid, now=cast.now)
        assert (report.replies, report.writing, report.total.share_0_100) == (0, 1, None)
        assert "%" in state_sentence(report)
        with translation.override("ja"):
            assert "作成中" in state_sentence(report)


def test_what_changed_since_the_last_ask_of_the_same_set(cast, told):
    again = asked(cast, [told.visitors[0].holder.organisation_id])
    Ask.objects.filter(pk=again.ask.pk).update(sent_at=cast.now + timedelta(days=30))
    replied(cast, again.visitors[0], {told.keys[0]: "yes", told.keys[1]: "yes"})
    report = report_for(cast.aoi, again.ask.uid, now=cast.now)
    assert report.before.uid == told.ask.uid
    assert report.change.points == pytest.approx(-50)
    trend = trend_for(cast.aoi, told.ask.uid, now=cast.now)
    assert [one.ask.uid for one in trend.points] == [told.ask.uid, again.ask.uid]
    assert [one.total.gaps for one in trend.points] == [3, 0]
    with translation.override("en"):
        words = report_words(report)
    assert words["change"]["words"] == "50.0 points fewer gaps"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_and_pdf_say_the_same(cast, told, language):
    now = cast.now + timedelta(hours=2)
    with translation.override(language):
        words = report_words(report_for(cast.aoi, told.ask.uid, now=now))
        pdf = report_pdf(words, now=now)
    assert pdf.startswith(b"%PDF-")
    expected = {
        "ja": "確認待ちの回答をご覧ください: 3件。",
        "en": "Review the replies that wait: 3.",
    }
    assert words["next"] == expected[language]
    assert words["total"]["unknown"] == 1


def test_the_pages_answer(cast, told):
    aoi = office_client(cast.aoi)
    for name in ("report", "trend", "feedback"):
        page = aoi.get(reverse(f"reports:{name}", args=[told.ask.uid]))
        assert page.status_code == 200, name
    answer = aoi.get(reverse("reports:pdf", args=[told.ask.uid]))
    assert answer["Content-Type"] == "application/pdf"
    assert f"report-SK-2026-{told.ask.pk:03d}.pdf" in answer["Content-Disposition"]
    board = aoi.get(reverse("asks:board", args=[told.ask.uid])).content.decode()
    assert reverse("reports:report", args=[told.ask.uid]) in board


@pytest.mark.parametrize("name", ["report", "trend", "feedback"])
def test_the_open_view_is_marked_and_the_menu_stands_at_asks(cast, told, name):
    url = reverse(f"reports:{name}", args=[told.ask.uid])
    page = office_client(cast.aoi).get(url).content.decode()
    tabs = re.findall(r'<a class="sk-tab" href="([^"]+)" aria-current', page)
    assert tabs == [url]
    menu = re.search(r'<nav class="sk-nav".*?</nav>', page, flags=re.DOTALL)
    assert menu
    assert re.findall(r'href="([^"]+)"[^>]*aria-current', menu.group()) == [reverse("asks:list")]
