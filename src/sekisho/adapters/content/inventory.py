"""The kinds of the inventory, the answers that tell of things, the assumptions of a first chain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.inventory import (
    AnswerMap,
    Assumptions,
    Catalogue,
    parse_answer_maps,
    parse_assumptions,
    parse_catalogue,
)
from sekisho.kernel.errors import Invalid, Unavailable


def load_kinds(folder: Path) -> Catalogue:
    """The catalogue of kinds.yaml. Raises as `_document` does, Invalid for a kind that is wrong."""
    return parse_catalogue(_document(folder, "kinds"))


def load_answer_maps(folder: Path, catalogue: Catalogue) -> dict[str, AnswerMap]:
    """Which answers tell of things, by key of the question set. Raises as `load_kinds` does."""
    return parse_answer_maps(_document(folder, "answers"), catalogue)


def load_assumptions(folder: Path, catalogue: Catalogue) -> Assumptions:
    """What a first chain assumes. Raises as `load_kinds` does."""
    return parse_assumptions(_document(folder, "assumptions"), catalogue)


def load_contradictions(folder: Path) -> tuple[Mapping[str, Any], ...]:
    """Which answers say the contrary of what was seen. Raises as `load_kinds` does."""
    return tuple(_document(folder, "contradictions")["rows"])


def _document(folder: Path, name: str) -> Any:
    """One file that fits its schema.

    Raises Invalid (content.inventory_wrong) naming file and place, Unavailable without the files.
    """
    file = f"{name}.yaml"
    try:
        text = (folder / file).read_text(encoding="utf-8")
        schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise Unavailable("content.schema_missing", file=file) from error
    document = read_yaml(text, file=file)
    fault = next(iter(Draft202012Validator(schema).iter_errors(document)), None)
    if fault is not None:
        raise Invalid("content.inventory_wrong", file=file, place=fault.json_path)
    return document
