from __future__ import annotations

import email
import uuid
from datetime import UTC, datetime
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.channels import (
    Enclosure,
    Letter,
    Mailbox,
    Stamp,
    build_message,
    message_id,
)

STAMP = Stamp(message_id(uuid.UUID(int=1), "home.test"), datetime(2026, 11, 22, tzinfo=UTC), "ja")
SENDER = Mailbox("架空自動車", "sekisho@home.test")


def built(text, *enclosures):
    letter = Letter("chika@a.test", "ちか", "依頼状", text, enclosures=enclosures)
    return build_message(letter, SENDER, STAMP)


@given(
    st.sampled_from(["本文です。\n二行目", "plain\n", "--=_x\n.\nFrom me", "é" * 300]),
    st.lists(st.binary(max_size=400), min_size=1, max_size=3),
)
def test_text_and_files_come_back_as_they_went(text, files):
    sent = built(text, *(Enclosure(f"{n}.pdf", "application/pdf", d) for n, d in enumerate(files)))
    message = email.message_from_bytes(sent, policy=default)
    body, *beside = message.iter_parts()
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert [part.get_content() for part in beside] == files
    assert [part.get_filename() for part in beside] == [f"{n}.pdf" for n in range(len(files))]
    assert {part.get_content_disposition() for part in beside} == {"attachment"}
    assert (message["Subject"], message["To"].addresses[0].addr_spec) == ("依頼状", "chika@a.test")
    assert max(map(len, sent.split(b"\r\n"))) <= 78
    assert sent.isascii()


def test_the_same_letter_gives_the_same_bytes():
    one = Enclosure("a.pdf", "application/pdf", b"%PDF")
    assert built("本文", one) == built("本文", one)


@pytest.mark.parametrize("name", ['a".pdf', "a\r\nBcc: x@b.test", "", "名.pdf", "a/b.pdf"])
def test_a_name_that_could_break_a_header_is_a_fault_of_ours(name):
    with pytest.raises(ValueError, match=r"^"):
        Enclosure(name, "application/pdf", b"")
