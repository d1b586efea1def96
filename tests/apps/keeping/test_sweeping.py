"""What is due goes in batches, whatever is killed in between; what is on hold stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from sekisho.apps.accounts.models import CodeChallenge, Link
from sekisho.apps.answering.models import HandOver, Message, Thread
from sekisho.apps.asks.actions import erasing as asks_erasing
from sekisho.apps.asks.models import AskTally, Assignment, EvidenceFile, Reply, Review, Submission
from sekisho.apps.asks.queries.tallies import read_tally
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.audit.queries import chain_report
from sekisho.apps.keeping import jobs
from sekisho.apps.keeping.actions import sweeping
from sekisho.apps.keeping.actions.holds import hold_ask, hold_partner, lift_hold
from sekisho.apps.keeping.actions.rules import set_rule
from sekisho.apps.keeping.models import Erasure
from sekisho.apps.keeping.queries import rules
from sekisho.apps.keeping.queries.rules import KINDS, rules_for
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.measures.models import FindingFile
from sekisho.apps.partners.actions import remove_contact
from sekisho.apps.partners.models import Contact
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound


def keep(told, kind, months=12):
    set_rule(told.cast.aoi, kind=kind, months=months, seen_due=10**6, now=clock.now())


def on_disk():
    return {one.name for one in (Path(settings.SEKISHO_DATA) / "files").glob("*")}


def dues(told):
    return {one.kind: one.due for one in rules_for(told.cast.aoi, now=clock.now())}


def test_nothing_is_erased_until_somebody_decides(told):
    jobs.sweep()
    assert Reply.objects.count() == 2
    assert not Erasure.objects.exists()


def test_answers_go_and_the_state_its_dates_and_the_tally_stay(told):
    tally = read_tally(AskTally.objects.get(pk=told.chika.row.ask_id))
    keep(told, "answers")
    assert dues(told)["answers"] == 2
    jobs.sweep()
    for model in (Reply, Submission, Review, HandOver, Thread, Message):
        assert not model.objects.exists()
    row = told.chika.row
    assert row.state == "submitted"
    assert row.submitted_at == told.cast.now
    assert row.erased_at is not None
    assert row.ask.erased_at is not None
    assert tally.replies
    assert read_tally(AskTally.objects.get(pk=row.ask_id)) == tally
    assert EvidenceFile.objects.filter(erased_at=None).count() == 2
    line = Erasure.objects.get()
    assert (line.kind, line.count, line.months, line.by_uid) == ("answers", 2, 12, None)
    assert AuditEntry.objects.filter(verb="keeping.erased_answers").get().count == 2
    assert chain_report().first_bad is None


def test_files_are_marked_then_leave_the_disk_then_lose_their_names(told):
    names = set(EvidenceFile.objects.values_list("stored_name", flat=True))
    names |= set(FindingFile.objects.values_list("stored_name", flat=True))
    assert len(names & on_disk()) == 3
    keep(told, "evidence")
    assert dues(told)["evidence"] == 3
    jobs.sweep()
    assert not names & on_disk()
    for model in (EvidenceFile, FindingFile):
        assert set(model.objects.values_list("stored_name", flat=True)) == {""}
    assert Erasure.objects.get(kind="evidence").count == 3


def test_a_file_without_a_facts_that_open_is_erased_all_the_same(told):
    EvidenceFile.objects.update(sealed=b"damaged")
    keep(told, "evidence")
    jobs.sweep()
    assert not EvidenceFile.objects.exclude(stored_name="").exists()


class Killed(Exception):
    """The process ended here."""


def _die(*_given, **_named):
    raise Killed


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (sweeping, "erase_words"),
        (sweeping, "erase_filings"),
        (sweeping, "erase_feedback"),
        (sweeping, "erase_relays"),
        (sweeping, "_note"),
        (sweeping, "record_entry"),
        (jobs, "finish_files"),
        (asks_erasing, "path_of"),
        (Path, "unlink"),
    ],
)
def test_killed_anywhere_a_second_run_comes_to_the_same_end(told, monkeypatch, place, name):
    keep(told, "answers")
    keep(told, "evidence")
    with monkeypatch.context() as patched:
        patched.setattr(place, name, _die)
        with pytest.raises(Killed):
            jobs.sweep()
    jobs.sweep()
    assert not Reply.objects.exists()
    assert not Thread.objects.exists()
    assert not EvidenceFile.objects.exclude(stored_name="").exists()
    assert not FindingFile.objects.exclude(stored_name="").exists()
    erased = {kind: sum(one.count for one in Erasure.objects.filter(kind=kind)) for kind in KINDS}
    assert (erased["answers"], erased["evidence"]) == (2, 3)
    assert chain_report().first_bad is None


def test_killed_between_the_disk_and_the_name_the_name_goes_next_time(told, monkeypatch):
    keep(told, "evidence")
    names = set(EvidenceFile.objects.values_list("stored_name", flat=True))
    real = EvidenceFile.objects.filter

    def die_at_the_name(*given, **named):
        if "stored_name" in named and "pk" in named:
            raise Killed
        return real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(EvidenceFile.objects, "filter", die_at_the_name)
        with pytest.raises(Killed):
            jobs.sweep()
    assert len(names & on_disk()) == 1
    assert EvidenceFile.objects.exclude(stored_name="").count() == 2
    jobs.sweep()
    assert not EvidenceFile.objects.exclude(stored_name="").exists()
    assert not names & on_disk()


def test_nothing_of_a_partner_on_hold_is_erased_until_the_hold_is_lifted(told):
    now = clock.now()
    hold = hold_partner(told.cast.aoi, uid=told.cast.a.uid, reason="係争中", now=now)
    for kind in KINDS:
        keep(told, kind)
    jobs.sweep()
    assert Reply.objects.get().pk == told.chika.assignment_id
    assert EvidenceFile.objects.exclude(stored_name="").get().uid == told.file
    assert FindingFile.objects.exclude(stored_name="").exists()
    assert Link.objects.filter(subject_id=told.chika.assignment_id).exists()
    assert told.chika.row.erased_at is None
    lift_hold(told.cast.aoi, uid=hold, now=now)
    jobs.sweep()
    assert not Reply.objects.exists()
    assert not FindingFile.objects.exclude(stored_name="").exists()


def test_an_ask_on_hold_keeps_its_files_of_findings_and_letters_too(told):
    queue_letters(SYSTEM, letters=[_letter(told)], now=told.cast.now)
    OutboxLetter.objects.update(state="handed_over", handed_over_at=told.cast.now)
    hold_ask(told.cast.aoi, uid=told.ask_uid, reason="監査", now=clock.now())
    for kind in KINDS:
        keep(told, kind)
    jobs.sweep()
    assert Reply.objects.count() == 2
    assert FindingFile.objects.exclude(stored_name="").exists()
    assert OutboxLetter.objects.filter(object_id=told.chika.assignment_id).exists()


@pytest.mark.parametrize("is_ask", [True, False])
def test_a_hold_keeps_the_letters_of_hand_overs_codes_and_to_the_office(told, is_ask):
    now, handed, code = told.cast.now, HandOver.objects.get(), _code(told)
    ask = told.chika.row.ask_id
    queue_letters(
        SYSTEM,
        letters=[
            NewLetter("asks.code", code, 10**6, "ja", "code"),
            NewLetter("answering.code", 10**6, handed.pk, "ja", "code of the hand-over"),
            NewLetter("answering.to_office", ask if is_ask else 10**6, 0, "ja", "news"),
            NewLetter("asks.code", 10**6, 10**6, "ja", "nobody's"),
        ],
        now=now,
    )
    OutboxLetter.objects.update(state="handed_over", handed_over_at=now)
    if is_ask:
        hold_ask(told.cast.aoi, uid=told.ask_uid, reason="監査", now=clock.now())
    else:
        hold_partner(told.cast.aoi, uid=told.cast.a.uid, reason="係争中", now=clock.now())
    keep(told, "letters")
    jobs.sweep()
    assert OutboxLetter.objects.filter(letter="answering.hand_over").exists()
    kept = {"code", "code of the hand-over", "news", "nobody's"}
    left = set(OutboxLetter.objects.values_list("unique_key", flat=True)) & kept
    assert left == ({"code", "code of the hand-over"} | ({"news"} if is_ask else set()))


def _code(told):
    link = Link.objects.filter(subject_id=told.chika.assignment_id, purpose="answer").first()
    now = told.cast.now
    made = {"uid": new_id(), "browser_hash": "x", "created_at": now, "expires_at": now}
    return CodeChallenge.objects.create(link=link, **made).pk


def test_ended_links_are_found_in_portions(told, monkeypatch):
    monkeypatch.setattr(rules, "_PORTION", 1)
    Link.objects.update(expires_at=told.cast.now)
    told.finding.__class__.objects.update(state="proven")
    every = tuple(Link.objects.order_by("id").values_list("id", flat=True))
    assert len(every) > 2
    assert rules.due_links(clock.now(), rules.spared()) == every
    assert rules.due_links(clock.now(), rules.spared(), size=2) == every[:2]


def test_a_hold_set_in_the_middle_of_a_batch_is_heeded(told, monkeypatch):
    keep(told, "answers")
    real, asked = sweeping.spared, []

    def held_meanwhile():
        asked.append(1)
        if len(asked) == 2:
            hold_partner(told.cast.aoi, uid=told.cast.a.uid, reason="係争中", now=clock.now())
        return real()

    monkeypatch.setattr(sweeping, "spared", held_meanwhile)
    jobs.sweep()
    assert Reply.objects.get().pk == told.chika.assignment_id


def _letter(told):
    own, to = told.chika.assignment_id, told.chika.holder.id
    return NewLetter("asks.request", own, to, "ja", f"asks.request:{own}")


def test_letters_go_after_hand_over_and_waiting_ones_stay(told):
    now = told.cast.now
    queue_letters(SYSTEM, letters=[_letter(told)], now=now)
    waiting = NewLetter("asks.reminder", 1, 1, "ja", "waits")
    keep(told, "letters")
    sent = OutboxLetter.objects.filter(letter="asks.request")
    sent.update(state="handed_over", handed_over_at=now)
    queue_letters(SYSTEM, letters=[waiting], now=now)
    OutboxLetter.objects.exclude(letter="asks.request").update(state="queued")
    jobs.sweep()
    assert not sent.exists()
    assert OutboxLetter.objects.filter(unique_key="waits").exists()


def test_links_go_once_they_ended_and_nothing_can_open_them_again(told):
    keep(told, "letters")
    jobs.sweep()
    assert Link.objects.filter(subject_id=told.chika.assignment_id, purpose="answer").exists()
    Link.objects.update(expires_at=told.cast.now)
    told.finding.__class__.objects.update(state="open")
    jobs.sweep()
    assert Link.objects.filter(subject_id=told.chika.assignment_id, purpose="answer").exists()
    told.finding.__class__.objects.update(state="proven")
    jobs.sweep()
    assert not Link.objects.filter(subject_id=told.chika.assignment_id).exists()


def test_removed_contacts_are_emptied_and_active_ones_are_not(told):
    remove_contact(told.cast.aoi, uid=told.cast.chika.uid, now=told.cast.now)
    keep(told, "contacts")
    assert dues(told)["contacts"] == 1
    jobs.sweep()
    chika, dan = (Contact.objects.get(pk=one.id) for one in (told.cast.chika, told.cast.dan))
    assert (chika.name, chika.email, chika.is_active) == ("", "", False)
    assert chika.erased_at is not None
    assert dan.name == "Dan"


def test_only_what_is_older_than_the_months_goes(told):
    keep(told, "answers", months=14)
    jobs.sweep()
    assert Reply.objects.count() == 2
    keep(told, "answers", months=12)
    jobs.sweep()
    assert not Reply.objects.exists()


def test_open_asks_are_never_due(told):
    told.chika.row.ask.__class__.objects.update(state="open", closed_at=None)
    keep(told, "answers", months=1)
    keep(told, "evidence", months=1)
    FindingFile.objects.all().delete()
    jobs.sweep()
    assert Reply.objects.count() == 2
    assert EvidenceFile.objects.filter(erased_at=None).count() == 2


def test_a_shorter_time_needs_the_number_that_was_shown(told):
    aoi, now = told.cast.aoi, clock.now()
    for seen in (None, 1):
        with pytest.raises(Conflict, match="not_confirmed"):
            set_rule(aoi, kind="answers", months=12, seen_due=seen, now=now)
    set_rule(aoi, kind="answers", months=12, seen_due=2, now=now)
    set_rule(aoi, kind="answers", months=24, now=now)  # longer: no question
    set_rule(aoi, kind="answers", months=None, now=now)
    with pytest.raises(Conflict):
        set_rule(aoi, kind="answers", months=24, now=now)


@pytest.mark.parametrize("months", [0, 361])
def test_a_time_is_one_month_to_thirty_years(told, months):
    with pytest.raises(Invalid, match="months_out"):
        set_rule(told.cast.aoi, kind="answers", months=months, seen_due=9, now=clock.now())


def test_only_administrators_at_home_set_times_and_holds(told):
    now = clock.now()
    for actor in (told.cast.ben, told.cast.emi):
        with pytest.raises(Forbidden):
            set_rule(actor, kind="answers", months=12, seen_due=9, now=now)
        with pytest.raises(Forbidden):
            hold_partner(actor, uid=told.cast.a.uid, reason="x", now=now)
        with pytest.raises(Forbidden):
            rules_for(actor, now=now)


def test_a_hold_says_why_and_stands_once(told):
    aoi, at, now = told.cast.aoi, told.cast.a.uid, clock.now()
    with pytest.raises(Invalid, match="no_reason"):
        hold_partner(aoi, uid=at, reason=" ", now=now)
    hold = hold_partner(aoi, uid=at, reason="係争中", now=now)
    with pytest.raises(Conflict, match="already_held"):
        hold_partner(aoi, uid=at, reason="係争中", now=now)
    lift_hold(aoi, uid=hold, now=now)
    with pytest.raises(NotFound):
        lift_hold(aoi, uid=hold, now=now)


def test_the_night_begins_at_three_in_the_zone_of_the_house(told, monkeypatch):
    started = []
    monkeypatch.setattr(jobs, "start_job", started.append)
    midnight = clock.now().replace(hour=18, minute=5)  # three in Tokyo
    for hours in (-1, 0, 1):
        monkeypatch.setattr(clock, "now", lambda: midnight + timedelta(hours=hours))  # noqa: B023
        jobs.tonight()
    assert len(started) == 1


def test_a_house_that_slept_at_three_makes_up_for_it_once(told, monkeypatch):
    started = []
    monkeypatch.setattr(jobs, "start_job", started.append)
    midnight = clock.now().replace(hour=18, minute=5)  # three in Tokyo
    for hours in (6, 7, 23, 24 + 6, 24 + 8):
        monkeypatch.setattr(clock, "now", lambda: midnight + timedelta(hours=hours))  # noqa: B023
        jobs.tonight()
    assert len(started) == 2


def test_a_batch_is_small_and_batches_of_a_night_add_up(told, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 1)
    keep(told, "answers")
    jobs.sweep()
    assert Erasure.objects.get().count == 2
    assert AuditEntry.objects.filter(verb="keeping.erased_answers").count() == 2
    assert Assignment.objects.filter(erased_at=None).count() == 0
