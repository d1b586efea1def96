from __future__ import annotations

import json
import subprocess
import sys

import pytest

from sekisho.adapters.sboms import Document, Relation, read_sbom
from sekisho.kernel.errors import Unreadable
from tests.adapters.sboms.documents import (
    CYCLONEDX_XML,
    EVERY_FORMAT,
    SHA,
    SPDX2,
    SPDX_TAGS,
    cyclonedx,
    cyclonedx_json,
)


def noted(document: Document) -> list[tuple[str, str]]:
    return [(note.code, note.place) for note in document.notes]


@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_every_format_says_the_same_of_the_same_delivery(form):
    found = read_sbom(EVERY_FORMAT[form])
    assert found.format == form
    app, a, b = found.components
    names = {app.ref: "app", a.ref: "a", b.ref: "b"}
    assert found.subject == 0
    assert (app.name, app.version, b.version) == ("app", "1.0", "2.0")
    assert a.name.rpartition("/")[2] == "a"
    assert a.supplier == "Example Parts"
    assert a.purls == ("pkg:maven/org.example/a@1.2",)
    assert a.cpes == ("cpe:2.3:a:example:a:1.2:*:*:*:*:*:*:*",)
    assert a.hashes == (("sha256", SHA),)
    assert a.licences == ("MIT",)
    assert found.created == "2026-11-01T00:00:00Z"
    assert found.authors == ("Chika",)
    assert [tool.split()[0] for tool in found.tools] == ["maker"]
    assert found.notes == ()
    depends = [one for one in found.relations if one.kind == "depends_on"]
    assert [(names[one.source], names[one.target]) for one in depends] == [("app", "a"), ("a", "b")]


@pytest.mark.parametrize("form", ["cyclonedx-json", "cyclonedx-xml"])
def test_what_lies_in_a_component_knows_where_it_lies(form):
    _, a, b = read_sbom(EVERY_FORMAT[form]).components
    assert (a.parent, b.parent) == (-1, 1)
    assert a.name == "org.example/a"
    assert b.place == "/components/0/components/0"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_other_encodings_are_read_and_told(form, encoding):
    data = EVERY_FORMAT[form].decode().encode(encoding)
    found = read_sbom(data)
    assert found.components == read_sbom(EVERY_FORMAT[form]).components
    assert [note.code for note in found.notes] == ["encoding"]


def test_xml_in_its_own_old_encoding_is_read():
    text = CYCLONEDX_XML.decode().replace("UTF-8", "Shift_JIS").replace("Example Parts", "関所部品")
    found = read_sbom(text.encode("shift_jis"))
    assert found.components[1].supplier == "関所部品"


def test_lines_may_end_as_on_any_system():
    assert read_sbom(SPDX_TAGS.replace("\n", "\r\n").encode()).components == (
        read_sbom(SPDX_TAGS.encode()).components
    )


def library(ref: str, **more: object) -> dict[str, object]:
    return {"type": "library", "bom-ref": ref, "name": ref, "version": "1", **more}


def test_what_is_odd_is_read_and_told_with_its_place():
    data = cyclonedx(
        components=[
            library("a"),
            {"type": "library", "name": "no version"},
            library("c", name="x"),
            library("d", name="x"),
            library("e", name="e\u0007"),
        ],
        dependencies=[{"ref": "a", "dependsOn": ["gone", "urn:cdx:other/1#x"]}],
    )
    assert noted(read_sbom(json.dumps(data).encode())) == [
        ("no_version", "/components/1"),
        ("control_characters", "/components/4"),
        ("duplicate_component", "/components/3"),
        ("dangling_ref", ""),
        ("outside_ref", ""),
    ]


def test_a_ref_given_twice_keeps_both_components():
    data = cyclonedx(components=[library("a"), library("b", **{"bom-ref": "a"})], dependencies=[])
    found = read_sbom(json.dumps(data).encode(), is_strict=False)
    assert [one.name for one in found.components] == ["app", "a", "b"]
    assert ("duplicate_ref", "/components/1") in noted(found)


def test_a_document_not_as_published_is_refused_or_where_allowed_read_with_a_note():
    data = cyclonedx_json(components=[{"type": "gadget", "name": "a", "hashes": 3, "version": 1}])
    with pytest.raises(Unreadable) as refused:
        read_sbom(data)
    assert refused.value.code == "sboms.not_as_published"
    assert str(refused.value.params["place"]).startswith("/components/0")
    found = read_sbom(data, is_strict=False)
    assert found.notes[0].code == "schema"
    assert ("wrong_type", "/components/0/hashes") in noted(found)
    assert found.components[1].version == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sboms.not_known"),
        (b"hello", "sboms.not_known"),
        (b"[]", "sboms.not_known"),
        (b'{"a": 1}', "sboms.not_known"),
        (b"<html/>", "sboms.not_known"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.', "sboms.broken"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "9.9"}', "sboms.not_read"),
        (b'{"bomFormat": "CycloneDX", "specVersion": ["1.6"]}', "sboms.not_read"),
        (b'{"bomFormat": "\xff"}', "sboms.broken"),
        (b'{"a": NaN}', "sboms.broken"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">', "sboms.broken"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.1" version="1"/>', "sboms.not_read"),
        (b'{"spdxVersion": "SPDX-2.1"}', "sboms.not_read"),
        (b"spdxVersion: SPDX-2.3\n", "sboms.not_read"),
        (b"SPDXVersion: SPDX-2.3\nno tag here\n", "sboms.broken"),
        (b"SPDXVersion: SPDX-2.3\nDocumentComment: <text>open\n", "sboms.broken"),
        (b"SPDXVersion: SPDX-2.3\nCreator: \xff\n", "sboms.broken"),
        (b"\xff\xfea", "sboms.broken"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(Unreadable) as refused:
        read_sbom(data)
    assert refused.value.code == code


def test_spdx_says_nothing_where_nobody_asserts_anything():
    data = {
        **SPDX2,
        "packages": [{"SPDXID": "SPDXRef-app", "name": "app", "supplier": "NOASSERTION"}],
    }
    (one,) = read_sbom(json.dumps(data).encode()).components
    assert (one.supplier, one.version, one.licences) == ("", "", ())


def test_relations_are_named_in_one_direction():
    ring = [
        {"spdxElementId": "SPDXRef-a", "relationshipType": word, "relatedSpdxElement": "SPDXRef-b"}
        for word in ("CONTAINED_BY", "TEST_DEPENDENCY_OF", "STATIC_LINK", "GENERATES")
    ]
    found = read_sbom(json.dumps({**SPDX2, "relationships": ring}).encode())
    a, b = "SPDXRef-a", "SPDXRef-b"
    assert found.relations[1:] == (
        Relation(b, a, "contains"),
        Relation(b, a, "depends_on"),
        Relation(a, b, "depends_on"),
        Relation(a, b, "generates"),
    )


def test_reading_loads_no_web_framework_and_no_library_of_the_schemas_maker():
    code = (
        "import sys; from sekisho.adapters.sboms import read_sbom;"
        "import sekisho.engines.versions;"
        "read_sbom(sys.stdin.buffer.read());"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=cyclonedx_json(), capture_output=True, check=True
    )
    loaded = set(done.stdout.decode().split())
    assert "sekisho" in loaded
    assert not loaded & {"django", "cyclonedx", "numpy", "numba", "jsonschema", "yaml"}
