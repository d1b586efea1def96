"""On which day the work of the night was begun: once a day, also by a house that slept at three."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from sekisho.apps.keeping.models import Night


def begin_night(day: date) -> bool:
    """Claim the night of a day in the zone of the house; False when it was begun before."""
    Night.objects.get_or_create(pk=1)
    rows = Night.objects.filter(Q(begun_on=None) | Q(begun_on__lt=day), pk=1)
    return bool(rows.update(begun_on=day))
