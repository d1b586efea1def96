"""Talk at questions, what waits for whom, and what everybody reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.answering.actions.digests import tell_news
from sekisho.apps.answering.actions.refusals import NewRefusal, decline
from sekisho.apps.answering.actions.talks import (
    MOST_AN_HOUR,
    Clarified,
    Saying,
    answer_question,
    ask_question,
    clarify,
    settle_thread,
)
from sekisho.apps.answering.jobs.digests import render_to_office, render_to_partner
from sekisho.apps.answering.models import Clarification, Message
from sekisho.apps.answering.queries import talks
from sekisho.apps.answering.queries.talks import (
    clarifications_of_link,
    threads_for,
    waiting_counts,
    waiting_for,
)
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.cast import office_client, respondent_client

KEY = "M22-RR-02"
WORDS = "管理者とは だれのことですか"


def _ask(visitor, now, text=WORDS):
    saying = Saying(text, "ちか")
    return ask_question(visitor.actor(now), question_key=KEY, saying=saying, now=now)


def _answer(cast, visitor, thread, text="社内のサーバーの管理者です", actor=None):
    answer_question(
        actor or cast.aoi,
        assignment_uid=visitor.row.uid,
        thread_uid=thread,
        saying=Saying(text, "あおい"),
        now=cast.now,
    )


def _refs(name):
    rows = OutboxLetter.objects.filter(letter=name).order_by("id")
    return [LetterRef(row.pk, row.object_id, row.recipient_id, row.language) for row in rows]


def test_a_question_waits_for_the_office_and_its_answer_for_the_partner(cast, chika):
    thread = _ask(chika, cast.now)
    (waiting,) = waiting_for(cast.aoi)
    assert (waiting.assignment_uid, waiting.count) == (chika.row.uid, 1)
    _answer(cast, chika, thread)
    assert waiting_for(cast.aoi) == ()
    (found,) = threads_for(chika.actor(cast.now), now=cast.now)
    assert found.waits_for == "partner"
    assert [one.is_from_partner for one in found.messages] == [True, False]


def test_what_was_said_is_sealed_and_so_is_where(cast, chika):
    _ask(chika, cast.now)
    row = Message.objects.select_related("thread").get()
    assert WORDS.encode() not in bytes(row.sealed)
    assert KEY.encode() not in bytes(row.thread.sealed)


def test_nobody_reads_or_answers_what_lies_elsewhere(cast, chika, dan):
    thread = _ask(dan, cast.now)
    assert threads_for(chika.actor(cast.now), now=cast.now) == ()
    assert waiting_for(cast.emi) == ()
    for actor in (cast.emi, cast.ben):
        with pytest.raises(NotFound):
            _answer(cast, dan, thread, actor=actor)
    with pytest.raises(NotFound):
        _answer(cast, chika, thread)


def test_a_thread_can_be_settled_without_words(cast, chika):
    thread = _ask(chika, cast.now)
    settle_thread(cast.aoi, assignment_uid=chika.row.uid, thread_uid=thread, now=cast.now)
    assert waiting_for(cast.aoi) == ()


def test_questions_are_limited_in_length_and_number(cast, chika):
    for text, code in (("  ", "no_words"), ("x" * 2001, "too_long")):
        with pytest.raises(Invalid, match=code):
            _ask(chika, cast.now, text)
    for _number in range(MOST_AN_HOUR):
        _ask(chika, cast.now)
    with pytest.raises(Conflict, match="too_fast"):
        _ask(chika, cast.now)
    _ask(chika, cast.now + timedelta(hours=2))


def test_news_go_out_together_once_and_without_contents(cast, chika, dan):
    for visitor in (chika, chika, dan):
        _ask(visitor, cast.now)
    assert tell_news(SYSTEM, now=cast.now + timedelta(minutes=5)) == 0
    assert tell_news(SYSTEM, now=cast.now + timedelta(minutes=11)) == 1
    assert tell_news(SYSTEM, now=cast.now + timedelta(minutes=30)) == 0
    (ref,) = _refs("answering.for_office")
    letter = render_to_office([ref])[ref.outbox_id]
    assert letter.to_address == "security@home.example"
    assert "2件" in letter.text
    assert WORDS not in letter.text


def test_the_partner_is_told_that_an_answer_waits(cast, chika):
    thread = _ask(chika, cast.now)
    _answer(cast, chika, thread)
    tell_news(SYSTEM, now=cast.now + timedelta(minutes=11))
    (ref,) = _refs("answering.for_partner")
    letter = render_to_partner([ref])[ref.outbox_id]
    assert letter.to_address == cast.chika.email
    assert f"/r/{chika.token}" in letter.text
    assert "サーバー" not in letter.text


def test_news_without_a_question_counts_none(cast, chika):
    decline(chika.actor(cast.now), refusal=NewRefusal("secret", "ちか", "x"), now=cast.now)
    tell_news(SYSTEM, now=cast.now + timedelta(minutes=11))
    (ref,) = _refs("answering.for_office")
    text = render_to_office([ref])[ref.outbox_id].text
    assert "0" not in text.partition("http")[0]
    assert "回答をいただけない" in text or "辞退" in text


def test_counts_stay_whole_where_the_list_is_cut(cast, chika, dan, monkeypatch):
    monkeypatch.setattr(talks, "MOST_WAITING", 1)
    for visitor in (chika, dan):
        _ask(visitor, cast.now)
    assert len(waiting_for(cast.aoi)) == 1
    assert waiting_counts(cast.aoi) == (2, 2)


def test_only_the_newest_of_a_long_talk_is_opened(cast, chika, monkeypatch):
    monkeypatch.setattr(talks, "MOST_MESSAGES", 2)
    thread = _ask(chika, cast.now)
    for text in ("一", "二", "三"):
        _answer(cast, chika, thread, text)
    (found,) = threads_for(chika.actor(cast.now), now=cast.now)
    assert [one.text for one in found.messages] == ["二", "三"]


def test_nothing_is_shown_to_everybody_unless_that_is_chosen(cast, chika):
    thread, client = _ask(chika, cast.now), office_client(cast.aoi)
    url = reverse("answering:clarify", args=[chika.row.uid, thread])
    page = client.get(url).content.decode()
    box = page[page.index('name="is_shown"') - 80 : page.index('name="is_shown"') + 80]
    assert "checked" not in box
    words = {"asked_ja": "問", "asked_en": "Q", "answered_ja": "答", "answered_en": "A"}
    client.post(url, words)
    assert not Clarification.objects.get().is_shown


def test_a_clarification_is_read_by_everybody_asked_and_sealed(cast, chika, dan):
    words = Clarified(KEY, "だれ？", "Who?", "管理者です", "The administrator")
    uid = clarify(cast.aoi, ask_uid=chika.row.ask.uid, words=words, now=cast.now)
    (found,) = clarifications_of_link(dan.actor(cast.now))
    assert (found.question_key, found.answered.en) == (KEY, "The administrator")
    assert "管理者です".encode() not in bytes(Clarification.objects.get().sealed)
    clarify(
        cast.aoi,
        ask_uid=chika.row.ask.uid,
        words=words,
        uid=uid,
        is_shown=False,
        now=cast.now,
    )
    assert clarifications_of_link(dan.actor(cast.now)) == ()
    with pytest.raises(Invalid):
        clarify(
            cast.aoi,
            ask_uid=chika.row.ask.uid,
            words=Clarified(KEY, "だれ？", "", "a", "b"),
            now=cast.now,
        )
    with pytest.raises(NotFound):
        clarify(cast.emi, ask_uid=chika.row.ask.uid, words=words, now=cast.now)


def test_the_pages_carry_a_question_and_its_answer(cast, chika):
    client, office = respondent_client(chika.link_uid), office_client(cast.aoi)
    url = reverse("portal:talk", kwargs={"link_uid": chika.link_uid, "question": KEY})
    assert client.post(url, {"text": "", "by": "ちか"}).status_code == 422
    assert client.post(url, {"text": WORDS, "by": "ちか"}).url == url
    assert "取引先からの質問" in office.get("/o/").content.decode()
    reply = reverse("asks:reply", args=[chika.row.uid])
    assert WORDS in office.get(reply).content.decode()
    (thread,) = threads_for(chika.actor(cast.now), now=cast.now)
    answer = reverse("answering:answer", args=[chika.row.uid, thread.uid])
    office.post(answer, {f"t{thread.id}-text": "サーバーの管理者です"})
    assert "サーバーの管理者です" in client.get(url).content.decode()
    assert "回答しました" in client.get(f"/r/a/{chika.link_uid}/").content.decode()
    make = reverse("answering:clarify", args=[chika.row.uid, thread.uid])
    assert WORDS in office.get(make).content.decode()
    form = {
        "asked_ja": "だれ？",
        "asked_en": "Who?",
        "answered_ja": "管理者",
        "answered_en": "Admins",
    }
    done = office.post(make, {**form, "is_shown": "on"})
    assert "だれ？" in office.get(done.url).content.decode()
    cards = client.get(f"/r/a/{chika.link_uid}/answers/reduce/").content.decode()
    assert "だれ？" in cards
