"""The parameters of chain calculations: one YAML file per version, one JSON schema beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from sekisho.adapters.content.question_sets import load_schema
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.chain.parameters import Parameters, parse_parameters
from sekisho.kernel.errors import Invalid


def load_parameters(folder: Path) -> tuple[Parameters, ...]:
    """The versions in the folder's parameters-*.yaml files, oldest first.

    Raises Invalid (content.parameters_wrong) naming file and place.
    """
    return _versions(folder, "parameters")


def load_money(folder: Path) -> tuple[Parameters, ...]:
    """The versions of assumed amounts in money-*.yaml, oldest first. Raises as the other does."""
    return _versions(folder, "money")


def _versions(folder: Path, name: str) -> tuple[Parameters, ...]:
    validator = Draft202012Validator(load_schema(folder))
    loaded = [_load(path, validator, name) for path in folder.glob(f"{name}-*.yaml")]
    return tuple(sorted(loaded, key=lambda one: [int(part) for part in one.version.split(".")]))


def _load(path: Path, validator: Draft202012Validator, name: str) -> Parameters:
    document: Any = read_yaml(path.read_text(encoding="utf-8"), file=path.name)
    error = next(iter(validator.iter_errors(document)), None)
    if error is not None:
        raise Invalid("content.parameters_wrong", file=path.name, place=error.json_path)
    if path.name != f"{name}-{document['version']}.yaml":
        raise Invalid("content.parameters_wrong", file=path.name, place="version")
    try:
        return parse_parameters(document)
    except Invalid as wrong:
        place = str(wrong.params.get("what", ""))
        raise Invalid("content.parameters_wrong", file=path.name, place=place) from wrong
