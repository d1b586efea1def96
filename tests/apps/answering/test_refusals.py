"""Declining with a reason, last time's answers, and answers that were told by telephone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse

from sekisho.apps.answering.actions.digests import tell_news
from sekisho.apps.answering.actions.earlier import confirm_earlier
from sekisho.apps.answering.actions.refusals import NewRefusal, decline, take_up
from sekisho.apps.answering.actions.spoken import (
    Given,
    Told,
    reply_to_write,
    submit_told,
    write_down,
)
from sekisho.apps.answering.jobs.digests import render_to_teller
from sekisho.apps.answering.models import Refusal, SpokenAnswer
from sekisho.apps.answering.queries.earlier import earlier_for
from sekisho.apps.answering.queries.refusals import refusal_for, refusal_of_reply
from sekisho.apps.answering.queries.spoken import spoken_of
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.models import Ask
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_receipts import receipts_for
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.editor.actions.drafts import begin_from_set, change_draft
from sekisho.apps.editor.actions.publishing import publish_draft
from sekisho.apps.editor.queries.drafts import draft_for
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.engines.question_drafts import put_question
from sekisho.engines.questionnaire import Answer, Plan
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Invalid, NotFound
from tests.factories.answering import ALERT, invite, open_ask
from tests.factories.cast import office_client, respondent_client
from tests.factories.replying import answer_all, submit

KEY = "M22-RR-01"
WRONG = NewRefusal("wrong_person", "ちか", "", "総務の別の人", "other@a.example")


def test_a_refusal_says_why_and_whom_to_ask_instead_and_is_sealed(cast, chika):
    decline(chika.actor(cast.now), refusal=WRONG, now=cast.now)
    found = refusal_of_reply(cast.aoi, chika.row.uid, now=cast.now)
    assert (found.reason, found.instead_name) == ("wrong_person", "総務の別の人")
    assert "総務".encode() not in bytes(Refusal.objects.get().sealed)
    tell_news(SYSTEM, now=cast.now + timedelta(minutes=11))
    assert OutboxLetter.objects.filter(letter="answering.for_office").count() == 1


def test_taking_it_up_again_ends_the_refusal(cast, chika):
    actor = chika.actor(cast.now)
    decline(actor, refusal=WRONG, now=cast.now)
    take_up(actor, now=cast.now)
    assert refusal_for(actor, now=cast.now) is None
    assert chika.row.state == "waiting"


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (NewRefusal("no_such", "ちか"), "decline.reason"),
        (NewRefusal("secret", " "), "decline.no_name"),
        (NewRefusal("other", "ちか"), "decline.no_words"),
        (NewRefusal("wrong_person", "ちか"), "decline.no_instead"),
    ],
)
def test_a_refusal_without_its_parts_changes_nothing(cast, chika, refusal, code):
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        decline(chika.actor(cast.now), refusal=refusal, now=cast.now)
    assert chika.row.state == "waiting"


def test_the_pages_of_declining_lead_back(cast, chika):
    client = respondent_client(chika.link_uid)
    url, start = f"/r/a/{chika.link_uid}/decline/", f"/r/a/{chika.link_uid}/"
    assert client.post(url, {"reason": "other", "by": "ちか"}).status_code == 422
    assert client.post(url, {"reason": "secret", "by": "ちか"}).url == start
    assert "外部に" in client.get(start).content.decode()
    board = office_client(cast.aoi).get(reverse("asks:board", args=[chika.row.ask.uid]))
    assert "辞退" in board.content.decode()
    reply = office_client(cast.aoi).get(reverse("asks:reply", args=[chika.row.uid]))
    assert "外部に" in reply.content.decode()
    client.post(f"/r/a/{chika.link_uid}/resume/")
    assert chika.row.state == "waiting"


def _last_year(cast, **more):
    old = invite(cast, open_ask(cast), cast.chika)
    answer_all(old.row, cast.now, but=more)
    submit(old.row, cast.now)
    return old


def test_last_times_answers_are_offered_and_nothing_is_copied_without_a_press(cast):
    _last_year(cast, **{"M22-RR-03": Answer(("partial",), followup="一部")})
    chika = invite(cast, open_ask(cast), cast.chika)
    actor = chika.actor(cast.now)
    offered = earlier_for(actor, now=cast.now)
    assert offered["M22-RR-03"].answer.followup == "一部"
    assert reply_for(actor, now=cast.now).stored == {}
    confirm_earlier(actor, question_key=KEY, now=cast.now)
    assert set(reply_for(actor, now=cast.now).stored) == {KEY}
    with pytest.raises(NotFound):
        confirm_earlier(actor, question_key=KEY, now=cast.now)


def test_last_times_answers_follow_the_map_that_was_confirmed_for_the_new_edition(cast):
    _last_year(cast, **{"M22-RR-03": Answer(("partial",), followup="一部")})
    older = next(one for one in sets_for(cast.aoi) if one.key == ALERT)
    draft = begin_from_set(
        cast.aoi, organisation_uid=cast.home.uid, set_uid=older.uid, now=cast.now
    )
    content = draft_for(cast.aoi, draft).draft
    carry = {row["id"]: row["id"] for row in content["questions"]}
    for key, new_key in (("M22-RR-01", "M22-RR-01"), ("M22-RR-03", "NEW-03")):
        row = next(row for row in content["questions"] if row["id"] == key)
        fields = {"id": new_key, "ja": f"{row['ja']}(改)"}
        change = partial(put_question, uid=row["uid"], fields=fields, seen=1)
        change_draft(cast.aoi, uid=draft, change=change, what="question", now=cast.now)
    carry |= {"M22-RR-01": "", "M22-RR-03": "NEW-03"}
    seen = draft_for(cast.aoi, draft).revision
    publish_draft(cast.aoi, uid=draft, seen=seen, carry=carry, now=cast.now)
    chika = invite(cast, open_ask(cast), cast.chika)
    offered = earlier_for(chika.actor(cast.now), now=cast.now)
    assert offered["NEW-03"].answer.followup == "一部"
    assert "M22-RR-01" not in offered
    assert "M22-RR-02" in offered


def test_a_plan_whose_day_is_over_is_not_taken_over(cast):
    day = (cast.now + timedelta(days=30)).date().isoformat()
    _last_year(cast, **{KEY: Answer(("no",), followup="未", plan=Plan("直す", "課", day))})
    chika = invite(cast, open_ask(cast), cast.chika, due_days=100)
    late = cast.now + timedelta(days=60)
    found = earlier_for(chika.actor(late), now=late)[KEY]
    assert found.has_old_plan
    assert found.answer.plan is None
    assert earlier_for(chika.actor(cast.now), now=cast.now)[KEY].answer.plan.what == "直す"


def test_answers_to_another_company_or_of_another_partner_are_never_offered(cast):
    other = invite(cast, open_ask(cast, asker_id=cast.g.id), cast.chika)
    answer_all(other.row, cast.now)
    submit(other.row, cast.now)
    ask = open_ask(cast)
    theirs = invite(cast, open_ask(cast), cast.dan)
    answer_all(theirs.row, cast.now)
    submit(theirs.row, cast.now)
    chika = invite(cast, ask, cast.chika)
    assert earlier_for(chika.actor(cast.now), now=cast.now) == {}


def test_the_card_offers_last_times_answer_with_one_press(cast):
    _last_year(cast)
    chika = invite(cast, open_ask(cast), cast.chika)
    client, page = respondent_client(chika.link_uid), f"/r/a/{chika.link_uid}/answers/reduce/"
    assert "前回" in client.get(page).content.decode()
    answer = client.post(f"/r/a/{chika.link_uid}/question/{KEY}/still/")
    assert answer.url.endswith(f"#question-{KEY}")
    assert set(reply_for(chika.actor(cast.now), now=cast.now).stored) == {KEY}


def _told(cast, **more):
    values = {"said_by": "ちか", "channel": "telephone", "said_on": cast.now.date(), **more}
    return Told(**values)


def _write(cast, visitor, actor=None, told=None, **more):
    return write_down(
        actor or cast.aoi,
        assignment_uid=visitor.row.uid,
        told=told or _told(cast),
        **{"given": Given(KEY, Answer(("yes",)), 0), "now": cast.now, **more},
    )


def test_an_answer_told_by_telephone_is_saved_and_marked(cast, chika):
    _write(cast, chika)
    stored = reply_for(chika.actor(cast.now), now=cast.now).stored[KEY]
    assert stored.saved_by == "あおい"
    found = spoken_of([chika.assignment_id])[chika.assignment_id, KEY]
    assert (found.said_by, found.channel, found.written_by) == ("ちか", "telephone", "あおい")
    assert "ちか".encode() not in bytes(SpokenAnswer.objects.get().sealed)
    page = office_client(cast.aoi).get(reverse("asks:reply", args=[chika.row.uid]))
    assert "電話" in page.content.decode()


def test_the_partners_own_answer_is_kept_shown_and_recorded_when_it_is_written_over(cast, chika):
    own = {"answer": Answer(("no",), plan=Plan("導入する")), "base_revision": 0, "now": cast.now}
    save_answer(chika.actor(cast.now), question_key=KEY, **own)
    client = office_client(cast.aoi)
    for revision, choice in ((1, "yes"), (2, "unknown")):  # the second mends the office's own word
        _write(cast, chika, given=Given(KEY, Answer((choice,)), revision))
    found = spoken_of([chika.assignment_id])[chika.assignment_id, KEY].over
    assert found.words.ja.startswith("いいえ")
    assert "導入する" in found.words.ja
    assert "導入する".encode() not in bytes(SpokenAnswer.objects.latest("id").sealed)
    page = client.get(reverse("asks:reply", args=[chika.row.uid])).content.decode()
    assert "いいえ / 導入する" in page
    assert AuditEntry.objects.filter(verb="answering.written_over").count() == 2


def test_the_page_says_whose_answer_stands_there_before_it_is_written_over(cast, chika):
    own = {"answer": Answer(("no",)), "base_revision": 0, "now": cast.now}
    save_answer(chika.actor(cast.now), question_key=KEY, **own)
    client, _url = _by_telephone(cast, chika)
    page = client.get(reverse("told:reply", args=[chika.row.uid])).content.decode()
    assert "元の回答も残ります" in page


def test_the_mark_goes_when_the_partner_answers_anew(cast, chika):
    _write(cast, chika)
    save_answer(
        chika.actor(cast.now),
        question_key=KEY,
        answer=Answer(("unknown",)),
        base_revision=1,
        now=cast.now,
    )
    page = office_client(cast.aoi).get(reverse("asks:reply", args=[chika.row.uid]))
    assert "電話で回答" not in page.content.decode()


def test_only_who_follows_up_writes_down_and_only_within_reach(cast, chika, dan):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            _write(cast, dan, actor)
    with pytest.raises(NotFound):
        reply_to_write(cast.ben, chika.row.uid, now=cast.now)


def test_the_source_must_be_complete(cast, chika):
    tomorrow = cast.now.date() + timedelta(days=2)
    for more in ({"said_by": " "}, {"channel": "rumour"}, {"said_on": tomorrow}):
        with pytest.raises(Invalid):
            _write(cast, chika, told=_told(cast, **more))


def test_the_partner_gets_a_letter_to_look_at_what_was_written(cast, chika):
    _write(cast, chika)
    tell_news(SYSTEM, now=cast.now + timedelta(minutes=11))
    row = OutboxLetter.objects.get(letter="answering.written_down")
    ref = LetterRef(row.pk, row.object_id, row.recipient_id, row.language)
    letter = render_to_teller([ref])[row.pk]
    assert letter.to_address == cast.chika.email
    assert f"/r/{chika.token}" in letter.text


def test_a_whole_reply_can_be_told_and_submitted_by_the_office(cast, chika):
    answer_all(chika.row, cast.now)
    seen = reply_to_write(cast.aoi, chika.row.uid, now=cast.now).revision
    receipt = submit_told(
        cast.aoi, assignment_uid=chika.row.uid, told=_told(cast), seen_revision=seen, now=cast.now
    )
    assert receipt.name == "ちか (あおい)"
    assert receipt.approver == ""
    assert chika.row.state == "submitted"


def _by_telephone(cast, visitor):
    client = office_client(cast.aoi)
    source = {"said_by": "ちか", "channel": "telephone", "said_on": cast.now.date().isoformat()}
    client.post(reverse("told:reply", args=[visitor.row.uid]), source)
    return client, reverse("told:submit", args=[visitor.row.uid])


def test_what_is_submitted_by_telephone_is_what_the_page_showed(cast, chika):
    answer_all(chika.row, cast.now)
    seen = reply_to_write(cast.aoi, chika.row.uid, now=cast.now)
    client, url = _by_telephone(cast, chika)
    assert client.post(url, {}).status_code == 422
    again = {"answer": Answer(("no",)), "base_revision": seen.stored[KEY].revision}
    save_answer(chika.actor(cast.now), question_key=KEY, **again, now=cast.now)
    client.post(url, {"revision": str(seen.revision)})
    assert chika.row.state == "answering"
    client.post(url, {"revision": str(seen.revision + 1)})
    assert chika.row.state == "submitted"


def test_an_approver_is_recorded_only_as_told(cast, chika):
    Ask.objects.update(needs_approver=True)
    answer_all(chika.row, cast.now)
    seen = reply_to_write(cast.aoi, chika.row.uid, now=cast.now).revision
    given = {"assignment_uid": chika.row.uid, "seen_revision": seen, "now": cast.now}
    with pytest.raises(Invalid, match=r"asks\.submit\.approver_missing"):
        submit_told(cast.aoi, told=_told(cast), **given)
    client, url = _by_telephone(cast, chika)
    assert client.post(url, {"revision": str(seen)}).status_code == 422
    client.post(url, {"revision": str(seen), "approver": "ぶちょう"})
    (receipt,) = receipts_for(chika.actor(cast.now))
    assert (receipt.name, receipt.approver) == ("ちか (あおい)", "ぶちょう")


def test_what_was_said_this_morning_at_home_has_been_said(cast, chika):
    early = datetime(2026, 11, 16, 23, 0, tzinfo=UTC)  # the 17th in Japan
    _write(cast, chika, told=_told(cast, said_on=date(2026, 11, 17)), now=early)


def test_the_page_asks_first_who_told_it_and_then_shows_the_cards(cast, chika):
    client, url = office_client(cast.aoi), reverse("told:reply", args=[chika.row.uid])
    assert 'class="sk-question"' not in client.get(url).content.decode()
    source = {"said_by": "ちか", "channel": "fax", "said_on": cast.now.date().isoformat()}
    assert client.post(url, {**source, "said_by": ""}).status_code == 422
    assert client.post(url, source).url == url
    assert 'class="sk-question"' in client.get(url).content.decode()
    save = reverse("told:save", args=[chika.row.uid, KEY])
    answer = client.post(save, {f"{KEY}-answer": "yes", f"{KEY}-revision": "0"})
    assert answer.url.endswith(f"#question-{KEY}")
    assert "FAXで回答" in client.get(url).content.decode()
