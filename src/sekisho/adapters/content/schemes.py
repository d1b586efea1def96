"""The schemes of a folder: one YAML file per edition, one JSON schema beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from sekisho.adapters.content.question_sets import load_schema
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.schemes import Scheme, parse_scheme
from sekisho.kernel.errors import Invalid


def load_schemes(folder: Path) -> tuple[Scheme, ...]:
    """The schemes of the folder's *.yaml files, sorted by key.

    Raises Invalid (content.scheme_wrong) naming file and place: a form that the schema does not
    know, a file of another name, a number given twice, a level that is not there.
    """
    validator = Draft202012Validator(load_schema(folder))
    return tuple(_load(path, validator) for path in sorted(folder.glob("*.yaml")))


def _load(path: Path, validator: Draft202012Validator) -> Scheme:
    document: Any = read_yaml(path.read_text(encoding="utf-8"), file=path.name)
    error = next(iter(validator.iter_errors(document)), None)
    if error is not None:
        raise Invalid("content.scheme_wrong", file=path.name, place=error.json_path)
    scheme = parse_scheme(document)
    levels = {level.key for level in scheme.levels}
    ids = [item.id for item in scheme.items]
    if path.stem != scheme.key:
        raise Invalid("content.scheme_wrong", file=path.name, place="id")
    for item in scheme.items:
        if item.level not in levels or ids.count(item.id) > 1:
            raise Invalid("content.scheme_wrong", file=path.name, place=item.id)
    return scheme
