"""Confirming that printed letters were posted: those that were shown, on a day that can be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.asks.models import Assignment
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.papers.actions.posting import confirm_posted
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.board import paper_board
from sekisho.kernel.errors import Conflict, Invalid, NotFound, TooLarge
from tests.apps.papers.printing import printed, uid_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def posted(cast, sent, *, days=0, only=None, actor=None):
    """Confirm for a day after the printing; it is tomorrow."""
    chosen = paper_board(cast.aoi, sent, now=cast.now).unposted if only is None else only
    day, now = (cast.now + days * DAY).date(), cast.now + DAY
    return confirm_posted(actor or cast.aoi, uid=sent, only=chosen, posted_on=day, now=now)


def states(sent):
    rows = Assignment.objects.filter(ask__uid=sent).order_by("subject__own_code")
    return dict(rows.values_list("subject__own_code", "state"))


def test_a_letter_counts_as_delivered_once_it_was_posted_and_not_before(cast, sent):
    printed(cast, sent)
    assert states(sent)["A-001"] == "not_delivered"
    assert posted(cast, sent) == 2
    assert (states(sent)["A-001"], states(sent)["S-001"]) == ("waiting", "waiting")
    assert states(sent)["B-001"] == "not_delivered"
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"papers.printed", "papers.posted", "asks.handed_over_on_paper"} <= verbs


def test_only_the_letters_that_were_shown_count_as_posted(cast, sent):
    own, other = printed(cast, sent)
    assert posted(cast, sent, only=(uid_of(own),)) == 1
    days = dict(PaperLetter.objects.values_list("assignment_id", "posted_on"))
    assert days == {own: cast.now.date(), other: None}


def test_what_is_not_printed_is_never_posted(cast, sent):
    first, second = paper_board(cast.aoi, sent, now=cast.now).due
    printed(cast, sent, only=(first,))
    assert posted(cast, sent, only=(first, second)) == 1
    with pytest.raises(Conflict) as told:
        posted(cast, sent, only=(first, second))
    assert told.value.code == "papers.nothing_to_post"


def test_a_letter_posted_before_keeps_its_day(cast, sent):
    own = printed(cast, sent)[0]
    posted(cast, sent, only=(uid_of(own),))
    assert posted(cast, sent, days=1, only=[uid_of(one) for one in states_ids(sent)]) == 1
    assert PaperLetter.objects.get(assignment_id=own).posted_on == cast.now.date()


def states_ids(sent):
    return Assignment.objects.filter(ask__uid=sent).values_list("pk", flat=True)


@pytest.mark.parametrize("days", [-1, 2])
def test_a_day_before_the_printing_or_to_come_is_refused(cast, sent, days):
    printed(cast, sent)
    with pytest.raises(Invalid) as told:
        posted(cast, sent, days=days)
    assert told.value.code == "papers.day_wrong"
    assert states(sent)["A-001"] == "not_delivered"


def test_the_day_is_not_before_any_of_them_was_printed(cast, sent):
    own, other = printed(cast, sent)
    PaperLetter.objects.filter(assignment_id=other).update(printed_at=cast.now + DAY)
    with pytest.raises(Invalid):
        posted(cast, sent)
    assert posted(cast, sent, only=(uid_of(own),)) == 1
    assert posted(cast, sent, days=1) == 1


def test_nothing_shown_and_more_than_200_are_refused(cast, sent):
    own = printed(cast, sent)[0]
    for only, kind in (((), Conflict), ((uid_of(own),) * 201, TooLarge)):
        with pytest.raises(kind):
            posted(cast, sent, only=only)
    assert not PaperLetter.objects.exclude(posted_on=None).exists()


def test_only_who_may_send_confirms(cast, sent):
    printed(cast, sent)
    only = paper_board(cast.aoi, sent, now=cast.now).unposted
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            posted(cast, sent, only=only, actor=actor)
    assert not PaperLetter.objects.exclude(posted_on=None).exists()
