from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.vault import (
    DataKey,
    Keyring,
    Place,
    create_key_file,
    new_data_key,
    new_data_keys,
    open_sealed,
    read_key_file,
    seal,
    unwrap,
)
from sekisho.kernel.errors import Conflict, Unreadable

KEY = DataKey(uuid.UUID(int=1), b"k" * 32)
HERE = Place("asks_reply", "row-1", "sealed")


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    create_key_file(tmp_path / "keys.json")
    return read_key_file(tmp_path / "keys.json")


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again_and_does_not_show(plain: bytes) -> None:
    sealed = seal(KEY, HERE, plain)
    assert open_sealed(KEY, HERE, sealed) == plain
    assert len(plain) < 8 or plain not in sealed


def test_two_seals_of_one_text_differ() -> None:
    assert seal(KEY, HERE, b"yes") != seal(KEY, HERE, b"yes")


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("asks_review", "row-1", "sealed"),
        Place("asks_reply", "row-2", "sealed"),
        Place("asks_reply", "row-1", "other"),
    ],
)
def test_a_value_moved_to_another_place_does_not_open(elsewhere: Place) -> None:
    with pytest.raises(Unreadable):
        open_sealed(KEY, elsewhere, seal(KEY, HERE, b"yes"))


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_anywhere_raises(position: int, flip: int) -> None:
    sealed = bytearray(seal(KEY, HERE, b"a weakness"))
    sealed[position % len(sealed)] ^= flip
    with pytest.raises(Unreadable):
        open_sealed(KEY, HERE, bytes(sealed))


def test_another_organisations_key_does_not_open_it() -> None:
    other = DataKey(uuid.UUID(int=2), b"o" * 32)
    disguised = DataKey(KEY.id, other.key)
    for key in (other, disguised):
        with pytest.raises(Unreadable):
            open_sealed(key, HERE, seal(KEY, HERE, b"yes"))


def test_a_data_key_comes_back_from_its_wrapping_only_with_its_own_names(ring: Keyring) -> None:
    key_id = uuid.UUID(int=5)
    key, master_id, wrapped = new_data_key(ring, key_id)
    assert unwrap(ring, key_id, master_id, wrapped) == key
    assert key.key not in wrapped
    with pytest.raises(Unreadable):
        unwrap(ring, uuid.UUID(int=6), master_id, wrapped)
    with pytest.raises(Unreadable):
        unwrap(ring, key_id, "m0", wrapped)


def test_keys_made_together_are_different_and_each_opens_by_its_own_id(ring: Keyring) -> None:
    ids = [uuid.UUID(int=number) for number in range(1, 101)]
    made = new_data_keys(ring, ids)
    assert [unwrap(ring, key.id, ring.current, wrapped) for key, wrapped in made] == [
        key for key, _wrapped in made
    ]
    assert [key.id for key, _wrapped in made] == ids
    assert len({key.key for key, _wrapped in made}) == len({one[:12] for _key, one in made}) == 100


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    create_key_file(tmp_path / "keys.json")
    with pytest.raises(Conflict):
        create_key_file(tmp_path / "keys.json")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"masters": {"m1": "AAAA"}}'])
def test_a_damaged_key_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys.json").write_text(content, encoding="ascii")
    with pytest.raises(Unreadable):
        read_key_file(tmp_path / "keys.json")


def test_keys_never_show_in_what_is_printed(ring: Keyring) -> None:
    assert repr(ring) == "Keyring(current='m1')"
    assert repr(KEY) == f"DataKey(id={KEY.id})"
