"""The built-in stories: one YAML file per version, one JSON schema beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.inventory import Catalogue
from sekisho.engines.stories.story import parse_story
from sekisho.kernel.errors import Invalid, Unavailable

_SCHEMA = "stories.schema.json"


def load_stories(folder: Path, catalogue: Catalogue) -> tuple[dict[str, Any], ...]:
    """The documents of the newest version, each of which is a story.

    Raises Invalid (content.stories_wrong) naming file and place, Unavailable without the files.
    """
    paths = sorted(folder.glob("stories-*.yaml"), key=_version)
    if not paths:
        raise Unavailable("content.schema_missing", file="stories-*.yaml")
    path = paths[-1]
    document: Any = read_yaml(path.read_text(encoding="utf-8"), file=path.name)
    fault = next(iter(Draft202012Validator(_schema(folder)).iter_errors(document)), None)
    if fault is not None:
        raise Invalid("content.stories_wrong", file=path.name, place=fault.json_path)
    if path.name != f"stories-{document['version']}.yaml":
        raise Invalid("content.stories_wrong", file=path.name, place="version")
    for one in document["stories"]:
        try:
            parse_story(one, catalogue)
        except Invalid as wrong:
            place = f"{one['key']}: {wrong.params.get('place', '')}"
            raise Invalid("content.stories_wrong", file=path.name, place=place) from wrong
    return tuple({**one, "version": document["version"]} for one in document["stories"])


def story_fault(folder: Path, document: Mapping[str, Any]) -> str:
    """Where a document of a story does not fit the schema; empty when it does."""
    schema = _schema(folder)
    part = {**schema, **schema["$defs"]["story"]}
    bare = {key: one for key, one in document.items() if key != "version"}
    fault = next(iter(Draft202012Validator(part).iter_errors(bare)), None)
    return "" if fault is None else fault.json_path


def _schema(folder: Path) -> Any:
    try:
        return json.loads((folder / _SCHEMA).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unavailable("content.schema_missing", file=_SCHEMA) from error


def _version(path: Path) -> list[int]:
    parts = path.stem.removeprefix("stories-").split(".")
    return [int(part) if part.isdigit() else 0 for part in parts]
