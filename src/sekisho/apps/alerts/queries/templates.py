"""The shipped templates of alerts: facts with their source, words of our own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.notices import AlertText, alert_from_dict
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class AlertTemplate:
    """One template: the text to begin with, when to use it, and where its facts come from."""

    key: str
    text: AlertText
    use: Bilingual
    source: str


@lru_cache(maxsize=1)
def templates() -> tuple[AlertTemplate, ...]:
    """All of them, newest alert first; they are no secret."""
    paths = sorted((content_folder() / "alerts").glob("*.yaml"), reverse=True)
    return tuple(_read(path.name, path.read_text(encoding="utf-8")) for path in paths)


def _read(name: str, text: str) -> AlertTemplate:
    data: Any = read_yaml(text, file=name)
    return AlertTemplate(
        key=data["key"],
        text=alert_from_dict(data["alert"]),
        use=Bilingual.from_dict(data["use"]),
        source=data["source"],
    )
