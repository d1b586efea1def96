from __future__ import annotations

import shutil

import pytest

from sekisho.adapters.content.chain import load_parameters
from sekisho.adapters.content.folder import content_folder
from sekisho.kernel.errors import Invalid

FOLDER = content_folder() / "chain"


def test_the_shipped_parameters_can_be_read_and_each_has_its_source():
    first, found = load_parameters(FOLDER)
    assert (first.version, found.version) == ("1.0", "1.1")
    assert set(first.values.items()) <= set(found.values.items())
    assert found.technique_of("trust_chance") == "T1199"
    assert {"c0", "slack", "tau_days", "outage_days", "avalanche_share"} <= set(found.values)
    assert all(one.source and one.about.is_complete for one in found.parameters)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("form: 1", "form: 2"),
        ('version: "1.0"', 'version: "1.1"'),
        ("    low: 0.01\n    likely: 0.1\n", "    low: 0.3\n    likely: 0.1\n"),
        ("key: slack", "key: c0"),
        ("    unit: factor\n", ""),
        ("licence:", "license:"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_name(tmp_path, old, new):
    shutil.copy(FOLDER / "schema.json", tmp_path)
    text = (FOLDER / "parameters-1.0.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "parameters-1.0.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_parameters(tmp_path)
    assert refused.value.params["file"] == "parameters-1.0.yaml"
