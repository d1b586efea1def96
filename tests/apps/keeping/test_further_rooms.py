"""What rooms above the ask keep of a conversation goes with it, and so does a name there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from sekisho.apps.alerts.models import Alert, Notice, RelayReport
from sekisho.apps.asks.queries.scopes import scopes_by_ids
from sekisho.apps.asks.queries.sealed import open_part, seal_part
from sekisho.apps.fairness.models import Consultation
from sekisho.apps.fairness.queries.consultations import TalkWords, sealed_talk, talks_with
from sekisho.apps.keeping import jobs
from sekisho.apps.keeping.actions.persons import erase_person
from sekisho.apps.keeping.actions.rules import set_rule
from sekisho.apps.partners.models import Contact
from sekisho.apps.sharing.models import Consent
from sekisho.apps.sharing.queries.consents import consents_at, sealed_consent
from sekisho.kernel import clock
from sekisho.kernel.entropy import new_id


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


def test_a_person_is_taken_out_of_consents_and_reports(more):
    erase_person(more.cast.aoi, uid=more.cast.chika.uid, reason="申し出", now=clock.now())
    (consent,) = consents_at(more.chika.assignment_id, now=clock.now())
    assert (consent.by, consent.revisions) == ("", {"Q": 1})
    report = RelayReport.objects.select_related("assignment").get()
    held = open_part(report.assignment, part="alert_relay", row=report.uid, sealed=report.sealed)
    assert held == [3, 2, 1, ""]
