"""The board of letters on paper: counted on the ask's board, loaded page by page on its own."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.organisations.models import Organisation
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.board import PaperCounts, paper_board, paper_counts
from sekisho.apps.papers.web.panels import board_panel
from sekisho.apps.partners.actions import remove_contact
from sekisho.apps.partners.models import Contact
from sekisho.kernel.entropy import new_id
from tests.apps.papers.printing import ids_of, prepared, printed, uid_of

pytestmark = pytest.mark.django_db


def many(sent, count):
    """As many more who wait for paper, each with a printed letter that is not posted."""
    pattern = Assignment.objects.filter(ask__uid=sent).order_by("pk").first()
    at = Organisation.objects.get(pk=pattern.respondent_id)
    for place in range(count):
        fields = {"uid": new_id(), "name": f"取引先{place:04}", "own_code": f"X-{place:04}"}
        organisation = Organisation(
            **{
                field.attname: getattr(at, field.attname)
                for field in Organisation._meta.concrete_fields
                if not field.primary_key
            }
            | fields
        )
        organisation.save(force_insert=True)
        assignment = Assignment.objects.get(pk=pattern.pk)
        assignment.pk, assignment.uid, assignment.contact_id = None, new_id(), None
        assignment.subject_id = assignment.respondent_id = organisation.pk
        assignment.save(force_insert=True)


def lines(cast, sent):
    return paper_board(cast.aoi, sent, now=cast.now).page


def asked(look):
    """The statements that a look costs, with its answer."""
    with CaptureQueriesContext(connection) as caught:
        answer = look()
    return answer, [one["sql"] for one in caught]


def test_the_panel_of_an_asks_board_counts_and_loads_nobody(cast, sent):
    printed(cast, sent, only=paper_board(cast.aoi, sent, now=cast.now).due[:1])
    ask = ask_for(cast.aoi, sent)
    panel, few = asked(lambda: board_panel(cast.aoi, ask))
    assert [panel.context[name] for name in ("to_print", "printed", "posted")] == [1, 1, 0]
    many(sent, 60)
    panel, more = asked(lambda: board_panel(cast.aoi, ask))
    assert panel.context["to_print"] == 61
    assert len(more) == len(few) <= 10
    about = [sql for sql in more if '"asks_assignment"' in sql or '"papers_paperletter"' in sql]
    assert [sql.startswith("SELECT COUNT(") for sql in about] == [False, True]
    assert about[0].endswith("LIMIT 1")
    assert not [sql for sql in more if sql.startswith('SELECT "partners_contact"')]


def test_the_panel_counts_nothing_where_no_letter_can_be_for_paper(cast, sent):
    Assignment.objects.filter(ask__uid=sent).update(state="waiting")
    ask = ask_for(cast.aoi, sent)
    panel, looks = asked(lambda: board_panel(cast.aoi, ask))
    assert panel is None
    assert not [sql for sql in looks if "COUNT(" in sql]
    Assignment.objects.filter(ask__uid=sent).update(is_bounced=True)
    assert board_panel(cast.aoi, ask).context["to_print"] == 2


def test_the_page_of_letters_loads_50_at_once(cast, sent):
    many(sent, 60)
    board, few = asked(lambda: paper_board(cast.aoi, sent, now=cast.now))
    assert (len(board.page), board.page.total, board.page.last) == (50, 62, 2)
    names = [line.case.names.ja for line in board.page]
    second, same = asked(lambda: paper_board(cast.aoi, sent, page=2, now=cast.now))
    names += [line.case.names.ja for line in second.page]
    assert len(second.page) == 12
    assert names == sorted(names)
    assert len(set(names)) == 62
    assert len(same) == len(few)
    assert len(board.due) == 62
    assert board.due == second.due


def test_at_most_200_are_named_as_the_next_ones(cast, sent):
    many(sent, 205)
    board = paper_board(cast.aoi, sent, now=cast.now)
    assert (len(board.due), board.unposted) == (200, ())
    assert len(set(board.due)) == 200
    for own in Assignment.objects.filter(ask__uid=sent).values_list("pk", flat=True):
        PaperLetter.objects.create(
            uid=new_id(),
            assignment_id=own,
            number=str(own).zfill(10),
            prints=1,
            printed_at=cast.now,
            created_at=cast.now,
        )
    board = paper_board(cast.aoi, sent, now=cast.now)
    assert (board.due, len(board.unposted)) == ((), 200)


def test_letters_are_counted_where_they_stand(cast, sent):
    assert paper_counts(cast.aoi, sent) == PaperCounts(to_print=2, printed=0, posted=0)
    own = ids_of(prepared(cast, sent))[0]
    assert paper_counts(cast.aoi, sent) == PaperCounts(to_print=2, printed=0, posted=0)
    printed(cast, sent)
    PaperLetter.objects.filter(assignment_id=own).update(posted_on=cast.now.date())
    assert paper_counts(cast.aoi, sent) == PaperCounts(to_print=0, printed=1, posted=1)
    board = paper_board(cast.aoi, sent, now=cast.now)
    assert [line.state for line in board.page].count("posted") == 1
    assert board.unposted == tuple(line.case.uid for line in board.page if line.state == "printed")
    assert uid_of(own) not in board.unposted


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}, {"bounced_at": "now"}])
def test_paper_is_for_those_whom_mail_does_not_reach(cast, sent, change):
    assert cast.b.id not in [line.case.respondent_id for line in lines(cast, sent)]
    values = {name: cast.now if value == "now" else value for name, value in change.items()}
    Contact.objects.filter(pk=cast.dan.id).update(**values)
    assert paper_counts(cast.aoi, sent).to_print == 3
    (line,) = (line for line in lines(cast, sent) if line.case.respondent_id == cast.b.id)
    assert (line.holder is None) == ("is_active" in change)


def test_who_left_after_everybody_was_reached_by_mail_stands_on_the_board(cast, sent):
    """Nobody was unreached: the board sees whom the removal of a contact left without mail."""
    Contact.objects.filter(pk=cast.chika.id).update(email="chika@a.example")
    Assignment.objects.exclude(subject_id=cast.b.id).update(state="submitted")
    Assignment.objects.filter(subject_id=cast.b.id).update(state="waiting", is_bounced=False)
    assert paper_counts(cast.aoi, sent).total == 0
    dan = Contact.objects.get(pk=cast.dan.id)
    remove_contact(cast.aoi, uid=dan.uid, now=cast.now)
    assert paper_counts(cast.aoi, sent) == PaperCounts(to_print=1, printed=0, posted=0)
    Assignment.objects.filter(subject_id=cast.b.id).update(state="submitted")
    assert paper_counts(cast.aoi, sent).total == 0


def test_who_was_written_to_on_paper_stays_listed_with_an_address_and_with_an_answer(cast, sent):
    printed(cast, sent)
    Contact.objects.filter(pk=cast.chika.id).update(email="chika@a.example")
    Assignment.objects.filter(subject_id=cast.a.id).update(state="submitted")
    assert paper_counts(cast.aoi, sent).printed == 2


def test_who_has_answered_is_not_written_to_on_paper(cast, sent):
    Assignment.objects.filter(subject_id=cast.a.id).update(state="submitted")
    assert paper_counts(cast.aoi, sent).to_print == 1
