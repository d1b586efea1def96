"""What stands against a sending waits for an answer and for nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from sekisho.apps.asks.actions.drafts import (
    DraftPlan,
    save_ask_letter,
    save_audience,
    save_plan,
    save_words,
)
from sekisho.apps.asks.actions.waves import send_wave
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.asks.queries.drafts import AudienceSpec, ask_for
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.fairness.actions import gate
from sekisho.apps.fairness.actions.gate import (
    EXPLAINED,
    NOT_APPLICABLE,
    Reply,
    answer_all,
    answer_concern,
    insert_advice,
)
from sekisho.apps.fairness.actions.profiles import save_fair_settings
from sekisho.apps.fairness.models import ConcernAnswer
from sekisho.apps.fairness.queries.gate import (
    _of_question,
    answers_of,
    look_at,
    sealed_answer,
)
from sekisho.apps.fairness.queries.guard import look_over
from sekisho.apps.fairness.queries.profiles import FairSettings, settings_of
from sekisho.apps.fairness.web.words import shown_concern
from sekisho.engines.fairness import (
    ALTERNATIVES,
    COST_TALK,
    FORCED_PRODUCT,
    NO_RISK,
    SANCTION,
    SHORT_TIME,
)
from sekisho.engines.questionnaire import Choice, Followup, Kind, Question, Respondent
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.asking import Wish, draft_ask, sent_ask, with_words
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db

BARE = Bilingual("お願いです。", "Please reply.")
THREAT = "点数が60点未満の場合は、お取引を停止いたします。"


def looked(cast, uid):
    ask = ask_for(cast.aoi, uid)
    return look_at(ask, audience_of(cast.aoi, ask), now=cast.now)


def open_codes(cast, uid):
    return [one.code for one in looked(cast, uid).open]


def preflight_codes(cast, uid):
    found = preflight_of(cast.aoi, ask_for(cast.aoi, uid), now=cast.now)
    return [one.code for one in found.blocking]


@pytest.fixture
def bare(cast):
    """A draft that lacks nearly everything: bare reason, bare handling, a bare letter, two days."""
    ask = draft_ask(cast, Wish(days=2))
    sender = replace(ask.sender, handling=Bilingual("秘密にします。", "Kept secret."))
    words = replace(with_words(reason=BARE), sender=sender)
    revision = save_words(cast.aoi, uid=ask.uid, revision=ask.revision, words=words, now=cast.now)
    letter = ask.letter(REQUEST)
    body = "{{reason}}\n{{link}}\n{{deadline}}\n{{contact_mail}}\n" + THREAT
    letter = replace(letter, ja=replace(letter.ja, body=body))
    body_en = "{{reason}}\n{{link}}\n{{deadline}}\n{{contact_mail}}\nYou must buy Acme Shield."
    letter = replace(letter, en=replace(letter.en, body=body_en))
    save_ask_letter(cast.aoi, uid=ask.uid, revision=revision, letter=letter, now=cast.now)
    return ask_for(cast.aoi, ask.uid)


def test_a_draft_with_the_shipped_words_has_nothing_to_answer(cast):
    ask = draft_ask(cast)
    assert looked(cast, ask.uid).concerns == ()
    assert preflight_codes(cast, ask.uid) == []


def test_no_shipped_set_with_the_shipped_words_has_anything_to_answer(cast):
    ask = draft_ask(cast)
    for chosen in sets_for(cast.aoi):
        plan = DraftPlan(chosen.uid, 5)
        revision = ask_for(cast.aoi, ask.uid).revision
        save_plan(cast.aoi, uid=ask.uid, revision=revision, plan=plan, now=cast.now)
        assert looked(cast, ask.uid).concerns == (), chosen.key


def test_a_bare_draft_is_kept_back_until_each_point_is_answered(cast, bare):
    assert sorted(open_codes(cast, bare.uid)) == sorted(
        [NO_RISK, COST_TALK, ALTERNATIVES, SHORT_TIME, SANCTION, FORCED_PRODUCT]
    )
    assert preflight_codes(cast, bare.uid) == ["fairness.unanswered"]
    with pytest.raises(Invalid, match="not_ready"):
        send_wave(cast.aoi, uid=bare.uid, revision=bare.revision, now=cast.now)
    for concern in looked(cast, bare.uid).open:
        reply = Reply(EXPLAINED, f"理由 {concern.code}")
        answer_concern(cast.aoi, uid=bare.uid, key=concern.key, reply=reply, now=cast.now)
    assert preflight_codes(cast, bare.uid) == []
    send_wave(cast.aoi, uid=bare.uid, revision=bare.revision, now=cast.now)
    assert len(answers_of(bare.id)) == 6


def test_the_proposed_words_settle_what_words_can_settle(cast, bare):
    for _round in range(8):
        concern = next((one for one in looked(cast, bare.uid).open if one.can_insert), None)
        if concern is None:
            break
        insert_advice(cast.aoi, uid=bare.uid, key=concern.key, now=cast.now)
    assert open_codes(cast, bare.uid) == [SHORT_TIME]
    mended = ask_for(cast.aoi, bare.uid)
    assert "費用" in mended.sender.handling.ja
    assert "cost" in mended.sender.handling.en
    assert THREAT not in mended.letter(REQUEST).ja.body
    assert {one.kind for one in answers_of(bare.id)} == {"inserted"}


def test_in_an_emergency_one_reason_answers_all_at_once(cast, bare):
    count = answer_all(cast.aoi, uid=bare.uid, reason="攻撃が進行中です", now=cast.now)
    assert count == 6
    assert {(one.kind, one.reason) for one in answers_of(bare.id)} == {
        ("emergency", "攻撃が進行中です")
    }
    assert preflight_codes(cast, bare.uid) == []
    entry = AuditEntry.objects.latest("seq")
    assert (entry.verb, entry.count) == ("fairness.answered", 6)


def test_new_words_are_a_new_point(cast, bare):
    answer_all(cast.aoi, uid=bare.uid, reason="緊急", now=cast.now)
    ask = ask_for(cast.aoi, bare.uid)
    words = replace(
        with_words(reason=Bilingual(f"攻撃です。{THREAT}", "Attacks.")), sender=ask.sender
    )
    save_words(cast.aoi, uid=ask.uid, revision=ask.revision, words=words, now=cast.now)
    assert open_codes(cast, bare.uid) == [SANCTION]


def test_a_reason_is_needed_and_a_settled_point_is_gone(cast, bare):
    key = looked(cast, bare.uid).open[0].key
    with pytest.raises(Invalid, match="no_reason"):
        answer_concern(cast.aoi, uid=bare.uid, key=key, reply=Reply(EXPLAINED, " "), now=cast.now)
    with pytest.raises(Invalid, match="no_reason"):
        answer_all(cast.aoi, uid=bare.uid, reason="", now=cast.now)
    done = Reply(NOT_APPLICABLE)
    answer_concern(cast.aoi, uid=bare.uid, key=key, reply=done, now=cast.now)
    with pytest.raises(Conflict, match="concern_gone"):
        answer_concern(cast.aoi, uid=bare.uid, key=key, reply=done, now=cast.now)


def test_the_reason_lies_sealed(cast, bare):
    answer_all(cast.aoi, uid=bare.uid, reason="ひみつの理由", now=cast.now)
    for row in ConcernAnswer.objects.all():
        assert "ひみつの理由".encode() not in bytes(row.sealed)


def test_what_the_company_has_set_is_what_is_proposed(cast, bare):
    purpose = Bilingual("図面を守るためです。", "To protect drawings from leaks.")
    settings = FairSettings(
        purposes={"tier1": purpose}, contact="購買 03-0000-0001", minimum_days=2, notice_days=1
    )
    save_fair_settings(cast.aoi, organisation_uid=cast.home.uid, settings=settings, now=cast.now)
    found = {one.code: one for one in looked(cast, bare.uid).open}
    assert SHORT_TIME not in found
    assert found[NO_RISK].advice == purpose
    assert "購買 03-0000-0001" in found[COST_TALK].advice.ja
    assert settings_of(cast.g.id) == settings_of(cast.home.id)


def test_only_for_partners(cast):
    ask = draft_ask(cast)
    audience = AudienceSpec(mode="filter", members="group")
    revision = save_audience(
        cast.aoi, uid=ask.uid, revision=ask.revision, audience=audience, now=cast.now
    )
    save_words(cast.aoi, uid=ask.uid, revision=revision, words=with_words(reason=BARE),
               now=cast.now)  # fmt: skip
    assert looked(cast, ask.uid).concerns == ()


def test_what_buyers_on_our_side_are_asked_is_not_looked_over(cast):
    ask = draft_ask(cast)
    chosen = next(one for one in sets_for(cast.aoi) if one.respondent == "buyer")
    plan = DraftPlan(chosen.uid, 1)
    save_plan(cast.aoi, uid=ask.uid, revision=ask.revision, plan=plan, now=cast.now)
    assert looked(cast, ask.uid).concerns == ()


def test_an_answer_is_never_written_over(cast, bare, monkeypatch):
    """Two look at the same point; the second answer comes while the first is being kept."""
    left = looked(cast, bare.uid)
    answer_all(cast.aoi, uid=bare.uid, reason="先の理由", now=cast.now)
    monkeypatch.setattr(gate, "look_at", lambda *_args, **_more: left)
    with pytest.raises(Conflict, match="concern_gone"):
        answer_all(cast.aoi, uid=bare.uid, reason="後の理由", now=cast.now)
    assert {one.reason for one in answers_of(bare.id)} == {"先の理由"}


def test_words_that_come_back_are_open_again(cast, bare):
    key = next(one.key for one in looked(cast, bare.uid).open if one.code == SANCTION)
    insert_advice(cast.aoi, uid=bare.uid, key=key, now=cast.now)
    assert SANCTION not in open_codes(cast, bare.uid)
    ask = ask_for(cast.aoi, bare.uid)
    save_ask_letter(cast.aoi, uid=ask.uid, revision=ask.revision, letter=bare.letter(REQUEST),
                    now=cast.now)  # fmt: skip
    assert SANCTION in open_codes(cast, bare.uid)
    again = Reply(EXPLAINED, "理由")
    answer_concern(cast.aoi, uid=bare.uid, key=key, reply=again, now=cast.now)
    assert SANCTION not in open_codes(cast, bare.uid)


def test_title_and_subject_are_looked_over_too(cast, bare):
    ask = ask_for(cast.aoi, bare.uid)
    title = Bilingual("未回答の会社とは取引しません", "Check")
    words = replace(with_words(reason=ask.reason), title=title, sender=ask.sender)
    revision = save_words(cast.aoi, uid=ask.uid, revision=ask.revision, words=words, now=cast.now)
    letter = ask.letter(REQUEST)
    letter = replace(letter, en=replace(letter.en, subject="You must buy Acme Shield"))
    save_ask_letter(cast.aoi, uid=ask.uid, revision=revision, letter=letter, now=cast.now)
    found = {(one.code, one.place) for one in looked(cast, bare.uid).open}
    assert {(SANCTION, "title"), (FORCED_PRODUCT, "subject")} <= found
    page = office_client(cast.aoi).get(reverse("asks:check", args=[bare.uid])).content.decode()
    assert "件名" in page


def test_what_to_write_instead_stands_in_the_readers_language_first(cast, bare):
    ask = ask_for(cast.aoi, bare.uid)
    both = AudienceSpec(mode="list", listed=("A-001", "B-001"))
    save_audience(cast.aoi, uid=bare.uid, revision=ask.revision, audience=both, now=cast.now)
    for language, order in (("ja", ("ja", "en")), ("en", ("en", "ja"))):
        with translation.override(language):
            advised = [shown_concern(one).advice for one in looked(cast, bare.uid).open]
        languages = {tuple(code for code, _name, _text in one) for one in advised if len(one) > 1}
        assert languages == {order}


def test_help_choices_and_follow_ups_of_a_question_are_looked_over():
    texts = [Bilingual(f"Acme {one}を購入してください。") for one in ("Aid", "Ban", "Cat", "Dog")]
    question = Question(
        *("k", "c", Kind.SINGLE), texts[0], Respondent.SUPPLIER,
        choices=(Choice("a", texts[1]),), help=texts[2], followup=Followup(texts[3]),
    )  # fmt: skip
    passages = [one for one in _of_question(question, 7, "ja") if one.text]
    assert {one.text for one in passages} == {one.ja for one in texts}
    assert {(one.place, one.number) for one in passages} == {("question", 7)}


def test_a_group_company_does_not_read_what_home_answered(cast):
    ask = sent_ask(cast)
    ConcernAnswer.objects.create(
        uid=(own := new_id()), ask_id=ask.id, key="0" * 16, code=SANCTION, kind=EXPLAINED,
        sealed=sealed_answer(own, reason="本社の理由", found=THREAT), by_uid=cast.aoi.uid,
        at=cast.now,
    )  # fmt: skip
    url = reverse("fairness:record", args=[ask.uid])
    assert "本社の理由" in office_client(cast.ben).get(url).content.decode()
    emi = office_client(cast.emi)
    board = emi.get(reverse("asks:board", args=[ask.uid]))
    assert board.status_code == 200
    assert url not in board.content.decode()
    answer = emi.get(url)
    assert answer.status_code == 404
    assert "本社の理由" not in answer.content.decode()


def test_the_guard_is_told_the_moment_by_whoever_sends(cast, bare):
    asked = ask_for(cast.aoi, bare.uid)
    plan = DraftPlan(sets_for(cast.aoi)[0].uid, 5, date(2026, 11, 30))
    save_plan(cast.aoi, uid=asked.uid, revision=asked.revision, plan=plan, now=cast.now)
    asked = ask_for(cast.aoi, bare.uid)
    audience = audience_of(cast.aoi, asked)
    early = next(iter(look_over(asked, audience, cast.now))).found
    late = next(iter(look_over(asked, audience, cast.now + timedelta(days=10)))).found
    assert int(late) == int(early) + 1


def test_those_who_may_not_send_may_not_answer(cast, bare):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            answer_all(actor, uid=bare.uid, reason="x", now=cast.now)


def test_the_page_shows_each_point_and_takes_the_answers(cast, bare):
    aoi = office_client(cast.aoi)
    check = reverse("asks:check", args=[bare.uid])
    page = aoi.get(check).content.decode()
    assert THREAT in page
    assert page.count(reverse("fairness:answer", args=[bare.uid])) == 12
    key = re.search(r'insert/"[^>]*>.*?name="key" value="([0-9a-f]{16})"', page, re.DOTALL)[1]
    answer = aoi.post(reverse("fairness:insert", args=[bare.uid]), {"key": key})
    assert answer.url == f"{check}#fairness"
    answer = aoi.post(reverse("fairness:emergency", args=[bare.uid]), {"reason": "緊急です"})
    assert answer.status_code == 302
    page = aoi.get(check).content.decode()
    assert "緊急です" in page
    assert reverse("fairness:answer", args=[bare.uid]) not in page
    record = aoi.get(reverse("fairness:record", args=[bare.uid])).content.decode()
    assert record.count("緊急です") == 5


def test_an_answer_without_a_reason_is_refused_with_words(cast, bare):
    aoi = office_client(cast.aoi)
    answer = aoi.post(reverse("fairness:emergency", args=[bare.uid]), {"reason": ""})
    assert answer.status_code == 400
    assert "理由" in answer.content.decode()


def test_settings_are_kept_per_company(cast):
    aoi = office_client(cast.aoi)
    url = f"{reverse('fairness:settings')}?company={cast.g.uid}"
    assert aoi.get(url).status_code == 200
    given = {"minimum_days": "7", "notice_days": "2", "contact": "", "cost_talk_ja": "費用は相談。"}
    assert aoi.post(url, given).status_code == 302
    assert settings_of(cast.g.id).minimum_days == 7
    assert settings_of(cast.g.id).cost_talk.ja == "費用は相談。"
    assert settings_of(cast.home.id).minimum_days == 5
    assert aoi.post(url, {**given, "minimum_days": "0"}).status_code == 422
