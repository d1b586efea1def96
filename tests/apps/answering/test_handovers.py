"""Handing questions over: what a narrower link opens, and what it never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.accounts.actions import revoke_links_of_holder
from sekisho.apps.answering.actions.handovers import (
    MOST_AN_HOUR,
    NewHandOver,
    follow_deadline,
    hand_over,
    take_back,
)
from sekisho.apps.answering.actions.parts import (
    attach_part_file,
    give_part_code,
    save_part_answer,
    send_part_code,
    submit_part,
)
from sekisho.apps.answering.jobs.letters import render_codes, render_hand_overs
from sekisho.apps.answering.jobs.more_time import follow_wave
from sekisho.apps.answering.models import HandOver
from sekisho.apps.answering.queries.handovers import handovers_for, handovers_of_reply
from sekisho.apps.answering.queries.parts import part_for
from sekisho.apps.asks.actions.changing import Extension, extend_deadline
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.submissions import Signer
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.answering.world import KEYS, OTHER, VENDOR, handed
from tests.factories.cast import office_client, respondent_client
from tests.factories.replying import answer_all
from tests.gate.matrix import routes
from tests.gate.samples import SAMPLES

YES = Answer(("yes",))


def _letters(name):
    rows = OutboxLetter.objects.filter(letter=name)
    return [LetterRef(row.pk, row.object_id, row.recipient_id, row.language) for row in rows]


def test_the_letter_carries_the_narrower_link_and_neither_note_nor_question(cast, chika):
    part = handed(chika, cast.now, note="秘密のことば", languages=("ja", "en"))
    (ref,) = _letters("answering.hand_over")
    letter = render_hand_overs([ref])[ref.outbox_id]
    assert letter.to_address == VENDOR
    assert f"/r/{part.token}" in letter.text
    assert "ちか" in letter.text
    assert "handed 2 questions over" in letter.text.replace("\n", " ")
    for hidden in ("秘密", *KEYS, "パスワード"):
        assert hidden not in letter.text


def test_nothing_of_a_hand_over_stands_in_the_clear(cast, chika):
    part = handed(chika, cast.now, note="秘密のことば")
    sealed = bytes(HandOver.objects.get(pk=part.row_id).sealed)
    for word in (VENDOR, "秘密のことば", KEYS[0]):
        assert word.encode() not in sealed


def test_the_part_shows_its_own_questions_and_answers_only(cast, chika):
    actor = chika.actor(cast.now)
    for key in (KEYS[0], OTHER):
        save_answer(actor, question_key=key, answer=YES, base_revision=0, now=cast.now)
    part = part_for(handed(chika, cast.now).actor(cast.now), now=cast.now)
    assert [one.key for one in part.shown] == list(KEYS)
    assert set(part.reply.stored) == {KEYS[0]}
    assert part.answered == 1


def test_an_answer_of_the_part_is_saved_under_the_name_that_it_was_handed_to(cast, chika):
    part = handed(chika, cast.now).actor(cast.now)
    given = {"answer": YES, "base_revision": 0, "now": cast.now}
    save_part_answer(part, question_key=KEYS[0], **given)
    assert reply_for(chika.actor(cast.now), now=cast.now).stored[KEYS[0]].saved_by == "業者"
    with pytest.raises(NotFound):
        save_part_answer(part, question_key=OTHER, **given)
    with pytest.raises(NotFound):
        attach_part_file(part, question_key=OTHER, upload=None, now=cast.now)


def test_a_narrower_link_opens_no_page_of_the_full_one(cast, chika):
    part = handed(chika, cast.now)
    client = respondent_client(part.link_uid)
    asked = 0
    for route in routes():
        if route.rule is None or route.rule.verb != "answer":
            continue
        kwargs = SAMPLES[route.name].none(None)
        url = reverse(route.name, kwargs={**kwargs, "link_uid": part.link_uid})
        for method in ("get", "post"):
            assert getattr(client, method)(url).status_code in {404, 405}, url
        asked += 1
    assert asked >= 25


def test_a_full_link_opens_no_page_of_a_narrower_one(cast, chika):
    handed(chika, cast.now)
    client = respondent_client(chika.link_uid)
    assert client.get(f"/r/p/{chika.link_uid}/").status_code == 404


def test_what_was_handed_over_is_never_handed_further(cast, chika):
    part = handed(chika, cast.now).actor(cast.now)
    with pytest.raises(NotFound):
        hand_over(part, to=NewHandOver("だれか", "x@it.example", KEYS, "業者"), now=cast.now)


def test_taking_back_closes_the_link_at_once_and_keeps_the_answers(cast, chika):
    part = handed(chika, cast.now)
    save_part_answer(
        part.actor(cast.now), question_key=KEYS[0], answer=YES, base_revision=0, now=cast.now
    )
    client = respondent_client(part.link_uid)
    assert client.get(f"/r/p/{part.link_uid}/").status_code == 200
    take_back(chika.actor(cast.now), uid=part.uid, now=cast.now)
    assert client.get(f"/r/p/{part.link_uid}/").status_code == 404
    assert KEYS[0] in reply_for(chika.actor(cast.now), now=cast.now).stored
    assert OutboxLetter.objects.get(letter="answering.hand_over").state == "cancelled"


def test_the_narrower_link_never_outlives_the_link_that_gave_it(cast, chika):
    part = handed(chika, cast.now)
    revoke_links_of_holder(SYSTEM, holder_id=cast.chika.id, now=cast.now)
    with pytest.raises(NotFound):
        part_for(part.actor(cast.now), now=cast.now)


def test_without_the_code_nothing_is_shown_and_the_code_goes_to_the_new_address(cast, chika):
    part = handed(chika, cast.now)
    actor = part.actor(cast.now, is_confirmed=False)
    with pytest.raises(NotFound):
        part_for(actor, now=cast.now)
    client = respondent_client(part.link_uid, is_confirmed=False)
    assert client.get(f"/r/p/{part.link_uid}/").url == f"/r/p/{part.link_uid}/code/"
    assert send_part_code(actor, browser="b", language="ja", now=cast.now) == "v•••@it.example"
    (ref,) = _letters("answering.code")
    letter = render_codes([ref])[ref.outbox_id]
    assert letter.to_address == VENDOR
    assert part.token not in letter.text
    code = next(line for line in letter.text.splitlines() if line.replace(" ", "").isdigit())
    result = give_part_code(actor, code=code.replace(" ", ""), browser="b", now=cast.now)
    assert result.value == "right"
    assert handovers_for(chika.actor(cast.now), now=cast.now)[0].opened_at == cast.now


def test_another_domain_than_the_contacts_is_marked_for_both_sides(cast, chika):
    handed(chika, cast.now)
    handed(chika, cast.now, email="colleague@A.example", name="同僚")
    for found in (
        handovers_for(chika.actor(cast.now), now=cast.now),
        handovers_of_reply(cast.aoi, chika.row.uid, now=cast.now),
    ):
        assert [(one.name, one.is_outside) for one in found] == [("同僚", False), ("業者", True)]


def test_who_does_not_reach_the_reply_sees_no_hand_over(cast, chika, dan):
    handed(chika, cast.now)
    assert handovers_for(dan.actor(cast.now), now=cast.now) == ()
    with pytest.raises(NotFound):
        handovers_of_reply(cast.emi, dan.row.uid, now=cast.now)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"question_keys": ()}, "answering.handover.no_questions"),
        ({"question_keys": ("no-such",)}, "answering.handover.no_questions"),
        ({"email": "no address"}, "answering.handover.address"),
        ({"name": " "}, "answering.handover.no_name"),
        ({"by": "www.evil.example へどうぞ"}, "answering.handover.name_shape"),
        ({"note": "x" * 1001}, "answering.too_long"),
    ],
)
def test_what_cannot_be_is_refused(cast, chika, more, code):
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        handed(chika, cast.now, **more)
    assert not HandOver.objects.exists()


def test_one_address_has_one_part_and_an_hour_sees_a_few(cast, chika):
    handed(chika, cast.now)
    with pytest.raises(Conflict, match=r"answering\.handover\.already"):
        handed(chika, cast.now)
    for number in range(MOST_AN_HOUR - 1):
        handed(chika, cast.now, email=f"v{number}@it.example")
    with pytest.raises(Conflict, match=r"answering\.handover\.too_fast"):
        handed(chika, cast.now, email="late@it.example")
    handed(chika, cast.now + timedelta(hours=2), email="late@it.example")


def test_more_time_for_the_giver_is_more_time_for_the_part(cast, chika):
    part, far = handed(chika, cast.now), cast.now + timedelta(days=60)
    ask = chika.row.ask
    more = Extension(far.date())
    sent = extend_deadline(
        cast.aoi, uid=ask.uid, revision=ask.revision, extension=more, now=cast.now
    )
    follow_wave(sent.wave_id, "")
    assert part_for(part.actor(far), now=far).handover.is_live
    taken = handed(chika, cast.now, email="b@it.example")
    take_back(chika.actor(cast.now), uid=taken.uid, now=cast.now)
    later, own = far + timedelta(days=9), [chika.assignment_id]
    assert follow_deadline(SYSTEM, assignment_ids=own, now=later) == 1  # not what was taken back


def test_submitting_takes_the_permission_and_all_questions(cast, chika):
    now = cast.now
    asked = tuple(one.key for one in reply_for(chika.actor(now), now=now).asked)
    some = handed(chika, now, can_submit=True)
    with pytest.raises(Conflict, match=r"answering\.part\.no_submit"):
        submit_part(some.actor(now), signer=Signer("業者"), seen_revision=0, now=now)
    every = handed(chika, now, can_submit=True, question_keys=asked, email="all@it.example")
    with pytest.raises(Invalid, match=r"asks\.submit\.incomplete"):
        submit_part(every.actor(now), signer=Signer("業者"), seen_revision=0, now=now)


def test_a_part_submits_the_answers_that_its_page_showed(cast, chika):
    now = cast.now
    answer_all(chika.row, now)
    asked = tuple(one.key for one in reply_for(chika.actor(now), now=now).asked)
    part = handed(chika, now, can_submit=True, question_keys=asked)
    client = respondent_client(part.link_uid)
    seen = reply_for(chika.actor(now), now=now).revision
    url = reverse("portal:part-done", args=[part.link_uid])
    sent = {"submit": "1", "name": "業者", "revision": str(seen)}
    stored = reply_for(chika.actor(now), now=now).stored[KEYS[0]]
    given = {"answer": Answer(("no",)), "base_revision": stored.revision, "now": now}
    save_answer(chika.actor(now), question_key=KEYS[0], **given)
    client.post(url, sent)
    assert chika.row.state == "answering"
    client.post(url, {**sent, "revision": str(seen + 1)})
    assert chika.row.state == "submitted"


def test_the_pages_lead_from_the_form_to_the_part_and_back(cast, chika):
    client, url = respondent_client(chika.link_uid), f"/r/a/{chika.link_uid}/hand/"
    assert "パスワード" in client.get(url).content.decode()
    form = {
        "name": "業者", "email": VENDOR, "which": "some", "questions": list(KEYS),
        "note": "よろしく", "languages": "both", "by": "ちか",
    }  # fmt: skip
    assert client.post(url, {**form, "email": "x"}).status_code == 422
    assert client.post(url, form).url == url
    page = client.get(url).content.decode()
    assert VENDOR in page
    assert "別のドメイン" in page
    part = handovers_for(chika.actor(cast.now), now=cast.now)[0]
    from sekisho.apps.accounts.queries import links_of_holders

    link = links_of_holders([part.id], purpose="part")[part.id]
    theirs = respondent_client(link.uid)
    text = theirs.get(f"/r/p/{link.uid}/").content.decode()
    assert text.count('<article class="sk-question"') == 2
    assert "よろしく" in text
    answer = theirs.post(
        f"/r/p/{link.uid}/save/{KEYS[0]}/",
        {f"{KEYS[0]}-answer": "yes", f"{KEYS[0]}-revision": "0"},
        headers={"HX-Request": "true"},
    )
    assert "sk-saved" in answer.content.decode()
    assert theirs.post(f"/r/p/{link.uid}/done/").status_code == 302
    assert "完了" in client.get(f"/r/a/{chika.link_uid}/").content.decode()
    office = office_client(cast.aoi).get(reverse("asks:reply", args=[chika.row.uid]))
    assert VENDOR in office.content.decode()
    assert client.post(f"{url}{part.uid}/back/").url == url
    assert theirs.get(f"/r/p/{link.uid}/").status_code == 404


def test_the_token_of_a_part_leads_to_the_part(cast, chika):
    from tests.factories.cast import browser

    part = handed(chika, cast.now)
    answer = browser().post(f"/r/{part.token}", {"who": "addressee"})
    assert answer.url == f"/r/p/{part.link_uid}/"
