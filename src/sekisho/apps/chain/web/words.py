"""Words of the chain: kinds of nodes, levers, defaults; names in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sekisho.apps.chain.queries.labels import Label
from sekisho.apps.inventory.forms import said
from sekisho.apps.inventory.queries.catalogue import catalogue
from sekisho.engines.topology.words import Lever
from sekisho.ui.wording import figure, share_text

Words = str | Promise
_LEAST, _FINE = 0.0001, 0.1  # below the first a chance is only said to be small

LEVER_WORDS: dict[Lever, Words] = {
    Lever.PATCH: gettext_lazy("No recent update"),
    Lever.MFA: gettext_lazy("No multi-factor sign-in"),
    Lever.IPS: gettext_lazy("No intrusion prevention"),
    Lever.LIMIT: gettext_lazy("Not limited to what is needed"),
    Lever.ENCRYPT: gettext_lazy("Not encrypted"),
    Lever.HIDE: gettext_lazy("Reached from the internet"),
    Lever.REVIEW: gettext_lazy("Changed by one person alone"),
}
DEFAULT_WORDS: dict[str, Words] = {
    "site": gettext_lazy("Organisations with one site each, because none is told"),
    "supply": gettext_lazy("Supplies with assumed stock and without a substitute"),
    "entry": gettext_lazy("Organisations judged as if they had an unpatched device that is "
                          "reached from the internet, because no device is told"),
    "trust": gettext_lazy("Pairs of organisations where an intruder may get on by mail and "
                          "everyday trust, because no connection is told"),
    "place": gettext_lazy("Things that need every site of their organisation, because no place "
                          "is told"),
    "asset": gettext_lazy("Organisations of ours taken as the goal, because nothing that we want "
                          "to keep is told"),
    "output": gettext_lazy("Sites of ours that count alike, because the value made in a day is "
                           "not told"),
    "spread": gettext_lazy("Supplies that leave an organisation as a whole, because it has very "
                           "many sites"),
}  # fmt: skip
ICONS = {
    "organisation": "building",
    "site": "map-pin",
    "service": "cloud",
    "product": "package",
    "device": "router",
    "information": "database",
    "build": "tool",
    "account": "user",
    "ours": "target",
}


def kind_word(kind: str) -> str:
    """What a kind of node is called."""
    if kind == "organisation":
        return _("Organisation")
    if kind == "ours":
        return _("Anything of ours")
    return said(catalogue().kind(kind).label)


def name_of(label: Label) -> str:
    """What a node is called."""
    if label.kind == "ours":
        return _("Anything of ours")
    if label.company is None:
        return label.name
    company = said(label.company.names)
    if label.kind == "organisation":
        return company
    return label.name or _("%(company)s (its site)") % {"company": company}


def shown(label: Label) -> dict[str, Any]:
    """A node as lists show it: name, kind, company, address of its page."""
    is_body = label.kind == "organisation"
    company = said(label.company.names) if label.company is not None else ""
    return {
        "label": label,
        "name": name_of(label),
        "kind": kind_word(label.kind),
        "icon": ICONS[label.kind],
        "company": "" if is_body else company,
        "url": _page_of(label),
        "uid": label.uid,
    }


def _page_of(label: Label) -> str:
    """The page of the thing itself: of an entry, or of a partner."""
    if label.uid is None or label.company is None:
        return ""
    if label.is_entry:
        return reverse("inventory:entry", args=[label.uid])
    return "" if label.company.is_home else reverse("partners:partner", args=[label.company.uid])


def lever_words(missing: int) -> list[str]:
    """What is not known to be in place."""
    return [str(word) for lever, word in LEVER_WORDS.items() if missing & lever]


def percent(value: float) -> str:
    """A chance or share, as exact as it is worth reading."""
    if value <= 0:
        return "0%"
    if value < _LEAST:
        return _("below %(least)s") % {"least": "0.01%"}
    if value < _FINE:
        return f"{100 * value:.2g}%"
    return share_text(round(1000 * value), 1000)


def days_word(days: float | None) -> str:
    """Days until somebody is short; halves are told."""
    if days is None:
        return "–"
    number = f"{days:.1f}".rstrip("0").rstrip(".")
    return ngettext("%(n)s day", "%(n)s days", max(1, round(days))) % {"n": number}


def number(value: float) -> str:
    """A whole number with thousands apart."""
    return figure(round(value))


def joined(names: Iterable[str]) -> str:
    """A way as words, one node after the other."""
    return " → ".join(names)
