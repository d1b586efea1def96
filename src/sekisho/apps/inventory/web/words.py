"""How entries look, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.inventory.forms import said, shown_value
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.apps.inventory.queries.entries import EntryRef, EntryView
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.engines.inventory import Confidence, Fact, Field, Kind, Source
from sekisho.kernel import clock

# Tone, word and icon.
CONFIDENCE_LOOKS = {
    Confidence.OBSERVED: ("done", pgettext_lazy("confidence", "Observed"), "eye-check"),
    Confidence.DECLARED: ("accent", pgettext_lazy("confidence", "Declared"), "message"),
    Confidence.ASSUMED: ("attention", pgettext_lazy("confidence", "Assumed"), "question-mark"),
    Confidence.UNKNOWN: ("unknown", pgettext_lazy("confidence", "Not known"), "help-hexagon"),
}
SOURCE_WORDS = {
    Source.ENTERED: pgettext_lazy("source", "Entered"),
    Source.IMPORTED: pgettext_lazy("source", "From a list"),
    Source.ANSWER: pgettext_lazy("source", "From an answer"),
    Source.OBSERVATION: pgettext_lazy("source", "Seen in a log or list"),
    Source.DEFAULT: pgettext_lazy("source", "Assumed by default"),
}


def today() -> date:
    """The calendar day of the house."""
    return timezone.localdate(clock.now())


def look_of(confidence: Confidence) -> dict[str, Any]:
    """Badge of a sureness."""
    tone, word, icon = CONFIDENCE_LOOKS[confidence]
    return {"tone": tone, "word": word, "icon": icon}


def kind_options() -> list[tuple[str, str]]:
    """The kinds for a form."""
    return [(kind.key, said(kind.label)) for kind in catalogue().kinds]


def row_of(view: EntryView) -> dict[str, Any]:
    """An entry as lists show it."""
    brief = [
        f"{said(one.label)}: {shown_value(one, view.facts[one.key].value)}"
        for one in view.kind.fields
        if one.key in view.kind.brief and one.key in view.facts
    ]
    return {
        "view": view,
        "url": reverse("inventory:entry", args=[view.uid]),
        "name": name_of(view),
        "kind": said(view.kind.label),
        "company": said(view.organisation.names),
        "other": said(view.target.names) if view.target else "",
        "brief": " · ".join(brief),
        "unknown": len(view.unknown),
        "look": look_of(view.weakest),
    }


def name_of(view: EntryView) -> str:
    """The name, or of a link without one its ends."""
    if view.name or view.target is None:
        return view.name or said(view.kind.label)
    source, target = view.source_item, view.target_item
    return _("%(source)s → %(target)s") % {
        "source": source.name if source and source.name else said(view.organisation.names),
        "target": target.name if target and target.name else said(view.target.names),
    }


def fact_rows(view: EntryView) -> list[dict[str, Any]]:
    """Every value of an entry, the unknown ones with what counts in their place."""
    return [_fact_row(one, view.facts.get(one.key)) for one in view.kind.fields]


def _fact_row(one: Field, fact: Fact | None) -> dict[str, Any]:
    row: dict[str, Any] = {"label": said(one.label)}
    if fact is None:
        worst = "" if one.worst is None else shown_value(one, one.worst)
        return {**row, "look": look_of(Confidence.UNKNOWN), "worst": worst}
    return {
        **row,
        "value": shown_value(one, fact.value),
        "look": look_of(fact.stamp.confidence),
        "source": SOURCE_WORDS[fact.stamp.source],
        "detail": fact.stamp.detail,
        "on": fact.stamp.on,
    }


def ends_of(view: EntryView) -> list[dict[str, Any]]:
    """The ends of a link with their roles."""
    kind = view.kind
    if kind.source is None or kind.target is None or view.target is None:
        return []
    ends = [
        _end(said(kind.source.label), view.organisation, view.source_item),
        _end(said(kind.target.label), view.target, view.target_item),
    ]
    if kind.via is not None:
        ends.append(_end(said(kind.via.label), None, view.via_item))
    return ends


def _end(label: str, at: OrganisationView | None, item: EntryRef | None) -> dict[str, Any]:
    return {"label": label, "at": at, "name": said(at.names) if at else "", "item": item}


def kinds_with(counts: dict[str, int]) -> Sequence[tuple[Kind, str, int]]:
    """Each kind with its word and how many there are."""
    return [(one, said(one.label), counts.get(one.key, 0)) for one in catalogue().kinds]
