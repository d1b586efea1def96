"""Subjects and respondents: partners about themselves, our buyers about partners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho.apps.asks.actions.resending import resend_letter
from sekisho.apps.asks.jobs.findings import settle_gaps
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.asks.queries.drafts import AudienceSpec
from sekisho.apps.asks.queries.letters import assignment_facts
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.measures.queries.findings import findings_of_source
from sekisho.apps.partners.models import Contact, Partner
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import NotFound
from tests.factories import replying
from tests.factories.asking import Wish, draft_ask, freeze_ask, prepare

BUYER_SET = "ipa-partner-contract"


@pytest.fixture
def buyer(cast):
    """Aoi at G looks after supplier A."""
    row = Contact.objects.create(
        uid=new_id(),
        organisation_id=cast.g.id,
        name="あおい",
        email="aoi@home.example",
        created_at=cast.now,
        updated_at=cast.now,
    )
    Partner.objects.update_or_create(organisation_id=cast.a.id, defaults={"owner": row})
    return row


def test_a_buyer_set_is_answered_by_the_owner_and_the_unowned_are_listed(cast, buyer):
    ask = draft_ask(cast, Wish(set_key=BUYER_SET))
    found = audience_of(cast.aoi, ask)
    assert [(one.subject_id, one.respondent_id) for one in found.recipients] == [
        (cast.a.id, cast.g.id)
    ]
    assert [one.organisation_id for one in found.unowned] == [cast.b.id]


def test_a_buyer_gets_the_letter_about_the_partner(cast, buyer):
    prepare(freeze_ask(cast, draft_ask(cast, Wish(set_key=BUYER_SET))))
    row = Assignment.objects.get()
    assert (row.subject_id, row.respondent_id, row.contact_id) == (
        cast.a.id,
        cast.g.id,
        buyer.pk,
    )
    facts = assignment_facts([row.pk])[row.pk]
    assert facts.respondent.id == cast.g.id
    assert facts.subject.id == cast.a.id


def asked_of_a_sister(cast):
    """Home asks company H's own buyer about the supplier that both G and H buy from."""
    row = Contact.objects.create(
        uid=new_id(),
        organisation_id=cast.h.id,
        name="あおい",
        email="aoi@home.example",
        created_at=cast.now,
        updated_at=cast.now,
    )
    Partner.objects.update_or_create(organisation_id=cast.s.id, defaults={"owner": row})
    ask = draft_ask(cast, Wish(listed=("S-001",), set_key=BUYER_SET))
    prepare(freeze_ask(cast, ask))
    return ask, Assignment.objects.get(subject_id=cast.s.id, respondent_id=cast.h.id)


def test_nobody_writes_again_to_the_buyer_of_a_sister_company(cast):
    ask, row = asked_of_a_sister(cast)
    with pytest.raises(NotFound):
        resend_letter(cast.emi, uid=ask.uid, assignment_uid=row.uid, now=cast.now)
    resend_letter(cast.aoi, uid=ask.uid, assignment_uid=row.uid, now=cast.now)


def test_what_a_buyer_says_of_a_shared_partner_becomes_no_finding_of_the_sister_company(cast):
    _ask, row = asked_of_a_sister(cast)
    asked = reply_for(replying.respondent(row, cast.now), now=cast.now).shown
    key = next(one.key for one in asked if one.choice("no") and one.choice("no").points == 0)
    replying.answer_all(row, cast.now, {key: Answer(("no",), plan=replying.PLAN)})
    replying.submit(row, cast.now)
    settle_gaps(row.pk)

    def seen(actor):
        wanted = {"source": "ask", "source_id": row.pk, "today": cast.now.date()}
        return len(findings_of_source(actor, **wanted))

    assert (seen(cast.aoi), seen(cast.ben), seen(cast.emi)) == (1, 1, 0)
    assert seen(replying.respondent(row, cast.now)) == 1


@pytest.mark.parametrize(
    ("spec", "names"),
    [
        (AudienceSpec(mode="filter"), "abrs"),
        (AudienceSpec(mode="filter", tiers=(1,)), "abs"),
        (AudienceSpec(mode="filter", tiers=(-1,)), "r"),
        (AudienceSpec(mode="filter", countries=("US",)), "b"),
        (AudienceSpec(mode="filter", members="group"), "gh"),
        (AudienceSpec(mode="filter", kinds=("sales",)), "r"),
        (AudienceSpec(mode="list", listed=("S-001", "S-001")), "s"),
        (AudienceSpec(), ""),
        (AudienceSpec(mode="list"), ""),
    ],
)
def test_a_filter_keeps_whom_it_names(cast, spec, names):
    ask = replace(draft_ask(cast), audience=spec)
    wanted = {getattr(cast, name).id for name in names}
    assert {one.subject_id for one in audience_of(cast.aoi, ask).recipients} == wanted


def test_a_filter_by_group_company_keeps_those_who_trade_with_it(cast):
    spec = AudienceSpec(mode="filter", group_company=str(cast.g.uid))
    ask = replace(draft_ask(cast), audience=spec)
    found = {one.subject_id for one in audience_of(cast.aoi, ask).recipients}
    assert found == {cast.a.id, cast.s.id}


def test_an_audience_survives_being_stored():
    spec = AudienceSpec("filter", (1, -1), ("重要",), ("JP",), ("sales",), "both", "x", ("a", "b"))
    import json

    assert AudienceSpec.from_dict(json.loads(json.dumps(spec.as_dict()))) == spec
