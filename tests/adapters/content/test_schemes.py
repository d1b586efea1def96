"""The shipped catalogues of schemes: sound, closed under references, and honest."""

from __future__ import annotations

import shutil

import pytest

from sekisho.adapters.content import content_folder, load_question_sets, load_schemes
from sekisho.engines.schemes import Verified, touched
from sekisho.kernel.errors import Invalid

FOLDER = content_folder() / "schemes"
SCHEMES = {scheme.key: scheme for scheme in load_schemes(FOLDER)}
COUNTS = {
    "ipa-selfcheck": 25,
    "iso27001-2022": 93,
    "jama-japia-2": 0,
    "meti-guidelines-3.0": 10,
    "nist-csf-2.0": 106,
    "scs-2026": 43,
    "security-action": 3,
}


def test_the_catalogues_hold_as_many_items_as_the_schemes_have():
    assert {key: len(scheme.items) for key, scheme in SCHEMES.items()} == COUNTS
    stars = [item.level for item in SCHEMES["scs-2026"].items]
    assert (stars.count("star3"), stars.count("star4")) == (26, 17)
    parts = [item.id.rpartition(".")[0] for item in SCHEMES["iso27001-2022"].items]
    assert [parts.count(part) for part in ("A.5", "A.6", "A.7", "A.8")] == [37, 8, 14, 34]


def test_every_reference_leads_to_an_item():
    known = {f"{key}:{item.id}" for key, scheme in SCHEMES.items() for item in scheme.items}
    refs = {ref for scheme in SCHEMES.values() for item in scheme.items for ref in item.refs}
    assert refs
    assert refs <= known


def test_every_question_of_a_shipped_set_maps_to_items_that_exist():
    known = {f"{key}:{item.id}" for key, scheme in SCHEMES.items() for item in scheme.items}
    for question_set in load_question_sets(content_folder() / "question-sets"):
        for question in question_set.questions:
            assert set(touched(question)) <= known, question.key


def test_every_label_is_short_and_stands_in_both_languages():
    for scheme in SCHEMES.values():
        assert scheme.title.is_complete
        assert scheme.note.is_complete
        for item in scheme.items:
            assert item.label.is_complete, item.id
            assert len(item.label.en) <= 45, item.id  # a label, never the wording of a scheme
            assert len(item.label.ja) <= 25, item.id


def test_no_row_claims_the_original_but_the_one_that_was_checked_there():
    checked = {
        f"{key}:{item.id}"
        for key, scheme in SCHEMES.items()
        for item in scheme.items
        if item.verified is Verified.ORIGINAL
    }
    assert checked == {"meti-guidelines-3.0:9"}


def test_no_catalogue_calls_a_self_check_a_certification():
    for path in FOLDER.glob("*"):
        assert "認定" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id: "1-2-1"', 'id: "1-1-1"'),
        ('level: "star4"', 'level: "star9"'),
        ("form: 1", "form: 2"),
        ("id: scs-2026", "id: scs-2027"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_place(tmp_path, old, new):
    shutil.copy(FOLDER / "schema.json", tmp_path)
    text = (FOLDER / "scs-2026.yaml").read_text(encoding="utf-8")
    (tmp_path / "scs-2026.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_schemes(tmp_path)
    assert refused.value.code == "content.scheme_wrong"
