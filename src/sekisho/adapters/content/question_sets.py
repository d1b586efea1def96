"""The question sets of a folder: one YAML file per version, one JSON schema beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.questionnaire import QuestionSetVersion, parse_set
from sekisho.kernel.errors import Invalid, TooLarge, Unavailable

MAX_FILE_BYTES = 1_000_000
_SCHEMA_FILE = "schema.json"
_LONGEST_SHOWN = 60
# What a set that somebody still writes need not keep.
_OF_UNFINISHED = frozenset(
    ("required", "dependentRequired", "minItems", "minLength", "minProperties", "pattern")
)
_TYPE_WORDS = {"string": "text", "object": "mapping", "array": "list", "boolean": "true, false"}


def load_question_sets(folder: Path) -> tuple[QuestionSetVersion, ...]:
    """The question sets of the folder's *.yaml files, sorted by key, then version.

    Raises Invalid naming the file (and place or line), TooLarge, or Unavailable when the folder
    or its schema.json is missing.
    """
    schema = load_schema(folder)
    loaded = [_load_file(path, schema) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(loaded, key=_key_and_version))


def shipped_sets(folder: Path) -> tuple[tuple[QuestionSetVersion, Mapping[str, Any]], ...]:
    """Each set of the folder's *.yaml files with its plain data, in the order of file names.

    The same files are read once per process. Raises as `load_question_sets` does, but for a name.
    """
    files = tuple((path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml")))
    return _read_all(files, json.dumps(load_schema(folder)))


@lru_cache(maxsize=4)
def _read_all(
    files: tuple[tuple[str, bytes], ...], schema: str
) -> tuple[tuple[QuestionSetVersion, Mapping[str, Any]], ...]:
    rules = json.loads(schema)
    return tuple(read_question_set(content, file=name, schema=rules) for name, content in files)


def load_schema(folder: Path) -> Mapping[str, Any]:
    """The JSON schema of the folder. Raises Unavailable when it is missing."""
    try:
        loaded: dict[str, Any] = json.loads((folder / _SCHEMA_FILE).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unavailable("content.schema_missing", file=_SCHEMA_FILE) from error
    return loaded


def read_question_set(
    content: bytes, *, file: str, schema: Mapping[str, Any]
) -> tuple[QuestionSetVersion, dict[str, Any]]:
    """The question set of one file's bytes, and its plain data as `parse_set` takes it.

    Raises Invalid naming the file, and TooLarge.
    """
    if len(content) > MAX_FILE_BYTES:
        raise TooLarge("content.too_large", file=file, limit_bytes=MAX_FILE_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid("content.not_utf8", file=file, line=line) from error
    document: Any = read_yaml(text, file=file)  # a mapping, as the schema makes sure
    _check_form(document, file, schema)
    return _parsed(document, file), document


def check_types(document: object, *, file: str, schema: Mapping[str, Any]) -> None:
    """Whether what is there has the right shape; parts may be missing or still be blank.

    Raises Invalid naming file and place.
    """
    try:
        _check_form(document, file, schema, spared=_OF_UNFINISHED)
    except RecursionError as error:
        raise Invalid("content.not_yaml", file=file, line=1) from error


def _load_file(path: Path, schema: Mapping[str, Any]) -> QuestionSetVersion:
    with path.open("rb") as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    question_set, _ = read_question_set(content, file=path.name, schema=schema)
    expected = f"{question_set.key}-{question_set.version}.yaml"
    if path.name != expected:
        raise Invalid("content.file_name", file=path.name, expected=expected)
    return question_set


def _key_and_version(question_set: QuestionSetVersion) -> tuple[str, tuple[int, ...]]:
    return question_set.key, tuple(int(part) for part in question_set.version.split("."))


def _parsed(document: Mapping[str, Any], file: str) -> QuestionSetVersion:
    try:
        return parse_set(document)
    except Invalid as error:
        raise Invalid(error.code, **{**error.params, "file": file}) from error


def _check_form(
    document: object, file: str, schema: Mapping[str, Any], spared: frozenset[str] = frozenset()
) -> None:
    found = Draft202012Validator(schema).iter_errors(document)
    errors = (error for error in found if error.validator not in spared)
    first = min(errors, key=lambda error: [str(part) for part in error.absolute_path], default=None)
    if first is not None:
        raise _in_our_words(first, file)


def _in_our_words(error: ValidationError, file: str) -> Invalid:
    place = error.json_path.removeprefix("$").removeprefix(".") or "-"
    wanted, instance, rule = _parts(error)
    if error.validator == "required":
        name = next(name for name in wanted if name not in instance)
        return Invalid("content.field_missing", file=file, place=place, name=name)
    if error.validator == "additionalProperties":
        known = rule["properties"]
        name = next(name for name in instance if name not in known)
        allowed = ", ".join(known)
        return Invalid("content.field_unknown", file=file, place=place, name=name, allowed=allowed)
    found = _shortened(json.dumps(instance, ensure_ascii=False, default=str))
    expected = _expected(str(error.validator), wanted, rule)
    return Invalid("content.wrong_value", file=file, place=place, found=found, expected=expected)


def _parts(error: ValidationError) -> tuple[Any, Any, Any]:
    """What the schema wants, what stands there, and the whole rule, in the schema's shapes."""
    return error.validator_value, error.instance, error.schema


def _expected(validator: str, wanted: Any, rule: Any) -> str:
    match validator:
        case "type":
            return _TYPE_WORDS.get(wanted, str(wanted))
        case "enum":
            return ", ".join(str(value) for value in wanted)
        case "const":
            return str(wanted)
        case "pattern" if "examples" in rule:
            return ", ".join(rule["examples"])
        case _:
            return f"{validator} {json.dumps(wanted, ensure_ascii=False)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
