"""Letters about open points: one a day to a person, none lost, none twice, the owner at last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import TestCase
from django_tasks_db.models import DBTaskResult

from sekisho.apps.accounts.actions import revoke_links_of_holder
from sekisho.apps.accounts.models import Link
from sekisho.apps.mail.actions import hold_mail, release_mail
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.measures.actions.acceptance import Terms, end_acceptances, request_acceptance
from sekisho.apps.measures.actions.answers import finish_answers
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.actions.gaps import mark_gaps
from sekisho.apps.measures.actions.letters import write_due
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.jobs.follow_up import start, write_letters
from sekisho.apps.measures.jobs.letters import render_open_points, render_owner
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.findings import open_points_for
from sekisho.apps.measures.queries.sealed import FindingWords, gap_hash, seal_words
from sekisho.apps.organisations.models import Organisation
from sekisho.apps.partners.models import Contact, Partner
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.answering import invite, open_ask

DUE = date(2026, 12, 1)  # a Tuesday
WORDS = FindingWords("Q-1", Bilingual("多要素認証", "MFA"), "no", what="導入する")


def at(day: date, hour: int = 1) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def chika(cast):
    return invite(cast, open_ask(cast), cast.chika)


def found(cast, visitor, key="Q-1", due=DUE):
    row = visitor.row
    new = NewFinding(
        row.subject_id, row.ask.organisation_id, "ask", row.pk, False, replace(WORDS, key=key), due,
        cast.now,
    )  # fmt: skip
    open_findings(SYSTEM, findings=[new], now=cast.now)
    return Finding.objects.latest("id")


def next_door(cast):
    """Dan's firm, moved to Japan: its offices are open when Chika's are."""
    Organisation.objects.filter(pk=cast.dan.organisation_id).update(country="JP")
    return invite(cast, open_ask(cast), cast.dan)


def rendered(letter, render=render_open_points):
    ref = LetterRef(letter.pk, letter.object_id, letter.recipient_id, letter.language)
    return render([ref])[letter.pk]


def give_owner(cast):
    owner = Contact.objects.create(
        uid=cast.aoi.uid, organisation_id=cast.home.id, name="たんとう", email="owner@home.example",
        created_at=cast.now, updated_at=cast.now,
    )  # fmt: skip
    Partner.objects.update_or_create(
        organisation_id=cast.chika.organisation_id, defaults={"owner": owner}
    )
    return owner


def test_on_the_day_one_letter_speaks_of_all_points_of_all_asks(cast, chika):
    second = invite(cast, open_ask(cast), cast.chika)
    for visitor, key in ((chika, "Q-1"), (chika, "Q-2"), (second, "Q-3")):
        found(cast, visitor, key)
    assert write_due(SYSTEM, now=at(DUE)) == 1
    letter = OutboxLetter.objects.get()
    assert (letter.letter, letter.recipient_id) == ("measures.open_points", cast.chika.id)
    text = rendered(letter).text
    assert "3件" in text
    assert "2026年12月1日" in text
    assert "?to=open" in text
    assert "多要素認証" not in text


def test_a_second_run_and_one_an_hour_later_write_nothing_more(cast, chika):
    found(cast, chika)
    assert [write_due(SYSTEM, now=at(DUE, hour)) for hour in (1, 1, 2)] == [1, 0, 0]


def test_a_run_that_was_missed_is_made_up_for(cast, chika):
    found(cast, chika)
    assert write_due(SYSTEM, now=at(DUE + timedelta(days=2))) == 1
    assert Finding.objects.get().asked_for == DUE


def test_one_letter_that_cannot_be_written_stops_no_other(cast, chika, monkeypatch):
    dan = next_door(cast)
    for visitor in (chika, dan):
        found(cast, visitor)
    from sekisho.apps.measures.actions import letters

    real, calls = letters.queue_letters, []

    def breaks(*args, **more):
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError
        return real(*args, **more)

    monkeypatch.setattr(letters, "queue_letters", breaks)
    assert write_due(SYSTEM, now=at(DUE)) == 1
    monkeypatch.setattr(letters, "queue_letters", real)
    assert write_due(SYSTEM, now=at(DUE)) == 1
    assert sorted(OutboxLetter.objects.values_list("recipient_id", flat=True)) == sorted(
        [cast.chika.id, cast.dan.id]
    )


def test_who_answered_is_not_asked_again(cast, chika):
    finding = found(cast, chika)
    write_due(SYSTEM, now=at(DUE))
    step = Step("done", proof="済み", by="ちか")
    actor = chika.actor(cast.now)
    take_step(actor, uid=finding.uid, step=step, revision=1, now=at(DUE))
    assert write_due(SYSTEM, now=at(DUE + timedelta(days=20))) == 0
    with_nothing_open = rendered(OutboxLetter.objects.get())
    assert isinstance(with_nothing_open, Conflict)


def test_a_run_has_a_limit_and_the_next_one_goes_on(cast, chika):
    for visitor in (chika, next_door(cast)):
        found(cast, visitor)
    assert [write_due(SYSTEM, now=at(DUE), most=1) for _run in range(3)] == [1, 1, 0]


def test_letters_leave_in_office_hours_of_the_recipient(cast, chika):
    found(cast, chika)
    midnight, evening = datetime(2026, 11, 30, 15, 5, tzinfo=UTC), at(DUE, 9)  # 0:05 and 18:00
    assert write_due(SYSTEM, now=midnight) == 0
    assert write_due(SYSTEM, now=evening) == 0
    assert write_due(SYSTEM, now=at(DUE + timedelta(days=1), 0)) == 1  # 9:00 in Japan


def test_what_happens_at_night_is_told_to_the_owner_in_the_morning(cast, chika):
    give_owner(cast)
    found(cast, chika)
    finish_answers(chika.actor(cast.now), now=datetime(2026, 11, 30, 15, 5, tzinfo=UTC))
    assert OutboxLetter.objects.get().next_at == at(DUE, 0)


def test_nothing_is_written_while_mail_is_held(cast, chika, monkeypatch):
    found(cast, chika)
    monkeypatch.setattr("sekisho.kernel.clock.now", lambda: at(DUE))
    hold_mail(cast.aoi, now=at(DUE))
    write_letters()
    assert not OpenLetter.objects.exists()
    assert Finding.objects.get().letters == 0
    release_mail(cast.aoi, now=at(DUE))
    write_letters()
    assert OpenLetter.objects.count() == 1


def test_nobody_is_asked_again_before_the_letter_of_before_has_left(cast, chika):
    found(cast, chika)
    write_due(SYSTEM, now=at(DUE))
    later = at(DUE + timedelta(days=6))
    assert write_due(SYSTEM, now=later) == 0
    OutboxLetter.objects.update(state="handed_over")
    assert write_due(SYSTEM, now=later) == 1


def test_what_comes_by_the_clock_is_queued_once_while_it_waits_or_runs(cast):
    with TestCase.captureOnCommitCallbacks(execute=True):
        start()
        start()
    jobs = DBTaskResult.objects.filter(args_kwargs__args__0__startswith="sekisho.apps.measures")
    assert jobs.count() == 6  # both asked before either was committed: the clock never does
    with TestCase.captureOnCommitCallbacks(execute=True):
        start()
    assert jobs.count() == 6
    jobs.update(status="RUNNING", started_at=clock.now() - timedelta(hours=2))
    with TestCase.captureOnCommitCallbacks(execute=True):
        start()
    assert jobs.count() == 9


def test_after_an_address_was_corrected_the_letter_carries_links_that_open(cast, chika):
    second = invite(cast, open_ask(cast), cast.chika)
    for visitor, key in ((chika, "Q-1"), (second, "Q-2")):
        found(cast, visitor, key)
    revoke_links_of_holder(SYSTEM, holder_id=cast.chika.id, now=cast.now)
    write_due(SYSTEM, now=at(DUE))
    mail = rendered(OutboxLetter.objects.get())
    assert "2件" in mail.text
    assert not {chika.token, second.token} & set(mail.text.replace("?", "/").split("/"))


def test_a_link_that_had_ended_opens_again_and_a_revoked_one_does_not(cast, chika):
    found(cast, chika)
    Link.objects.update(expires_at=at(DUE) - timedelta(days=1))
    write_due(SYSTEM, now=at(DUE))
    link = Link.objects.get()
    assert link.expires_at > at(DUE) + timedelta(days=100)
    assert link.generation == 2
    Link.objects.update(revoked_at=at(DUE))
    assert isinstance(rendered(OutboxLetter.objects.get()), NotFound | Conflict)


def test_after_the_last_letter_the_owner_is_told_once(cast, chika):
    give_owner(cast)
    found(cast, chika)
    days = [DUE + timedelta(days=n) for n in range(30)]
    for day in days:
        write_due(SYSTEM, now=at(day))
        OutboxLetter.objects.update(state="handed_over")
    kinds = list(OpenLetter.objects.order_by("id").values_list("role", "kind"))
    assert kinds == [
        ("partner", "due"),
        ("partner", "again"),
        ("partner", "again"),
        ("owner", "owner"),
    ]
    mail = rendered(OutboxLetter.objects.latest("id"), render_owner)
    assert mail.to_address == "owner@home.example"
    assert "/o/measures/" in mail.text


def test_where_nobody_can_be_written_to_the_owner_is_told_at_once(cast, chika):
    give_owner(cast)
    found(cast, chika)
    Contact.objects.filter(pk=cast.chika.id).update(bounced_at=cast.now)
    assert write_due(SYSTEM, now=at(DUE)) == 1
    assert OpenLetter.objects.get().role == "owner"
    assert write_due(SYSTEM, now=at(DUE + timedelta(days=1))) == 0


def abroad(cast):
    """The owner works for a company of ours in the United States."""
    owner = give_owner(cast)
    Organisation.objects.filter(pk=cast.g.id).update(country="US")
    Contact.objects.filter(pk=owner.pk).update(organisation_id=cast.g.id)


def test_an_owner_abroad_is_written_to_in_the_hours_of_its_own_office(cast, chika):
    abroad(cast)
    found(cast, chika)
    Contact.objects.filter(pk=cast.chika.id).update(bounced_at=cast.now)
    assert write_due(SYSTEM, now=at(DUE, 3)) == 0  # noon in Japan, ten at night in New York
    assert write_due(SYSTEM, now=at(DUE, 15)) == 1  # midnight in Japan, ten in New York
    assert OpenLetter.objects.get().on_day == DUE


def test_what_an_owner_abroad_is_told_at_night_leaves_in_its_morning(cast, chika):
    abroad(cast)
    found(cast, chika)
    finish_answers(chika.actor(cast.now), now=at(DUE, 3))
    assert OutboxLetter.objects.get().next_at == at(DUE, 14)  # nine in New York


def test_sending_back_is_told_with_the_next_run(cast, chika):
    finding = found(cast, chika, due=date(2027, 3, 1))
    for step in (Step("done", proof="済み"), Step("open", remark="証跡をください")):
        revision = Finding.objects.get().revision
        take_step(cast.aoi, uid=finding.uid, step=step, revision=revision, now=cast.now)
    assert write_due(SYSTEM, now=cast.now) == 1
    assert OpenLetter.objects.get().kind == "news"
    assert write_due(SYSTEM, now=cast.now + timedelta(days=1)) == 0


def test_switched_off_nothing_is_written(cast, chika, settings):
    settings.SEKISHO_FOLLOW_UP_TIMES = 0
    found(cast, chika)
    assert write_due(SYSTEM, now=at(DUE)) == 0


def test_the_link_shows_what_the_same_company_asked_the_same_person(cast, chika):
    second = invite(cast, open_ask(cast), cast.chika)
    elsewhere = invite(cast, open_ask(cast, asker_id=cast.g.id), cast.chika)
    dan = invite(cast, open_ask(cast), cast.dan)
    for visitor in (chika, second, elsewhere, dan):
        found(cast, visitor)

    def seen(visitor):
        points = open_points_for(visitor.actor(cast.now), today=DUE)
        return {point.source_id for point in points}

    assert seen(chika) == {chika.assignment_id, second.assignment_id}
    assert seen(elsewhere) == {elsewhere.assignment_id}
    assert seen(dan) == {dan.assignment_id}


def test_being_through_is_noted_and_told_once_a_day(cast, chika):
    give_owner(cast)
    found(cast, chika)
    write_due(SYSTEM, now=at(DUE))
    actor = chika.actor(cast.now)
    assert [finish_answers(actor, now=at(DUE, hour)) for hour in (3, 4)] == [1, 0]
    assert OpenLetter.objects.filter(role="answer").count() == 1
    mail = rendered(OutboxLetter.objects.latest("id"), render_owner)
    assert cast.a.name in mail.text
    with pytest.raises(NotFound):
        finish_answers(chika.actor(cast.now, is_confirmed=False), now=at(DUE))


def test_a_risk_that_ran_out_is_told_to_both_sides(cast, chika):
    give_owner(cast)
    finding = found(cast, chika)
    until = date(2027, 3, 31)
    terms = Terms("代替策", "部長", until)
    request_acceptance(cast.aoi, uid=finding.uid, terms=terms, revision=1, now=cast.now)
    after = at(until + timedelta(days=1))
    assert end_acceptances(SYSTEM, now=after) == 1
    write_due(SYSTEM, now=after)
    assert sorted(OpenLetter.objects.values_list("role", "kind")) == [
        ("ended", "owner"),
        ("partner", "news"),
    ]


def _nobody_answers(cast, *visitors):
    Contact.objects.filter(pk__in=[one.holder.id for one in visitors]).update(bounced_at=cast.now)


def test_a_point_is_told_with_a_letter_or_stays_to_be_told(cast, chika):
    give_owner(cast)
    found(cast, chika)
    _nobody_answers(cast, chika)
    assert write_due(SYSTEM, now=at(DUE)) == 1
    found(cast, chika, "Q-2")
    assert write_due(SYSTEM, now=at(DUE, 3)) == 0
    assert Finding.objects.latest("id").owner_told_on is None
    assert write_due(SYSTEM, now=at(DUE + timedelta(days=1))) == 1


def test_a_partner_without_an_owner_who_can_be_written_to_is_told_to_the_office(cast, chika):
    owner = give_owner(cast)
    Contact.objects.filter(pk=owner.pk).update(bounced_at=cast.now)
    found(cast, chika)
    _nobody_answers(cast, chika)
    assert write_due(SYSTEM, now=at(DUE)) == 1
    assert rendered(OutboxLetter.objects.get(), render_owner).to_address == "security@home.example"


def test_the_owner_of_who_has_the_gap_is_told_not_of_who_spoke_of_it(cast, chika):
    owner = give_owner(cast)  # of Chika's firm
    about = invite(cast, open_ask(cast), cast.dan, subject_id=cast.chika.organisation_id)
    found(cast, about)
    _nobody_answers(cast, about)
    write_due(SYSTEM, now=at(DUE + timedelta(days=1)))
    assert OutboxLetter.objects.get().recipient_id == owner.pk


def test_two_partners_who_answer_on_one_day_are_both_told(cast, chika):
    owner = give_owner(cast)
    dan = invite(cast, open_ask(cast), cast.dan)
    Partner.objects.update_or_create(
        organisation_id=cast.dan.organisation_id, defaults={"owner": owner}
    )
    for visitor in (chika, dan):
        found(cast, visitor)
        finish_answers(visitor.actor(cast.now), now=at(DUE))
    texts = [rendered(one, render_owner).text for one in OutboxLetter.objects.all()]
    assert [cast.a.name in text for text in texts] == [True, False]


def test_a_letter_to_an_owner_that_nothing_bears_out_any_more_is_not_sent(cast, chika):
    give_owner(cast)
    found(cast, chika)
    _nobody_answers(cast, chika)
    write_due(SYSTEM, now=at(DUE))
    Finding.objects.update(state="done")
    assert isinstance(rendered(OutboxLetter.objects.get(), render_owner), Conflict)


def test_a_finding_of_an_earlier_version_gets_the_mark_of_its_gap(cast, chika):
    finding = found(cast, chika)
    words = replace(WORDS, kind="meti2022-alert")
    mark = gap_hash("ask", words)
    Finding.objects.update(gap_hash="", sealed=seal_words(finding, finding.uid, WORDS))
    other = found(cast, chika, "Q-2")
    Finding.objects.filter(pk=other.pk).update(gap_hash="", sealed=b"broken")
    assert mark_gaps(SYSTEM, now=cast.now) == 1
    assert Finding.objects.get(pk=finding.pk).gap_hash == mark
