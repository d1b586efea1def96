"""What the address of the map asks for, and back into an address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from sekisho.apps.chain.queries.mapping import Around, Narrowed
from sekisho.apps.chain.web.map_words import KINDS, RISKS

_MOST, _WIDER, _FARTHEST = 12, 60, 3
_UP, _DOWN = 2, 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What is shown: the node in the middle, how far, in which order, narrowed to what."""

    at: uuid.UUID | None
    pick: uuid.UUID | None
    words: str
    far: Around
    narrowed: Narrowed

    def address(self, **changed: object) -> str:
        """The same wish as a query, with some values changed; None takes one out."""
        values: dict[str, object] = {
            "at": self.at,
            "up": self.far.up,
            "down": self.far.down,
            "most": self.far.most if self.far.most != _MOST else None,
            "how": "free" if self.far.is_free else None,
            "kind": sorted(self.narrowed.kinds),
            "tier": sorted(self.narrowed.tiers),
            "country": sorted(self.narrowed.countries),
            "risk": self.narrowed.risk or None,
        }
        values |= changed
        kept = {key: one for key, one in values.items() if one not in (None, [])}
        return f"?{urlencode(kept, doseq=True)}"

    @property
    def wider(self) -> str:
        """The address with more companies a step."""
        return self.address(most=_WIDER)


def wish_in(given: QueryDict) -> Wish:
    """The wish of an address; what makes no sense falls back to what is usual."""
    most = _WIDER if given.get("most") == str(_WIDER) else _MOST
    far = Around(
        _steps(given.get("up"), _UP), _steps(given.get("down"), _DOWN), most,
        given.get("how") == "free",
    )  # fmt: skip
    narrowed = Narrowed(
        kinds=frozenset(given.getlist("kind")) & frozenset(KINDS),
        tiers=frozenset(_tiers(given.getlist("tier"))),
        countries=frozenset(one[:2] for one in given.getlist("country") if one),
        risk=given.get("risk", "") if given.get("risk") in RISKS else "",
    )
    return Wish(_uid(given.get("at")), _uid(given.get("pick")), given.get("q", "")[:200].strip(),
                far, narrowed)  # fmt: skip


def _steps(text: str | None, usual: int) -> int:
    return min(int(text), _FARTHEST) if text is not None and text in "0123" and text else usual


def _tiers(texts: list[str]) -> list[int]:
    return [int(one) for one in texts if one.lstrip("-").isdecimal() and len(one) < 4]  # noqa: PLR2004 - two digits and a sign


def _uid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
