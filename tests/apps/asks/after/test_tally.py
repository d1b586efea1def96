"""The tally equals a recount whatever happens on the way."""

from __future__ import annotations

import random
from unittest import mock

import pytest

from sekisho.apps.asks.jobs import tally as job
from sekisho.apps.asks.models import AskTally, Assignment, Reply
from sekisho.apps.asks.queries.tallies import (
    counts_for,
    entry_of,
    read_tally,
    slices_of,
    stale_replies,
)
from sekisho.engines.questionnaire import Answer, recount
from sekisho.kernel.errors import Conflict
from tests.factories import asking, replying

KEYS = ("M22-RR-01", "M22-RR-02", "M22-RR-03")
CHOICES = ("yes", "no", "partial", "unknown")


def recounted(ask_id):
    rows = list(Reply.objects.filter(assignment__ask_id=ask_id))
    slices = slices_of(row.assignment.subject_id for row in rows)
    return recount(entry_of(row, slices[row.assignment.subject_id]) for row in rows)


def held(ask_id):
    return read_tally(AskTally.objects.get(pk=ask_id))


class Killed(Exception):
    """The worker dies here."""


@pytest.fixture
def rows(cast):
    ask = asking.sent_ask(cast, asking.Wish(listed=("A-001", "B-001")))
    return ask, list(Assignment.objects.filter(ask_id=ask.id).order_by("id"))


@pytest.mark.parametrize("seed", range(4))
def test_saves_and_deaths_in_any_order_end_in_the_same_counts_as_a_recount(cast, rows, seed):
    ask, assignments = rows
    chance = random.Random(seed)
    for _ in range(14):
        row, key = chance.choice(assignments), chance.choice(KEYS)
        given = Answer((chance.choice(CHOICES),), followup=str(chance.random()))
        replying.answer(row, {key: given}, cast.now)
        step = chance.random()
        if step < 0.3:
            with (
                mock.patch.object(job, "_mark_counted", side_effect=Killed),
                pytest.raises(Killed),
            ):
                job.count_ask(ask.id)
        elif step < 0.7:
            job.count_reply(row.pk)
    job.count_ask(ask.id)
    assert held(ask.id) == recounted(ask.id)
    assert held(ask.id).replies["all"] == Reply.objects.count()


def test_counting_twice_changes_nothing(cast, rows):
    ask, assignments = rows
    replying.answer(assignments[0], {KEYS[0]: Answer(("yes",))}, cast.now)
    job.count_reply(assignments[0].pk)
    before = AskTally.objects.get(pk=ask.id).revision
    job.count_reply(assignments[0].pk)
    assert AskTally.objects.get(pk=ask.id).revision == before


def test_what_another_worker_took_meanwhile_is_not_counted_again(cast, rows):
    ask, assignments = rows
    replying.answer(assignments[0], {KEYS[0]: Answer(("no",))}, cast.now)
    counted = job.counted_replies(list(stale_replies(ask.id)))
    job.count_ask(ask.id)
    job._take_in(ask.id, counted)
    assert held(ask.id) == recounted(ask.id)


def test_a_reply_counts_in_its_tier_its_country_and_every_group_company(cast, rows):
    ask, assignments = rows
    for row in assignments:
        replying.answer(row, {KEYS[0]: Answer(("no",))}, cast.now)
    job.count_ask(ask.id)
    replies = held(ask.id).replies
    assert replies["country:JP"] == 1
    assert replies["country:US"] == 1
    assert replies[f"group:{cast.g.id}"] == 1
    assert replies[f"group:{cast.h.id}"] == 1
    assert replies[f"tier:{cast.a.tier}"] == 2


def test_a_damaged_tally_is_noticed_and_a_recount_mends_it(cast, rows):
    ask, assignments = rows
    replying.answer(assignments[0], {KEYS[0]: Answer(("no",))}, cast.now)
    job.count_ask(ask.id)
    AskTally.objects.filter(pk=ask.id).update(sealed=None)
    replying.answer(assignments[0], {KEYS[0]: Answer(("yes",))}, cast.now)
    with pytest.raises(Conflict):
        job.count_ask(ask.id)
    job.recount_tally(ask.id)
    assert held(ask.id) == recounted(ask.id)


def test_the_tally_is_sealed(cast, rows):
    ask, assignments = rows
    replying.answer(assignments[0], {KEYS[0]: Answer(("no",))}, cast.now)
    job.count_ask(ask.id)
    assert KEYS[0].encode() not in bytes(AskTally.objects.get(pk=ask.id).sealed)
    assert KEYS[0].encode() not in bytes(Reply.objects.get().counted_sealed)


def test_who_reaches_a_part_is_shown_counts_of_that_part_only(cast, rows):
    ask, assignments = rows
    for row in assignments:
        replying.answer(row, {KEYS[0]: Answer(("no",))}, cast.now)
    job.count_ask(ask.id)
    assert counts_for(cast.aoi, ask.id).tally.replies["all"] == 2
    part = counts_for(cast.emi, ask.id).tally
    assert part.replies["all"] == 1
    assert f"group:{cast.h.id}" not in part.replies
    assert part.counts_of(KEYS[0]) == {"no": 1}
