"""A file sealed in pieces opens whole, and in no other order or number."""

from __future__ import annotations

import pytest

from sekisho.apps.asks.queries.sealed_pieces import read_pieces, write_pieces
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Unreadable

pytestmark = pytest.mark.django_db
PIECES = (b"one" * 100, b"two" * 100, b"three")


@pytest.fixture
def written(cast, tmp_path):
    uid, path = new_id(), tmp_path / "pieces-x"
    write_pieces(path, cast.a.id, uid=uid, pieces=PIECES, count=3)
    return uid, path


def test_what_was_sealed_opens_piece_by_piece_and_stands_nowhere_in_the_clear(cast, written):
    uid, path = written
    assert tuple(read_pieces(path, cast.a.id, uid=uid)) == PIECES
    assert b"three" not in path.read_bytes()


def test_a_piece_that_is_missing_or_cut_is_noticed(cast, written):
    uid, path = written
    whole = path.read_bytes()
    first = 4 + int.from_bytes(whole[:4], "big")
    for damaged in (whole[first:], whole[:first], whole[:-1], b"\x00\x00\x00\x00"):
        path.write_bytes(damaged)
        with pytest.raises(Unreadable):
            tuple(read_pieces(path, cast.a.id, uid=uid))


def test_another_file_of_the_same_partner_does_not_open_it(cast, written):
    _uid, path = written
    with pytest.raises(Unreadable):
        tuple(read_pieces(path, cast.a.id, uid=new_id()))
