"""What CycloneDX calls valid is read, what it calls invalid is refused; the samples of SPDX."""

from __future__ import annotations

import re

import pytest

from sekisho.adapters.sboms import read_sbom
from sekisho.kernel.errors import Unreadable
from tests.factories.shared_data import shared_files

pytestmark = pytest.mark.conformance

CASE = re.compile(r".*/resources/1\.[2-7]/(?:skip_)?(valid|invalid)-[^/]*\.(json|xml)")
NOT_READ = re.compile(r"\.rdf\.xml|\.spdx\.xml|\.yaml|bom\.1\.1\.xml")
# The JSON and the XML of these examples were made from one delivery.
PAIRS = (
    "cern-lhc-vdm-editor",
    "juice-shop",
    "proton-bridge-v1.8.0",
    "bom.1.2",
    "bom.1.3",
    "bom.1.4",
)


def outcome(data: bytes) -> str:
    try:
        read_sbom(data)
    except Unreadable:
        return "invalid"
    return "valid"


def test_every_valid_document_of_cyclonedx_is_read_and_every_invalid_one_refused():
    seen, wrong = {"valid": 0, "invalid": 0}, []
    for name, data in shared_files("cyclonedx-spec-tests.tar.xz"):
        found = CASE.fullmatch(name)
        if found:
            seen[found[1]] += 1
            if outcome(data) != found[1]:
                wrong.append(name)
    assert not wrong
    assert seen == {"valid": 312, "invalid": 193}


def samples():
    yield from shared_files("sbom-samples.tar.xz")


def test_every_sample_in_a_format_that_we_read_is_read_and_others_are_named():
    seen = {"read": 0, "not read": 0}
    for name, data in samples():
        if NOT_READ.search(name):
            with pytest.raises(Unreadable) as refused:
                read_sbom(data)
            assert refused.value.code == "sboms.not_read"
            seen["not read"] += 1
        else:
            assert read_sbom(data).components
            seen["read"] += 1
    assert seen == {"read": 85, "not read": 10}


def test_json_and_xml_of_one_delivery_name_the_same_components():
    found: dict[str, set[object]] = {}
    for name, data in samples():
        pair = next((one for one in PAIRS if one in name and "bom.1.1" not in name), None)
        if pair and name.endswith((".json", ".xml")):
            document = read_sbom(data)
            answer = tuple(sorted((c.name, c.version, *c.purls) for c in document.components))
            found.setdefault(pair, set()).add(answer)
    assert {pair: len(answers) for pair, answers in found.items()} == dict.fromkeys(PAIRS, 1)


def test_spdx_2_and_3_of_one_delivery_name_the_same_packages():
    found: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for name, data in samples():
        place = re.search(r"software/(example(?:1|3|8|10|11|12))/spdx(2|3)\.\d/([^/]*)$", name)
        if place:
            packages = {(c.name, c.version) for c in read_sbom(data).components if c.kind != "file"}
            stem = re.sub(r"\.spdx3?|\.json", "", place[3])
            found.setdefault(f"{place[1]}/{stem}", {})[place[2]] = packages
    assert len(found) >= 7
    assert all(answers["2"] <= answers["3"] for answers in found.values() if len(answers) == 2)
    assert sum(len(answers) == 2 for answers in found.values()) >= 6
