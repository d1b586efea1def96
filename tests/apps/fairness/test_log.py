"""The consultation log: written by us, begun by a partner, seen by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from sekisho.adapters.sheets import open_sheet
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.fairness.actions.consultations import NewTalk, add_talk, wish_talk
from sekisho.apps.fairness.jobs import render_wishes
from sekisho.apps.fairness.models import Consultation
from sekisho.apps.fairness.queries.consultations import (
    TalkWords,
    every_talk,
    talk_counts,
    talks_for,
    talks_with,
    waiting_talks,
)
from sekisho.apps.fairness.queries.cover import cover_of_audience, cover_of_partner
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.organisations.models import Organisation
from sekisho.engines.fairness import Cover
from sekisho.kernel.actor import Role
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.asking import Wish, draft_ask, sent_ask
from tests.factories.cast import add_member, office_client, respondent_client
from tests.factories.replying import respondent

pytestmark = pytest.mark.django_db

WORDS = TalkWords("ちか様", "多要素認証の導入", "費用は折半", "議事録 No.3", "次回12月")


def talk(cast, **more):
    return NewTalk(
        **{
            "organisation_uid": cast.home.uid, "partner_uid": cast.a.uid,
            "held_on": date(2026, 11, 10), "state": "held", "words": WORDS, **more,
        }
    )  # fmt: skip


@pytest.fixture
def asked(cast):
    ask = sent_ask(cast)
    return ask, Assignment.objects.get(ask_id=ask.id, subject_id=cast.a.id)


def wish(cast, row, words="費用について相談したい"):
    actor = respondent(row, cast.now)
    wish_talk(actor, words=TalkWords(asked=words), today=cast.now.date(), now=cast.now)


def test_an_entry_is_kept_sealed_and_read_again(cast):
    add_talk(cast.aoi, talk=talk(cast), now=cast.now)
    (found,) = talks_with(cast.aoi, cast.a.id)
    assert found.words == WORDS
    assert not found.is_waiting
    assert "折半".encode() not in bytes(Consultation.objects.get().sealed)


def test_a_talk_of_home_is_not_read_below_and_not_by_a_sister(cast):
    add_talk(cast.aoi, talk=talk(cast, partner_uid=cast.s.uid), now=cast.now)
    coordinator = add_member("h", "h", Role.COORDINATOR, cast.h.id)
    own = talk(cast, partner_uid=cast.s.uid, organisation_uid=cast.h.uid)
    add_talk(coordinator, talk=own, now=cast.now)
    assert talks_for(cast.emi).total == 0
    assert talks_with(cast.emi, cast.s.id) == ()
    assert [one.organisation.id for one in talks_with(coordinator, cast.s.id)] == [cast.h.id]
    assert len(talks_with(cast.aoi, cast.s.id)) == 2


def test_nobody_writes_for_a_company_or_a_partner_out_of_reach(cast):
    for actor, more in (
        (cast.ben, {}),
        (cast.emi, {}),
        (cast.emi, {"organisation_uid": cast.g.uid, "partner_uid": cast.b.uid}),
    ):
        with pytest.raises(NotFound):
            add_talk(actor, talk=talk(cast, **more), now=cast.now)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"state": "x"}, "no_state"), ({"words": TalkWords()}, "no_words"),
     ({"words": TalkWords(asked="あ" * 4001)}, "words_too_long")],
)  # fmt: skip
def test_an_entry_says_something(cast, more, code):
    with pytest.raises(Invalid, match=code):
        add_talk(cast.aoi, talk=talk(cast, **more), now=cast.now)


def test_a_wish_of_a_partner_waits_until_a_talk_follows(cast, asked):
    ask, row = asked
    wish(cast, row)
    (waiting,) = waiting_talks(cast.aoi)
    assert (waiting.partner.id, waiting.ask[0]) == (cast.a.id, ask.uid)
    assert talk_counts(cast.aoi) == {"all": 1, "waiting": 1, "partners": 1}
    add_talk(cast.aoi, talk=talk(cast, follows_uid=waiting.uid, state="agreed"), now=cast.now)
    assert waiting_talks(cast.aoi) == ()
    assert {one.state for one in talks_with(cast.aoi, cast.a.id)} == {"agreed", "wanted"}


def test_a_wish_tells_the_contact_person_without_its_words(cast, asked):
    ask, row = asked
    wish(cast, row, "ひみつの相談")
    letter = OutboxLetter.objects.get(letter="fairness.talk_wanted")
    ref = LetterRef(letter.pk, letter.object_id, letter.recipient_id, letter.language)
    made = render_wishes([ref])[letter.pk]
    assert made.to_address == "aoi@home.example"
    assert ask.number in made.subject
    assert "ひみつの相談" not in made.text


def test_a_wish_leaves_the_answer_as_it_is(cast, asked):
    _ask, row = asked
    before = Assignment.objects.values().get(pk=row.pk)
    wish(cast, row)
    assert Assignment.objects.values().get(pk=row.pk) == before
    assert not Reply.objects.exists()


def test_five_wishes_are_enough(cast, asked):
    _ask, row = asked
    for _one in range(5):
        wish(cast, row)
    with pytest.raises(Conflict, match="many_wishes"):
        wish(cast, row)


def test_an_entry_follows_only_one_about_the_same_partner(cast, asked):
    _ask, row = asked
    wish(cast, row)
    (waiting,) = waiting_talks(cast.aoi)
    other = talk(cast, partner_uid=cast.b.uid, follows_uid=waiting.uid)
    with pytest.raises(NotFound):
        add_talk(cast.aoi, talk=other, now=cast.now)


def test_what_follows_a_wish_is_about_the_same_ask_and_of_the_same_company(cast, asked):
    ask, row = asked
    wish(cast, row)
    (waiting,) = waiting_talks(cast.aoi)
    other = talk(cast, organisation_uid=cast.g.uid, follows_uid=waiting.uid)
    with pytest.raises(Invalid, match="other_company"):
        add_talk(cast.aoi, talk=other, now=cast.now)
    uid = add_talk(cast.aoi, talk=talk(cast, follows_uid=waiting.uid), now=cast.now)
    (found,) = [one for one in talks_with(cast.aoi, cast.a.id) if one.uid == uid]
    assert found.ask[0] == ask.uid


def test_the_same_entry_is_not_kept_twice(cast):
    add_talk(cast.aoi, talk=talk(cast), now=cast.now)
    with pytest.raises(Conflict, match="kept_already"):
        add_talk(cast.aoi, talk=talk(cast), now=cast.now)
    add_talk(cast.aoi, talk=talk(cast, words=replace(WORDS, note="別件")), now=cast.now)
    assert Consultation.objects.count() == 2


def test_partners_that_wait_are_counted_once_each(cast, asked):
    _ask, row = asked
    for words in ("一", "二"):
        wish(cast, row, words)
    counts = talk_counts(cast.aoi)
    assert (counts["waiting"], counts["partners"]) == (2, 1)


def test_the_record_holds_a_hash_of_what_was_written(cast):
    hashes = []
    for note in ("一", "二"):
        add_talk(cast.aoi, talk=talk(cast, words=replace(WORDS, note=note)), now=cast.now)
        hashes.append(AuditEntry.objects.latest("seq").payload_hash)
    assert len(set(hashes)) == 2


def test_the_respondent_asks_on_one_page(cast, asked):
    _ask, row = asked
    link = respondent(row, cast.now).uid
    chika = respondent_client(link)
    url = reverse("portal:costs", args=[link])
    assert url in chika.get(reverse("portal:start", args=[link])).content.decode()
    assert chika.post(url, {"asked": "", "with_whom": "ちか"}).status_code == 422
    answer = chika.post(url, {"asked": "EDRの費用", "with_whom": "ちか"})
    assert answer.url == url
    assert Consultation.objects.count() == 1
    page = chika.get(url).content.decode()
    assert "EDRの費用" not in page
    today = office_client(cast.aoi).get(reverse("home:today")).content.decode()
    assert cast.a.name in today
    assert reverse("fairness:partner", args=[cast.a.uid]) in today


def test_nothing_is_asked_before_the_code(cast, asked):
    _ask, row = asked
    link = respondent(row, cast.now).uid
    answer = respondent_client(link, is_confirmed=False).post(
        reverse("portal:costs", args=[link]), {"asked": "x", "with_whom": "y"}
    )
    assert answer.status_code == 302
    assert not Consultation.objects.exists()


def test_the_pages_write_and_show_the_log(cast, asked):
    _ask, row = asked
    wish(cast, row)
    aoi = office_client(cast.aoi)
    page = aoi.get(reverse("fairness:log"), {"state": "waiting"}).content.decode()
    (waiting,) = waiting_talks(cast.aoi)
    assert f"follows={waiting.uid}" in page
    url = reverse("fairness:partner", args=[cast.a.uid])
    given = {
        "held_on": "2026-11-16", "company": str(cast.home.uid), "state": "agreed",
        "asked": "導入", "bearing": "折半", "follows": str(waiting.uid),
    }  # fmt: skip
    assert aoi.get(f"{url}?follows={waiting.uid}").status_code == 200
    add = reverse("fairness:add", args=[cast.a.uid])
    assert aoi.post(add, given).status_code == 302
    assert "折半" in aoi.get(url).content.decode()
    assert waiting_talks(cast.aoi) == ()
    assert aoi.post(add, {**given, "asked": ""}).status_code == 422
    assert office_client(cast.ben).post(add, given).status_code == 403
    emi = office_client(cast.emi)
    assert "折半" not in emi.get(url).content.decode()
    assert cast.a.name not in emi.get(reverse("fairness:log")).content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_holds_the_whole_log(cast, form, tmp_path):
    add_talk(cast.aoi, talk=talk(cast), now=cast.now)
    add_talk(cast.aoi, talk=talk(cast, partner_uid=cast.b.uid), now=cast.now)
    aoi = office_client(cast.aoi)
    answer = aoi.get(reverse("fairness:export"), {"format": form})
    assert f".{form}" in answer["Content-Disposition"]
    path = tmp_path / f"log.{form}"
    path.write_bytes(answer.content)
    with path.open("rb") as file:
        rows = [
            [str(cell) for cell in row.cells] for row in open_sheet(file, name=path.name).rows()
        ]
    assert len(rows) == 3
    assert "費用は折半" in rows[1]
    assert len(every_talk(cast.emi)) == 0
    own = aoi.get(reverse("fairness:export_partner", args=[cast.b.uid]), {"format": "csv"})
    assert cast.a.name not in own.content.decode("utf-8-sig")


def sized(organisation, capital, heads):
    Organisation.objects.filter(pk=organisation.id).update(capital_yen=capital, headcount=heads)


def test_the_audience_counts_who_may_be_covered_and_who_is_unknown(cast):
    sized(cast.home, 900_000_000, 2_000)
    sized(cast.a, 9_000_000, 20)
    ask = draft_ask(cast, Wish(listed=("A-001", "B-001", "S-001")))
    found = cover_of_audience(ask, audience_of(cast.aoi, ask))
    assert [one.organisation.id for one in found.flagged] == [cast.a.id]
    assert (found.unknown, found.abroad, found.others) == (1, 1, 0)
    page = office_client(cast.aoi).get(reverse("asks:audience", args=[ask.uid])).content.decode()
    assert "取適法" in page


def test_a_partner_is_seen_from_each_company_it_supplies(cast):
    sized(cast.g, 900_000_000, 2_000)
    sized(cast.h, 5_000_000, 20)
    sized(cast.s, 9_000_000, 20)
    covers = {one.buyer.id: one.coverage.cover for one in cover_of_partner(cast.aoi, cast.s.uid)}
    assert covers == {cast.g.id: Cover.MAY_APPLY, cast.h.id: Cover.BELOW}
    assert [one.buyer.id for one in cover_of_partner(cast.emi, cast.s.uid)] == [cast.g.id]
    assert cover_of_partner(cast.aoi, cast.r.uid) == ()
    with pytest.raises(NotFound):
        cover_of_partner(cast.emi, cast.b.uid)
    page = office_client(cast.emi).get(reverse("partners:partner", args=[cast.s.uid]))
    assert "取適法" in page.content.decode()
