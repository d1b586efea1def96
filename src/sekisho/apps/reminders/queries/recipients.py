"""Which contact a step reaches: the one named by the plan, or who stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sekisho.apps.asks.queries.awaiting import Awaited
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.apps.partners.queries.reaching import usable_contacts
from sekisho.engines.reminders import Whom

EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A usable contact, as what it is written to; `takes_over` when the former one is not."""

    contact: ContactView
    whom: Whom
    takes_over: bool = False


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Who was asked, who stands above, and who else can be written to, best first."""

    asked: ContactView | None
    superior: ContactView | None
    others: tuple[ContactView, ...]

    def chosen(self, whom: Whom) -> Chosen | None:
        """Whom a step reaches; None when nobody there can be written to."""
        if whom is Whom.SUPERIOR and self._above() is not None:
            above = self._above()
            return Chosen(above, Whom.SUPERIOR) if above else None
        usable = self.asked if self.asked and self.asked.is_usable else None
        beside = self._beside()
        if beside and (usable is None or whom is Whom.NEXT):
            return Chosen(beside[0], Whom.NEXT, takes_over=usable is None)
        return Chosen(usable, Whom.CONTACT) if usable else None

    def _above(self) -> ContactView | None:
        if self.superior is not None and self.superior.is_usable:
            return self.superior
        executives = (one for one in self.others if EXECUTIVE in one.purposes)
        return next(executives, None)

    def _beside(self) -> Sequence[ContactView]:
        """Others before the superior, who comes last of all."""
        above = self.superior.id if self.superior else 0
        return sorted(self.others, key=lambda one: one.id == above)


def colleagues_of(rows: Iterable[Awaited]) -> dict[int, Colleagues]:
    """The people at each respondent, by assignment; a few queries for a batch."""
    known = tuple(rows)
    asked = contacts_by_ids(row.contact_id for row in known)
    above = contacts_by_ids(one.superior_id for one in asked.values() if one.superior_id)
    usable = usable_contacts(row.respondent_id for row in known)
    return {
        row.id: Colleagues(
            asked=asked.get(row.contact_id),
            superior=_superior(asked.get(row.contact_id), above),
            others=tuple(
                one for one in usable.get(row.respondent_id, ()) if one.id != row.contact_id
            ),
        )
        for row in known
    }


def _superior(contact: ContactView | None, above: dict[int, ContactView]) -> ContactView | None:
    return above.get(contact.superior_id or 0) if contact else None
