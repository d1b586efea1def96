"""The screens of the rooms around asks, as the demo's story leaves them."""

from __future__ import annotations

import uuid
from typing import Any


def screens_of_rooms(ask: Any, draft: uuid.UUID) -> dict[str, str]:
    """Name of the picture -> path, for the check of the demo and a draft."""
    from django.urls import reverse

    rule, attesting, exception = _rule()
    return {
        "reminders": reverse("reminders:plan", args=[ask.uid]),
        "reminders-list": reverse("reminders:list"),
        "sharing": reverse("asks:reply", args=[_shared()]),
        "sharing-settings": reverse("sharing:settings"),
        "keeping": reverse("keeping:rules"),
        "rule": reverse("rules:rule", args=[rule]),
        "rule-board": reverse("rules:board", args=[attesting]),
        "exception": reverse("rules:exception", args=[exception]),
        "workbook": reverse("workbooks:batch", args=[_batch()]),
        "paper": reverse("papers:board", args=[ask.uid]),
        "paper-preview": reverse("papers:preview", args=[draft]),
        "inventory": reverse("inventory:list"),
        "inventory-entry": reverse("inventory:entry", args=[_connection()]),
        "chain": reverse("chain:start"),
        "chain-map": reverse("chain:map") + f"?at={_home()}",
        "chain-stop": reverse("chain:stop", args=[_via()]),
        "chain-way": reverse("chain:way", args=[_used()]),
        "fairness": reverse("fairness:record", args=[ask.uid]),
        "report": reverse("reports:report", args=[ask.uid]),
        "trend": reverse("reports:trend", args=[ask.uid]),
    }


def _rule() -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """The rule of the house, the ask that had it attested, the exception that was asked for."""
    from sekisho.apps.rules.models import Attestation, Deviation

    sent = Attestation.objects.select_related("edition__rule", "ask").earliest("id")
    return sent.edition.rule.uid, sent.ask.uid, Deviation.objects.earliest("id").uid


def _home() -> uuid.UUID:
    """The company in whose name all is done."""
    from sekisho.apps.organisations.queries import home_view

    return home_view().uid


def _shared() -> uuid.UUID:
    """A reply that a partner filled with the answers it gave to another company of the group."""
    from sekisho.apps.sharing.models import Consent

    return Consent.objects.select_related("target").earliest("id").target.uid


def _batch() -> uuid.UUID:
    """The workbook that came by mail."""
    from sekisho.apps.workbooks.models import Filing

    return Filing.objects.earliest("id").batch_uid


def _connection() -> uuid.UUID:
    """A line between two companies, the way in of the story."""
    from sekisho.apps.inventory.models import Entry

    return Entry.objects.filter(kind="connection").earliest("id").uid


def _via() -> uuid.UUID:
    """The device that the line goes through."""
    from sekisho.apps.inventory.models import Entry

    found = Entry.objects.exclude(via_item=None).select_related("via_item").earliest("id").via_item
    if found is None:
        raise LookupError("The story has no line through a device.")
    return found.uid


def _used() -> uuid.UUID:
    """The service that the plants need."""
    from sekisho.apps.inventory.models import Entry

    return Entry.objects.filter(kind="service").earliest("id").uid
