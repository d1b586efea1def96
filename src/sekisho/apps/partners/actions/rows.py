"""Rows that other writes of this room stand on; written inside their transaction and entry."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.apps.organisations.actions.bulk import insert_rows
from sekisho.apps.partners.models import Tag

_TAG_LENGTH = 60


def ensure_partners(organisation_ids: Iterable[int]) -> None:
    """Have a partner row for each of these organisations."""
    rows = [(own,) for own in organisation_ids]
    insert_rows("partners_partner", ("organisation_id",), rows, or_ignore=True)


def ensure_tags(names: Iterable[str]) -> dict[str, int]:
    """Have these tags; answers their inside numbers by name."""
    wanted = sorted({name[:_TAG_LENGTH] for name in names if name})
    insert_rows("partners_tag", ("name",), [(name,) for name in wanted], or_ignore=True)
    return dict(Tag.objects.filter(name__in=wanted).values_list("name", "id"))


def attach_tags(pairs: Iterable[tuple[int, int]]) -> None:
    """Give partners tags, as pairs (organisation, tag); those already there stay."""
    columns = ("partner_id", "tag_id")
    insert_rows("partners_partner_tags", columns, list(pairs), or_ignore=True)
