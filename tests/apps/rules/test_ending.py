"""A whole rule is withdrawn with a reason; home may be asked to attest, too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.asks.jobs.send import prepare_wave
from sekisho.apps.asks.models import Assignment, Wave
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.rules.actions.editions import EditionFacts, create_edition, issue_edition
from sekisho.apps.rules.actions.ending import end_rule
from sekisho.apps.rules.actions.exceptions import NewException, record_exception
from sekisho.apps.rules.actions.rules import RuleFacts, change_rule
from sekisho.apps.rules.actions.sending import SendingPlan, draft_attestation
from sekisho.apps.rules.models import Rule
from sekisho.apps.rules.queries.exceptions import DeviationFilter, DeviationWords, every_exception
from sekisho.apps.rules.queries.guard import look_over
from sekisho.apps.rules.queries.rules import rule_for, rules_to_review
from sekisho.kernel.actor import Role
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.apps.rules.world import (
    EARLY,
    TEXT,
    UNTIL,
    WORDS,
    attest,
    issued,
    sent,
    with_exception,
    written,
)
from tests.factories.cast import add_member, office_client

pytestmark = pytest.mark.django_db
WHY = Bilingual("新しい規程にまとめました。", "It was merged into the new rule.")

NEXT_FACTS = EditionFacts("2.0", EARLY, TEXT, TEXT)


def end(cast, rule, actor=None, because=WHY, revision=1):
    return end_rule(actor or cast.aoi, uid=rule, revision=revision, because=because, now=cast.now)


def test_a_withdrawn_rule_holds_no_more_and_nothing_of_it_changes(cast):
    rule = written(cast)
    edition, today = issued(cast, rule), cast.now.date()
    assert end(cast, rule) == 0
    found = rule_for(cast.aoi, rule, today=today)
    assert (found.in_force, found.ended_at, found.ended_because) == (None, cast.now, WHY)
    assert WHY.ja.encode() not in bytes(Rule.objects.get().ended_sealed)
    assert rules_to_review(cast.aoi, today=today + timedelta(days=90)) == ()
    tries = (
        lambda: end(cast, rule, revision=2),
        lambda: change_rule(
            cast.aoi, uid=rule, revision=2, facts=RuleFacts(WORDS), now=cast.now
        ),
        lambda: create_edition(cast.aoi, rule_uid=rule, facts=NEXT_FACTS, now=cast.now),
        lambda: issue_edition(cast.aoi, uid=edition, seen_revision=1, now=cast.now),
        lambda: draft_attestation(
            cast.aoi, uid=edition, plan=SendingPlan((cast.g.uid,)), now=cast.now
        ),
        lambda: record_exception(cast.aoi, new=NewException(
            rule, cast.g.uid, DeviationWords("第二条", "理由"), today
        ), now=cast.now),
    )  # fmt: skip
    for attempt in tries:
        with pytest.raises(Conflict) as told:
            attempt()
        assert told.value.code == "rules.ended"
    assert AuditEntry.objects.filter(verb="rules.ended").count() == 1


def test_its_open_asks_are_taken_back_and_those_who_have_not_answered_are_told(cast):
    told = sent(cast, cast.g.uid, cast.h.uid)
    told.say(cast.g.id, **with_exception())
    Assignment.objects.exclude(subject_id=cast.g.id).update(state="waiting")
    assert end(cast, told.rule) == 1
    prepare_wave(Wave.objects.latest("id").pk, str(new_id()))
    assert ask_for(cast.aoi, told.ask).state == "closed"
    silent = told.assignment(cast.h.id)
    letters = OutboxLetter.objects.filter(letter="asks.withdrawn")
    assert [one.object_id for one in letters] == [silent.pk]
    (kept,) = every_exception(cast.aoi, DeviationFilter(), today=cast.now.date())
    assert kept.until.isoformat() == UNTIL
    assert not every_exception(
        cast.aoi, DeviationFilter(is_ending=True), today=kept.until - timedelta(days=1)
    )


def test_a_draft_of_a_withdrawn_rule_is_not_sent(cast):
    rule = written(cast)
    edition = issued(cast, rule)
    ask = draft_attestation(cast.aoi, uid=edition, plan=SendingPlan((cast.g.uid,)), now=cast.now)
    end(cast, rule)
    view = ask_for(cast.aoi, ask)
    assert [one.code for one in look_over(view, audience_of(cast.aoi, view), cast.now)] == [
        "rules.ended"
    ]


def test_a_reason_stands_in_both_languages_and_only_the_issuer_withdraws(cast):
    rule = written(cast)
    with pytest.raises(Invalid, match="reason_missing"):
        end(cast, rule, because=Bilingual("理由だけ", ""))
    with pytest.raises(Conflict, match="changed_meanwhile"):
        end(cast, rule, revision=7)
    for actor in (cast.ben, cast.emi, add_member("gen", "gm", Role.MANAGER, cast.g.id)):
        with pytest.raises(NotFound):
            end(cast, rule, actor=actor)
    assert Rule.objects.get().ended_at is None


def test_the_page_withdraws_and_the_list_says_so(cast):
    told = sent(cast, cast.g.uid)
    aoi = office_client(cast.aoi)
    address = reverse("rules:end", args=[told.rule])
    page = aoi.get(address).content.decode()
    assert ask_for(cast.aoi, told.ask).number in page
    assert aoi.post(address, {"revision": 1, "because_ja": "理由"}).status_code == 422
    given = {"revision": 1, "because_ja": WHY.ja, "because_en": WHY.en}
    assert aoi.post(address, given).status_code == 302
    assert "廃止" in aoi.get(reverse("rules:list")).content.decode()
    shown = aoi.get(reverse("rules:rule", args=[told.rule])).content.decode()
    assert WHY.ja in shown
    assert address not in shown


def test_home_is_asked_when_it_is_chosen_and_not_otherwise(cast):
    rule = written(cast)
    edition = issued(cast, rule)
    chosen = attest(cast, rule, edition, cast.home.uid, cast.g.uid)
    asked = set(Assignment.objects.filter(ask__uid=chosen.ask).values_list("subject_id", flat=True))
    assert asked == {cast.home.id, cast.g.id}
    chosen.say(cast.home.id, R_KEPT="yes")


def test_home_is_no_recipient_of_an_ask_to_everybody(cast):
    rule = written(cast)
    every = attest(cast, rule, issued(cast, rule))
    assert not Assignment.objects.filter(ask__uid=every.ask, subject_id=cast.home.id).exists()
