"""Printing as the office does it, without its pages."""

from __future__ import annotations

from sekisho.apps.accounts.actions.cards import cards_of
from sekisho.apps.asks.models import Assignment
from sekisho.apps.papers.actions.packs import mark_printed, prepare_pack
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.board import paper_board


def prepared(cast, sent, *, only=None, **wish):
    """A pack of the chosen letters, else of those that are due."""
    chosen = only or paper_board(cast.aoi, sent, now=cast.now).due
    return prepare_pack(cast.aoi, uid=sent, only=chosen, now=cast.now, **wish)


def printed(cast, sent, **wish):
    """The assignments whose letters were printed."""
    pack = prepared(cast, sent, **wish)
    mark_printed(cast.aoi, pack=pack, now=cast.now)
    return ids_of(pack)


def ids_of(pack):
    """The assignments of a pack."""
    return tuple(letter.assignment_id for letter in pack.letters)


def uid_of(assignment_id):
    """The outside id by which pages choose a letter."""
    return Assignment.objects.get(pk=assignment_id).uid


def card_of(assignment_id):
    """What is printed in the letter of an assignment."""
    row = PaperLetter.objects.get(assignment_id=assignment_id)
    pair = (row.holder_id, assignment_id)
    return cards_of([pair])[pair]
