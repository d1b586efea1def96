"""Sentences for lists of components (SBOM) that cannot be read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

_SMALLER = _("Please have the list made for each product by itself and send one after the other.")
_ANEW = _("Please have the list made again by the tool that made it.")

SBOM_SENTENCES: dict[str, Sentence] = {
    "sboms.broken": (
        _("This list of components is broken at %(place)s."),
        _ANEW,
    ),
    "sboms.hostile_xml": (
        _("This list of components declares entities, which an honest one never needs."),
        _ANEW,
    ),
    "sboms.no_schema": (
        _("The published form %(name)s is not installed."),
        _("Run `make setup` and try again."),
    ),
    "sboms.not_as_published": (
        _("This list of components differs from its published form at %(place)s: %(fault)s"),
        _ANEW,
    ),
    "sboms.not_known": (
        _("This file is neither CycloneDX nor SPDX."),
        _("Please send CycloneDX 1.2 to 1.7 or SPDX 2.2, 2.3 or 3.0."),
    ),
    "sboms.not_read": (
        _("%(format)s is not read here."),
        _("Please send CycloneDX 1.2 to 1.7 or SPDX 2.2, 2.3 or 3.0."),
    ),
    "sboms.text_too_long": (
        _("A text of this list of components is too long, at %(place)s."),
        _ANEW,
    ),
    "sboms.too_deep": (
        _("This list of components is nested more than %(limit)s deep."),
        _ANEW,
    ),
    "sboms.too_large": (
        _("This list of components has more than %(limit)s bytes."),
        _SMALLER,
    ),
    "sboms.too_many": (
        _("This list of components holds more than %(limit)s entries."),
        _SMALLER,
    ),
}
