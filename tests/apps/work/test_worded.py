"""A worded query answers as the ORM does, whatever is asked, and is built once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from sekisho.apps.work.models import Delivery, Event
from sekisho.apps.work.queries.worded import MOMENT, NUMBER, WORD, Worded

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def events() -> list[Event]:
    made = [
        Event.objects.create(
            name="even" if n % 2 == 0 else "odd", payload={"n": n}, at=NOON + timedelta(hours=n)
        )
        for n in range(12)
    ]
    for event in made[:5]:
        Delivery.objects.create(event=event, handler="a.b", next_at=NOON, is_done=event is made[0])
    return made


def test_rows_are_those_of_the_plain_query(events):
    by_name = Worded(
        lambda name, at: Event.objects.filter(name=name, at__gte=at).order_by("-at"),
        name=WORD,
        at=MOMENT,
    )
    for name in ("even", "odd", "nobody"):
        for at in (NOON, NOON + timedelta(hours=5), NOON + timedelta(days=9)):
            plain = list(Event.objects.filter(name=name, at__gte=at).order_by("-at"))
            found = by_name.rows(name=name, at=at)
            assert found == plain
            assert [(one.name, one.payload, one.at) for one in found] == [
                (one.name, one.payload, one.at) for one in plain
            ]


def test_joined_rows_come_with_what_they_are_joined_to(events):
    joined = Worded(
        lambda own: Delivery.objects.select_related("event").filter(event__id=own), own=NUMBER
    )
    for event in events[:5]:
        with CaptureQueriesContext(connection) as asked:
            found = joined.first(own=event.pk)
            assert found.event.payload == event.payload
        assert len(asked) == 1
    assert joined.first(own=0) is None


def test_counts_and_their_conditions_are_counted(events):
    counted = Worded(
        lambda at: (
            Event.objects.order_by("name")
            .values("name")
            .annotate(n=Count("pk"), late=Count("pk", filter=Q(at__gte=at)))
        ),
        at=MOMENT,
    )
    assert counted.rows(at=NOON + timedelta(hours=10)) == [
        {"name": "even", "n": 6, "late": 1},
        {"name": "odd", "n": 6, "late": 1},
    ]
    assert [row["late"] for row in counted.rows(at=NOON)] == [6, 6]


def test_it_is_built_once_for_each_shape_and_size_of_list(events):
    built = []

    def build(order, ids):
        built.append((order, len(ids)))
        return Event.objects.filter(pk__in=ids).order_by(order).values_list("pk", flat=True)

    listed = Worded(build, lists=("ids",), ids=NUMBER)
    own = [event.pk for event in events]
    for size in (3, 4, 5, 3):
        assert listed.rows("pk", ids=own[:size]) == own[:size]
    assert listed.rows("-pk", ids=own[:4]) == own[3::-1]
    assert built == [("pk", 5), ("-pk", 5)]


@pytest.mark.parametrize("size", [0, 1, 2, 7, 12, 501])
def test_a_list_of_any_length_finds_each_once(events, size):
    listed = Worded(
        lambda ids: Event.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True),
        lists=("ids",),
        ids=NUMBER,
    )
    own = [event.pk for event in events]
    ids = (own + [-n for n in range(1, 600)])[:size]
    with CaptureQueriesContext(connection) as asked:
        assert listed.rows(ids=iter(ids)) == own[:size]
    assert len(asked) == (1 if size else 0)


def test_what_can_find_nothing_is_not_asked(events):
    nothing = Worded(lambda own: Event.objects.filter(pk__in=(), pk=own), own=NUMBER)
    with CaptureQueriesContext(connection) as asked:
        assert nothing.rows(own=events[0].pk) == []
    assert len(asked) == 0


def test_no_value_of_one_question_stays_in_the_next(events):
    listed = Worded(
        lambda ids, name: Event.objects.filter(pk__in=ids, name=name),
        lists=("ids",),
        ids=NUMBER,
        name=WORD,
    )
    even, odd = events[0].pk, events[1].pk
    assert [one.pk for one in listed.rows(ids=[even], name="even")] == [even]
    assert listed.rows(ids=[odd], name="even") == []
    assert [one.pk for one in listed.rows(ids=[odd], name="odd")] == [odd]


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_share_words():
    Event.objects.bulk_create(Event(name=f"n{n % 3}", payload={}, at=NOON) for n in range(30))
    named = Worded(lambda name: Event.objects.filter(name=name), name=WORD)

    def ask(number: int) -> set[str]:
        try:
            return {one.name for _ in range(20) for one in named.rows(name=f"n{number}")}
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(ask, range(3))) == [{"n0"}, {"n1"}, {"n2"}]
