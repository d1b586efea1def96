"""The address of a list as a filter; anything that does not fit is left out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import QueryDict

from sekisho.apps.organisations.queries import SORTS
from sekisho.apps.organisations.queries.countries import COUNTRY_CODES
from sekisho.apps.partners.forms.words import KIND_WORDS
from sekisho.apps.partners.queries import PartnerFilter

# Whom the address names by outside id, with the inside number the filter needs.
Numbers = Iterable[tuple[uuid.UUID, int]]
_LARGEST_TIER = 99
PARAMETERS = (
    *("q", "tier", "tag", "country", "kind", "company", "owner"),
    *("group", "contact", "inactive", "sort"),
)


def filter_of(address: QueryDict, *, companies: Numbers, owners: Numbers) -> PartnerFilter:
    """The filter of a list's address; partners are meant unless the address asks for the group."""
    sort = address.get("sort", "name")
    contact = address.get("contact", "")
    return PartnerFilter(
        query=address.get("q", "")[:200],
        tiers=tuple(filter(None, map(_tier, address.getlist("tier")))),
        tags=tuple(address.getlist("tag")),
        countries=tuple(code for code in address.getlist("country") if code in COUNTRY_CODES),
        group_company_id=_number(address.get("company", ""), companies),
        kinds=tuple(kind for kind in address.getlist("kind") if kind in KIND_WORDS),
        is_group=address.get("group") == "1",
        has_contact={"missing": False, "there": True}.get(contact),
        owner_id=_number(address.get("owner", ""), owners),
        sort=sort if sort in SORTS else "name",
        is_active=address.get("inactive") != "1",
    )


def _tier(text: str) -> int:
    plain = text.removeprefix("-")
    is_fine = plain.isascii() and plain.isdecimal() and int(plain) <= _LARGEST_TIER
    return int(text) if is_fine else 0


def _number(text: str, known: Numbers) -> int | None:
    return next((number for uid, number in known if str(uid) == text), None)
