"""What rooms above the ask keep of a conversation goes with it, and so does a name there."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.utils import timezone, translation

from sekisho.apps.alerts.models import Alert, Notice, RelayReport
from sekisho.apps.asks.queries.scopes import scopes_by_ids
from sekisho.apps.asks.queries.sealed import open_part, seal_part
from sekisho.apps.fairness.models import Consultation
from sekisho.apps.fairness.queries.consultations import TalkWords, sealed_talk, talks_with
from sekisho.apps.keeping import jobs
from sekisho.apps.keeping.actions.holds import hold_ask, hold_partner, lift_hold
from sekisho.apps.keeping.actions.persons import erase_person
from sekisho.apps.keeping.actions.rules import set_rule
from sekisho.apps.keeping.forms.dossier import index_of, lists_of
from sekisho.apps.keeping.queries.dossier import dossier_for
from sekisho.apps.keeping.queries.rules import due_with
from sekisho.apps.partners.models import Contact
from sekisho.apps.rules.models import Deviation, Rule
from sekisho.apps.rules.queries.exceptions import DeviationWords, opened_words, sealed_words
from sekisho.apps.sharing.models import Consent
from sekisho.apps.sharing.queries.consents import consents_at, sealed_consent
from sekisho.kernel import clock
from sekisho.kernel.entropy import new_id
from tests.apps.rules.world import written


@pytest.fixture
def more(told):
    """A consent that filled A's reply from B's place, and a report of A on a notice."""
    now, row = told.cast.now, told.chika.row
    uid = new_id()
    scope = scopes_by_ids([row.pk], now=now)[row.pk]
    Consent.objects.create(
        uid=uid, target=row, source=told.dan.row, submission_uid=new_id(), source_revision=1,
        count=1, sealed=sealed_consent(scope, uid, by="ちか", revisions={"Q": 1}), at=now,
    )  # fmt: skip
    alert = Alert.objects.create(
        uid=new_id(), organisation_id=told.cast.home.id, content={}, created_by_uid=new_id(),
        created_at=now, updated_at=now,
    )  # fmt: skip
    notice = Notice.objects.create(
        alert=alert, version=1, kind="notice", ask=row.ask, created_at=now
    )
    uid = new_id()
    RelayReport.objects.create(
        uid=uid, notice=notice, assignment=row, version=1, edition=1,
        as_of=timezone.localdate(now), at=now,
        sealed=seal_part(row, part="alert_relay", row=uid, content=[3, 2, 1, "ちか"]),
    )  # fmt: skip
    return told


def test_the_file_about_a_partner_holds_consents_and_counts(more):
    cast, now = more.cast, clock.now()
    found = dossier_for(cast.aoi, cast.a.uid, now=now)
    (ask,) = json.loads(index_of(found, now=now, by="あおい"))["asks"]
    (consent,) = ask["consents"]
    assert (consent["by"], consent["questions"], consent["withdrawn_at"]) == ("ちか", ["Q"], None)
    (counts,) = ask["passed_on"]
    assert counts["counts"] == {"told": 3, "confirmed": 2, "acted": 1}
    with translation.override("ja"):
        book = openpyxl.load_workbook(io.BytesIO(lists_of(found)))
    (line,) = book["再利用の同意"].iter_rows(min_row=2, values_only=True)
    assert line[3:5] == ("ちか", 1)
    (line,) = book["仕入先への展開"].iter_rows(min_row=2, values_only=True)
    assert line[2:6] == (3, 2, 1, "ちか")


def test_consents_and_reports_go_with_the_answers(more):
    set_rule(more.cast.aoi, kind="answers", months=12, seen_due=9, now=clock.now())
    jobs.sweep()
    assert not Consent.objects.exists()
    assert not RelayReport.objects.exists()


@pytest.mark.parametrize(
    ("with_whom", "left"), [("ちか", ""), ("部長、ち か", "部長"), ("ちかこ、部長", "ちかこ、部長")]
)
def test_a_person_is_taken_out_of_those_with_whom_was_talked(told, with_whom, left):
    cast, now = told.cast, told.cast.now
    words = TalkWords(with_whom, asked="費用の負担", bearing="折半")
    for partner in (cast.a, cast.b):
        uid = new_id()
        Consultation.objects.create(
            uid=uid, organisation_id=cast.home.id, partner_id=partner.id, state="held",
            held_on=now.date(), sealed=sealed_talk(uid, words), at=now,
        )  # fmt: skip
    Contact.objects.filter(pk=cast.chika.id).update(name="ちか")
    erase_person(cast.aoi, uid=cast.chika.uid, reason="申し出", now=clock.now())
    (at_a,) = talks_with(cast.aoi, cast.a.id)
    assert at_a.words == replace(words, with_whom=left)
    (at_b,) = talks_with(cast.aoi, cast.b.id)
    assert at_b.words == words


@pytest.fixture
def excepted(told):
    """Exceptions of A's answer, and some that staff wrote down, by what became of them."""
    cast, long_ago = told.cast, told.cast.now
    answered, now = f"{told.chika.assignment_id}:", clock.now()
    rule = Rule.objects.get(uid=written(cast))
    made = {
        "waiting": {"source": f"{answered}1", "state": "asked"},
        "holding": {"source": f"{answered}2", "state": "granted", "until": date(2099, 1, 1)},
        "ran out": {"source": f"{answered}3", "state": "granted", "until": long_ago.date()},
        "refused": {"state": "refused", "decided_at": long_ago},
        "refused now": {"state": "refused", "decided_at": now},
        "another's": {"state": "ended", "organisation_id": cast.b.id},
    }
    for name, given in made.items():
        uid = new_id()
        sealed = sealed_words(uid, DeviationWords(name, "理由"))
        held = {"organisation_id": cast.a.id, "at": long_ago, **given}
        Deviation.objects.create(uid=uid, rule=rule, sealed=sealed, **held)
    return told


def exceptions_left():
    return {opened_words(one).passage for one in Deviation.objects.all()}


def test_exceptions_go_when_they_are_over_and_those_that_hold_stay(excepted):
    cast, now = excepted.cast, clock.now()
    hold = hold_partner(cast.aoi, uid=cast.b.uid, reason="係争中", now=now)
    assert due_with(cast.aoi, "answers", 12, now=now) == 3  # A's reply, and two that are over
    set_rule(cast.aoi, kind="answers", months=12, seen_due=9, now=now)
    jobs.sweep()
    assert exceptions_left() == {"holding", "refused now", "another's"}
    lift_hold(cast.aoi, uid=hold, now=now)
    jobs.sweep()
    assert exceptions_left() == {"holding", "refused now"}


def test_an_ask_on_hold_keeps_the_exceptions_of_its_answers(excepted):
    hold_ask(excepted.cast.aoi, uid=excepted.ask_uid, reason="監査", now=clock.now())
    set_rule(excepted.cast.aoi, kind="answers", months=12, seen_due=9, now=clock.now())
    jobs.sweep()
    assert exceptions_left() == {"waiting", "holding", "ran out", "refused now"}


def test_the_file_about_a_company_holds_its_exceptions(excepted):
    found = dossier_for(excepted.cast.aoi, excepted.cast.a.uid, now=clock.now())
    index = json.loads(index_of(found, now=clock.now(), by="aoi"))
    passages = {one["words"]["passage"] for one in index["rule_exceptions"]}
    assert passages == {"waiting", "holding", "ran out", "refused", "refused now"}


def test_a_person_is_taken_out_of_consents_and_reports(more):
    erase_person(more.cast.aoi, uid=more.cast.chika.uid, reason="申し出", now=clock.now())
    (consent,) = consents_at(more.chika.assignment_id, now=clock.now())
    assert (consent.by, consent.revisions) == ("", {"Q": 1})
    report = RelayReport.objects.select_related("assignment").get()
    held = open_part(report.assignment, part="alert_relay", row=report.uid, sealed=report.sealed)
    assert held == [3, 2, 1, ""]
