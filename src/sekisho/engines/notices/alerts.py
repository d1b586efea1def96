"""What an alert says: who issued it and when, what it demands, and how far it may be passed on.

Source of the labels: FIRST, Traffic Light Protocol (TLP) version 2.0, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sekisho.kernel.text import LANGUAGES, Bilingual

MOST_ACTIONS = 40
LONGEST_TEXT = 4000
_LONGEST_LINE = 300
_NOTHING = Bilingual()


class Tlp(StrEnum):
    """The labels of TLP 2.0, strictest first."""

    RED = "red"
    AMBER_STRICT = "amber+strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"

    @property
    def may_reach_group(self) -> bool:
        """Whether our own group companies may be told; RED stays with those it was given to."""
        return self is not Tlp.RED

    @property
    def may_reach_partners(self) -> bool:
        """Whether partners outside the group may be told."""
        return self in {Tlp.AMBER, Tlp.GREEN, Tlp.CLEAR}


@dataclass(frozen=True, slots=True)
class DemandedAction:
    """One thing the alert asks for; the key stays when the words are corrected."""

    key: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class AlertText:
    """One edition of an alert in our own words. `issued_on` is an ISO date or empty."""

    issuer: Bilingual
    number: str
    issued_on: str
    url: str
    title: Bilingual
    summary: Bilingual
    tlp: Tlp
    actions: tuple[DemandedAction, ...]

    def as_dict(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {
            "issuer": self.issuer.as_dict(),
            "number": self.number,
            "issued_on": self.issued_on,
            "url": self.url,
            "title": self.title.as_dict(),
            "summary": self.summary.as_dict(),
            "tlp": self.tlp.value,
            "actions": [{"key": one.key, **one.text.as_dict()} for one in self.actions],
        }


def alert_from_dict(stored: Mapping[str, Any]) -> AlertText:
    """Read the stored form; raises KeyError or ValueError for anything else."""
    return AlertText(
        issuer=Bilingual.from_dict(stored["issuer"]),
        number=stored["number"],
        issued_on=stored["issued_on"],
        url=stored["url"],
        title=Bilingual.from_dict(stored["title"]),
        summary=Bilingual.from_dict(stored["summary"]),
        tlp=Tlp(stored["tlp"]),
        actions=tuple(
            DemandedAction(one["key"], Bilingual.from_dict(one)) for one in stored["actions"]
        ),
    )


def alert_faults(alert: AlertText) -> tuple[tuple[str, str], ...]:
    """What must be mended before it can be sent: pairs of code and part, in reading order."""
    return tuple(_faults(alert))


def _faults(alert: AlertText) -> Iterator[tuple[str, str]]:
    for name in ("issuer", "title", "summary"):
        yield from _missing(name, getattr(alert, name))
    if len(alert.actions) > MOST_ACTIONS:
        yield "notices.too_many_actions", "actions"
    for place, action in enumerate(alert.actions, start=1):
        if not action.text.is_complete:
            yield "notices.missing_language", f"actions.{place}"
        if any(len(words) > _LONGEST_LINE for words in action.text.as_dict().values()):
            yield "notices.action_too_long", f"actions.{place}"


def _missing(name: str, text: Bilingual) -> Iterator[tuple[str, str]]:
    if text == _NOTHING:
        yield "notices.missing", name
        return
    for language in LANGUAGES:
        if not text.as_dict()[language].strip():
            yield "notices.missing_language", f"{name}.{language}"
