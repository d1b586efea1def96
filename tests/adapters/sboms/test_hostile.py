from __future__ import annotations

import json
import random
import time

import pytest

from sekisho.adapters.sboms import Limits, read_sbom
from sekisho.kernel.errors import Problem, TooLarge, Unreadable
from tests.adapters.sboms.documents import CYCLONEDX_XML, EVERY_FORMAT, cyclonedx, cyclonedx_json

ROOT = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">'
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(9)
)


@pytest.mark.parametrize(
    "prolog",
    [
        b"<!DOCTYPE bom [" + LAUGHS + b"]>",
        b'<!DOCTYPE bom SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<?xml version="1.0"?><!-- a --><!DOCTYPE bom [<!ENTITY % p SYSTEM "x">%p;]>',
    ],
)
def test_entities_and_document_types_are_refused_before_parsing(prolog):
    with pytest.raises(Unreadable) as refused:
        read_sbom(prolog + ROOT + b"</bom>")
    assert refused.value.code == "sboms.hostile_xml"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_no_encoding_hides_a_document_type(encoding):
    data = f'<!DOCTYPE bom [<!ENTITY x "y">]>{ROOT.decode()}</bom>'.encode(encoding)
    with pytest.raises(Unreadable) as refused:
        read_sbom(data)
    assert refused.value.code == "sboms.hostile_xml"


def nested(depth: int) -> bytes:
    inner: dict[str, object] = {"type": "library", "name": "n", "version": "1"}
    for _ in range(depth - 1):
        inner = {"type": "library", "name": "n", "version": "1", "components": [inner]}
    return json.dumps(cyclonedx(components=[inner], dependencies=[])).encode()


def test_components_lie_in_each_other_up_to_the_limit():
    limits = Limits(depth=20)
    assert len(read_sbom(nested(20), limits=limits).components) == 21
    with pytest.raises(TooLarge) as refused:
        read_sbom(nested(21), limits=limits)
    assert refused.value.code == "sboms.too_deep"


@pytest.mark.parametrize(
    "data",
    [
        b'{"bomFormat":' + b"[" * 100_000,
        b'{"bomFormat":' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001,
        ROOT + b"<components>" * 50_000,
        ROOT + b"<components>" * 5_000 + b"</components>" * 5_000 + b"</bom>",
    ],
)
def test_depth_without_end_is_refused(data):
    with pytest.raises((TooLarge, Unreadable)):
        read_sbom(data)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size_bytes=100), "sboms.too_large"),
        (Limits(containers=3), "sboms.too_many"),
        (Limits(components=1), "sboms.too_many"),
        (Limits(relations=1), "sboms.too_many"),
        (Limits(text_length=3), "sboms.text_too_long"),
    ],
)
@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_every_format_keeps_every_limit(form, limits, code):
    with pytest.raises(TooLarge) as refused:
        read_sbom(EVERY_FORMAT[form], limits=limits)
    assert refused.value.code == code


def test_notes_are_limited_and_the_rest_is_counted():
    parts = [{"type": "library", "name": f"n{n}"} for n in range(10)]
    found = read_sbom(cyclonedx_json(components=parts, dependencies=[]), limits=Limits(notes=4))
    assert [note.code for note in found.notes] == ["no_version"] * 4 + ["more_notes"]
    assert found.notes[-1].detail == "6"


def mutated(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8))):
        place = dice.randrange(len(changed) + 1)
        what = dice.randrange(5)
        if what == 0:
            changed[place:place] = dice.randbytes(dice.randrange(1, 5))
        elif what == 1:
            del changed[place : place + dice.randrange(1, 40)]
        elif what == 2:
            begin = dice.randrange(len(changed) + 1)
            changed[place:place] = changed[begin : begin + 200]
        elif what == 3:
            word = dice.choice(
                (b"null", b"[]", b"{}", b'""', b"-1", b"1e999", b"\xed\xa0\x80", b"<", b"&a;")
            )
            changed[place : place + len(word)] = word
        elif place < len(changed):
            changed[place] ^= 1 << dice.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("is_strict", [True, False])
@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_two_hundred_broken_copies_are_read_or_refused_and_nothing_else(form, is_strict):
    dice = random.Random(f"{form}-{is_strict}")
    codes: set[str] = set()
    began = time.process_time()
    for _ in range(200):
        data = mutated(EVERY_FORMAT[form], dice)
        try:
            found = read_sbom(data, is_strict=is_strict)
        except Problem as problem:
            codes.add(problem.code.partition(".")[0])
        else:
            assert all(isinstance(one.name, str) for one in found.components)
    assert codes == {"sboms"}
    assert time.process_time() - began < 20


def wrong_types(dice: random.Random, value):
    """The same tree with one in ten values of another type."""
    if dice.random() < 0.1:
        return dice.choice((None, 1, "x", [], {}, [None], [1, "a", {}], {"a": {}}, True))
    if isinstance(value, dict):
        return {key: wrong_types(dice, one) for key, one in value.items()}
    if isinstance(value, list):
        return [wrong_types(dice, one) for one in value]
    return value


@pytest.mark.parametrize("form", ["cyclonedx-json", "spdx-json", "spdx3-json"])
def test_values_of_any_type_at_any_place_break_no_reader(form):
    dice, tree, codes = random.Random(form), json.loads(EVERY_FORMAT[form]), set()
    for _ in range(300):
        changed = {key: wrong_types(dice, value) for key, value in tree.items()}
        try:
            read_sbom(json.dumps(changed).encode(), is_strict=False)
        except Problem as problem:
            codes.add(problem.code.partition(".")[0])
    assert codes == {"sboms"}


def test_a_description_may_speak_of_entities():
    text = CYCLONEDX_XML.replace(b"<name>a</name>", b"<name>a</name>", 1).replace(
        b"<version>1.2</version>",
        b"<version>1.2</version><description><![CDATA[<!DOCTYPE x>]]></description>",
    )
    assert len(read_sbom(text).components) == 3
