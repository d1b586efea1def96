"""What offices learn: before a sending only that somebody asked, afterwards what was agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.asks.actions.drafts import (
    DraftPlan,
    create_draft,
    save_audience,
    save_plan,
    save_words,
)
from sekisho.apps.asks.models import Ask
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.asks.queries.drafts import AskView, AudienceSpec, ask_for
from sekisho.apps.asks.queries.letters import assignment_facts, merge_values
from sekisho.apps.sharing.actions.choices import choose_reuse
from sekisho.apps.sharing.actions.settings import save_setting
from sekisho.apps.sharing.actions.withdrawing import withdraw_consent
from sekisho.apps.sharing.models import GroupSetting, ReuseChoice
from sekisho.apps.sharing.queries.before import Before, asked_before, mode_of
from sekisho.apps.sharing.queries.settings import Setting, setting_of, telling_ids
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Role
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.sharing.world import Shared, shared
from tests.factories.answering import invite, open_ask
from tests.factories.asking import WORDS
from tests.factories.cast import (
    CANARY_B,
    CANARY_H,
    Cast,
    add_member,
    build_cast,
    office_client,
    respondent_client,
)

pytestmark = pytest.mark.django_db
KEY = "M22-RR-01"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast(clock.now() - timedelta(hours=2))


@pytest.fixture
def world(cast: Cast) -> Shared:
    return shared(cast)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    """Somebody who sends asks in the name of G; Emi only follows up there."""
    return add_member("manager.g", "manager g", Role.MANAGER, cast.g.id)


def drafted(cast: Cast, actor: Actor, at, listed=("S-001",)) -> AskView:
    """A draft in the name of a company, to some partners."""
    sent = Ask.objects.latest("id")
    uid = create_draft(actor, organisation_uid=at.uid, now=cast.now)
    revision = save_words(actor, uid=uid, revision=1, words=WORDS, now=cast.now)
    assert sent.question_set is not None
    plan = DraftPlan(sent.question_set.uid, 5)
    revision = save_plan(actor, uid=uid, revision=revision, plan=plan, now=cast.now)
    audience = AudienceSpec(mode="list", listed=listed)
    save_audience(actor, uid=uid, revision=revision, audience=audience, now=cast.now)
    return ask_for(actor, uid)


def test_a_letter_says_that_answers_may_be_used_again_only_where_that_is_offered(cast, world):
    ask = Ask.objects.get(pk=world.g.row.ask_id)
    held = world.g.row

    def reason(language: str) -> str:
        facts = assignment_facts([held.pk])[held.pk]
        return merge_values(facts, contact=None, language=language)["reason"]

    assert "そのままお使いいただけます" not in reason("ja")
    ReuseChoice.objects.create(ask=ask, mode="reuse", by_uid=cast.aoi.uid, at=cast.now)
    assert reason("ja").endswith("その回答をそのままお使いいただけます。")
    assert "give the same answers again" in reason("en")
    assert "そのままお使いいただけます" not in Ask.objects.get(pk=ask.pk).reason["ja"]
    ReuseChoice.objects.filter(ask=ask).update(mode="ask")
    assert "そのままお使いいただけます" not in reason("ja")


def before(actor: Actor, ask: AskView, world: Shared) -> Before:
    return asked_before(actor, ask, audience_of(actor, ask), now=world.now)


def tell(cast: Cast, at, *, tells: bool = True, months: int = 12) -> None:
    setting = Setting(tells, months)
    save_setting(cast.aoi, organisation_uid=at.uid, setting=setting, now=cast.now)


def test_home_tells_that_it_asked_and_others_do_not_until_they_say_so(cast):
    assert telling_ids() == {cast.home.id}
    assert setting_of(cast.g.id) == Setting(tells_group=False)
    tell(cast, cast.h)
    tell(cast, cast.home, tells=False)
    assert telling_ids() == {cast.h.id}


def test_home_sees_who_asked_its_recipients_and_how_much_is_the_same(world, cast):
    found = before(cast.aoi, drafted(cast, cast.aoi, cast.home), world)
    assert [(one.asker.id, one.partners[0].ja) for one in found.asks] == [
        (cast.g.id, cast.s.name),
        (cast.h.id, cast.s.name),
    ]
    assert found.partners == 1
    assert found.asks[0].same == found.asks[0].of > 0


def test_a_sister_company_is_named_only_when_it_tells(world, cast, manager):
    ask = drafted(cast, manager, cast.g)
    assert [one.asker.id for one in before(manager, ask, world).asks] == [cast.home.id]
    client = office_client(manager)
    page = client.get(reverse("asks:check", args=[ask.uid])).content.decode()
    assert cast.home.name in page
    assert CANARY_H not in page
    tell(cast, cast.h)
    assert {one.asker.id for one in before(manager, ask, world).asks} == {
        cast.home.id,
        cast.h.id,
    }


def test_a_telling_company_names_no_partner_that_the_reader_does_not_reach(world, cast, manager):
    tell(cast, cast.h)
    invite(cast, Ask.objects.get(organisation_id=cast.h.id), cast.dan)
    found = before(manager, drafted(cast, manager, cast.g, ("S-001", "B-001", "A-001")), world)
    assert {name.ja for one in found.asks for name in one.partners} == {cast.s.name}
    assert CANARY_B not in str(found)


def test_whether_it_was_answered_is_not_said(world, cast, manager):
    tell(cast, cast.h)
    found = before(manager, drafted(cast, manager, cast.g), world)
    one = next(one for one in found.asks if one.asker.id == cast.h.id)
    assert set(one.__dataclass_fields__) == {
        *("asker", "sent_at", "set_title", "same", "of", "partners"),
    }


def test_asks_before_the_months_set_and_other_questions_do_not_count(world, cast):
    ask = drafted(cast, cast.aoi, cast.home)
    assert before(cast.aoi, ask, world).asks
    Ask.objects.filter(organisation_id__in=[cast.g.id, cast.h.id]).update(
        sent_at=cast.now - timedelta(days=40)
    )
    assert before(cast.aoi, ask, world).asks
    tell(cast, cast.home, months=1)
    assert before(cast.aoi, ask, world).asks == ()


def test_drafts_and_asks_of_the_same_company_do_not_count(world, cast):
    other = open_ask(cast, asker_id=cast.g.id)
    Ask.objects.exclude(pk=other.pk).exclude(organisation_id=cast.home.id).delete()
    found = before(cast.aoi, drafted(cast, cast.aoi, cast.home), world)
    assert found.asks == ()


def test_the_choice_is_kept_with_the_draft_and_leads_the_partner(world, cast, manager):
    ask = drafted(cast, manager, cast.g)
    client = office_client(manager)
    answer = client.post(reverse("sharing:choose", args=[ask.uid]), {"mode": "reuse"})
    assert answer.status_code == 302
    assert mode_of(ask.id) == "reuse"
    with pytest.raises(Invalid):
        choose_reuse(manager, uid=ask.uid, mode="copy", now=cast.now)
    ReuseChoice.objects.create(
        ask_id=world.g.row.ask_id, mode="reuse", by_uid=manager.uid, at=cast.now
    )
    with pytest.raises(Conflict):
        choose_reuse(manager, uid=world.g.row.ask.uid, mode="ask", now=cast.now)
    page = respondent_client(world.g.link_uid).get(reverse("portal:start", args=[world.g.link_uid]))
    assert page.context["sharing"]["is_first"]


def test_readers_and_coordinators_choose_and_set_nothing(world, cast):
    draft = drafted(cast, cast.aoi, cast.home)
    for actor in (cast.ben, cast.emi):
        client = office_client(actor)
        url = reverse("sharing:choose", args=[draft.uid])
        assert client.post(url, {"mode": "reuse"}).status_code in {403, 404}
        assert client.get(reverse("sharing:settings")).status_code == 403
        with pytest.raises(NotFound):
            choose_reuse(actor, uid=draft.uid, mode="reuse", now=cast.now)
        with pytest.raises(NotFound):
            save_setting(
                actor,
                organisation_uid=cast.home.uid,
                setting=Setting(tells_group=True),
                now=cast.now,
            )
    assert not ReuseChoice.objects.exists()
    assert not GroupSetting.objects.exists()


def test_the_manager_of_g_sets_g_alone(cast, manager):
    client = office_client(manager)
    page = client.get(reverse("sharing:settings"))
    assert [one.organisation.id for _name, _url, one in page.context["companies"]] == [cast.g.id]
    url = f"{reverse('sharing:settings')}?company={cast.h.uid}"
    assert client.post(url, {"tells_group": "on", "months": "6"}).status_code == 404
    assert client.post(reverse("sharing:settings"), {"months": "0"}).status_code == 422
    done = client.post(reverse("sharing:settings"), {"tells_group": "on", "months": "6"})
    assert done.status_code == 302
    assert setting_of(cast.g.id) == Setting(tells_group=True, months=6)


def test_without_consent_emi_learns_nothing_of_what_h_asked_or_was_answered(world, cast):
    client = office_client(cast.emi)
    for url in (
        reverse("asks:reply", args=[world.g.row.uid]),
        reverse("asks:board", args=[world.g.row.ask.uid]),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert CANARY_H not in page.content.decode()
    assert client.get(reverse("asks:reply", args=[world.h.row.uid])).status_code == 404


def test_consent_is_shown_to_both_offices_and_so_is_its_end(world, cast):
    given = world.give(KEY)
    emi = office_client(cast.emi).get(reverse("asks:reply", args=[world.g.row.uid]))
    assert CANARY_H in emi.content.decode()
    h = add_member("reader.h", "reader h", Role.READER, cast.h.id)
    page = office_client(h).get(reverse("asks:reply", args=[world.h.row.uid])).content.decode()
    assert cast.g.name in page
    withdraw_consent(world.g.actor(world.now), uid=given.consent_uid, now=world.now)
    after = office_client(h).get(reverse("asks:reply", args=[world.h.row.uid])).content.decode()
    assert "に取り消し" in after


def test_the_first_page_offers_the_answers_and_one_press_gives_them_all(world):
    client = respondent_client(world.g.link_uid)
    start = reverse("portal:start", args=[world.g.link_uid])
    share = reverse("portal:share", args=[world.g.link_uid, world.h.row.uid])
    assert share in client.get(start).content.decode()
    page = client.get(share)
    seen = page.context["seen"]
    assert client.post(share, {"by": "", "seen": seen, "key": ""}).status_code == 422
    assert client.post(share, {"by": "ちか", "seen": seen, "key": KEY}).status_code == 302
    assert client.post(share, {"by": "ちか", "seen": seen, "key": ""}, follow=True).redirect_chain
    assert client.get(start).content.decode().count("/back/") == 2
    assert world.g.row.answered == world.g.row.shown


def test_dan_is_told_of_nobody(world, cast):
    dan = invite(cast, open_ask(cast, asker_id=cast.g.id), cast.dan)
    client = respondent_client(dan.link_uid)
    page = client.get(reverse("portal:start", args=[dan.link_uid])).content.decode()
    assert cast.s.name not in page
    assert "当時の回答" not in page
    share = reverse("portal:share", args=[dan.link_uid, world.h.row.uid])
    assert client.get(share).status_code == 404
    assert client.post(share, {"by": "Dan", "seen": str(world.h.row.uid)}).status_code == 404


def test_who_came_by_a_printed_code_fills_nothing_elsewhere(world):
    client = respondent_client(world.h.link_uid)
    session = client.session
    session["links"] = {
        str(world.h.link_uid): {"is_confirmed": True, "browser": "test", "card": 0},
    }
    session.save()
    url = reverse("portal:together", args=[world.h.link_uid])
    answer = client.post(url, {"by": "ちか", "wanted": [str(world.g.row.uid)]})
    assert answer.headers["Location"] == reverse("portal:start", args=[world.h.link_uid])
    assert world.g.row.answered == 0
    mailed = respondent_client(world.h.link_uid)
    assert mailed.get(url).status_code == 200
    mailed.post(url, {"by": "ちか", "wanted": [str(world.g.row.uid)]})
    assert world.g.row.answered > 0
