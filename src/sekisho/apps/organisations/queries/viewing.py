"""From which group companies organisations are seen, for rooms that count by group company."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from sekisho.apps.organisations.models import Visibility

_BATCH = 500


def viewers_of(ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Inside numbers of the group companies, home left out, from which each organisation is seen.

    Sorted; organisations that hang on home alone are absent. Inside the house only, without a
    gate: for jobs that count.
    """
    wanted = sorted(set(ids))
    found: dict[int, list[int]] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = Visibility.objects.filter(organisation_id__in=wanted[start : start + _BATCH])
        for own, viewer in rows.order_by("viewer_id").values_list("organisation_id", "viewer_id"):
            found.setdefault(own, []).append(viewer)
    return {own: tuple(viewers) for own, viewers in found.items()}


def seen_from_filter(viewer_id: int | None, *, path: str) -> Q:
    """A condition that keeps what is seen from a group company; None: what hangs on home alone.

    `path` leads from the filtered model to its organisation.
    """
    if viewer_id is None:
        return Q(**{f"{path}__seen_from__isnull": True})
    rows = Visibility.objects.filter(viewer_id=viewer_id).values("organisation_id")
    return Q(**{f"{path}_id__in": rows})
