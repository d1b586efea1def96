from __future__ import annotations

import base64
import hashlib
import hmac
import re
import uuid
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.vault import (
    Keyring,
    card_code,
    create_key_file,
    hash_token,
    link_token,
    mailed_code,
    read_key_file,
)

LINK = uuid.UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")


def ring_of(letter: str) -> Keyring:
    key = hashlib.sha256(letter.encode()).digest()
    return Keyring({"m1": key}, "m1", key, key[::-1], key, key)


def test_a_token_is_the_stated_hmac() -> None:
    ring = ring_of("a")
    digest = hmac.digest(ring.link, f"link-v1|{LINK}|3".encode(), "sha256")
    assert link_token(ring, LINK, 3) == base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_generations_links_and_keys_give_different_tokens() -> None:
    tokens = {
        link_token(ring_of("a"), LINK, 1),
        link_token(ring_of("a"), LINK, 2),
        link_token(ring_of("a"), uuid.UUID(int=1), 1),
        link_token(ring_of("b"), LINK, 1),
    }
    assert len(tokens) == 4


def test_the_stored_hash_needs_the_second_key() -> None:
    ring = ring_of("a")
    token = link_token(ring, LINK, 1)
    assert hash_token(ring, token) != hashlib.sha256(token.encode()).hexdigest()
    assert hash_token(ring, token) != hash_token(ring_of("b"), token)


@given(st.uuids())
def test_a_mailed_code_is_always_eight_digits(challenge: uuid.UUID) -> None:
    assert re.fullmatch(r"[0-9]{8}", mailed_code(ring_of("a"), challenge))


@given(st.uuids(), st.integers(min_value=1, max_value=99))
def test_a_paper_code_has_twelve_characters_without_look_alikes(
    link: uuid.UUID, generation: int
) -> None:
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{12}", card_code(ring_of("a"), link, generation))


def test_a_fresh_key_file_gives_fresh_secrets(tmp_path: Path) -> None:
    tokens = set()
    for name in ("a", "b"):
        create_key_file(tmp_path / name)
        tokens.add(link_token(read_key_file(tmp_path / name), LINK, 1))
    assert len(tokens) == 2
