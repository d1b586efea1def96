"""Gaps of a submitted reply become findings, once, and leave with the gap."""

from __future__ import annotations

from datetime import date, timedelta

from sekisho.apps.asks.actions.reviews import Remarks, return_reply
from sekisho.apps.asks.jobs.findings import settle_gaps
from sekisho.apps.asks.models import Reply
from sekisho.apps.measures.actions.acceptance import Terms, request_acceptance
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.findings import findings_of_source
from tests.factories import replying


def findings(asked, actor=None):
    found = findings_of_source(
        actor or asked.cast.aoi, source="ask", source_id=asked.a.pk, today=date(2026, 11, 16)
    )
    return {finding.words.key: finding for finding in found}


def test_each_gap_opens_a_finding_with_the_plan_of_the_answer(asked):
    found = findings(asked)
    assert set(found) == {"M22-RR-01", "M22-RR-02", "M22-RR-03"}
    no = found["M22-RR-02"]
    assert no.is_high
    assert no.state == "planned"
    assert no.words.what == replying.PLAN.what
    assert no.due_on == date(2026, 12, 25)
    assert not found["M22-RR-01"].is_high


def test_settling_twice_changes_nothing_and_undoes_no_step(asked):
    no = findings(asked)["M22-RR-02"]
    Finding.objects.update(is_high=False)  # so that one person is enough
    terms = Terms("費用に見合わないため", "製造部長", date(2027, 3, 31))
    request_acceptance(
        asked.cast.aoi, uid=no.uid, terms=terms, revision=no.revision, now=asked.later
    )
    before = list(Finding.objects.values_list("id", "revision", "state").order_by("id"))
    settle_gaps(asked.a.pk)
    settle_gaps(asked.a.pk)
    assert list(Finding.objects.values_list("id", "revision", "state").order_by("id")) == before


def test_a_gap_that_vanished_is_withdrawn_and_comes_back_with_the_gap(asked):
    later = asked.later + timedelta(hours=1)
    again(asked, replying.YES, later)
    assert "M22-RR-02" not in findings(asked)
    assert Finding.objects.filter(state="withdrawn").count() == 1


def test_emi_and_the_partner_see_it_and_the_other_partner_does_not(asked):
    assert findings(asked, asked.cast.emi)
    assert findings(asked, replying.respondent(asked.a, asked.later))
    assert not findings(asked, replying.respondent(asked.b, asked.later))


def again(asked, given, now):
    """The reply comes back, is changed and submitted once more."""
    remarks = Remarks("ご確認ください", {}, (now + timedelta(days=4)).date())
    revision = Reply.objects.get(pk=asked.a.pk).revision
    return_reply(asked.cast.aoi, uid=asked.a.uid, seen_revision=revision, remarks=remarks, now=now)
    replying.answer(asked.a, {"M22-RR-02": given}, now)
    replying.submit(asked.a, now)
    settle_gaps(asked.a.pk)
