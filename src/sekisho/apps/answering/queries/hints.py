"""Shipped help: why an open point matters, how to mend it at small cost, and who can help.

Content for everybody; nothing here depends on who reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Hint:
    """Why a "no" at a question matters, and a first step that costs little."""

    why: Bilingual
    step: Bilingual


@dataclass(frozen=True, slots=True)
class HelpService:
    """One public service. `page_of` is the day of the page it was compared with, may be empty;
    `is_checked` is False while nobody has compared it.
    """

    key: str
    country: str
    name: Bilingual
    what: Bilingual
    cost: Bilingual
    url: str
    source: Bilingual
    is_checked: bool
    page_of: str


@lru_cache(maxsize=1)
def hints() -> Mapping[str, Hint]:
    """All hints by question key."""
    found: dict[str, Hint] = {}
    for data in _read("hints"):
        for key, words in data["hints"].items():
            found[key] = Hint(Bilingual.from_dict(words["why"]), Bilingual.from_dict(words["step"]))
    return found


@lru_cache(maxsize=1)
def help_services() -> tuple[HelpService, ...]:
    """The catalogue in its own order, Japan first."""
    return tuple(_service(one) for data in _read("help") for one in data["services"])


def _service(one: Mapping[str, Any]) -> HelpService:
    return HelpService(
        key=one["key"],
        country=one["country"],
        name=Bilingual.from_dict(one["name"]),
        what=Bilingual.from_dict(one["what"]),
        cost=Bilingual.from_dict(one["cost"]),
        url=one["url"],
        source=Bilingual.from_dict(one["source"]),
        is_checked=one["is_checked"],
        page_of=one["page_of"],
    )


def _read(folder: str) -> list[Any]:
    paths = sorted((content_folder() / folder).glob("*.yaml"))
    return [read_yaml(path.read_text(encoding="utf-8"), file=path.name) for path in paths]
