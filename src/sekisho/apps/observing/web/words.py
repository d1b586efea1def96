"""How notices read, in both languages for a finding and in the page's language for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sekisho.apps.observing.actions.deciding import Words
from sekisho.kernel.text import Bilingual

# Tone, words and icon; the gravest first.
CODES: Mapping[str, tuple[str, Any, str]] = {
    "unapproved": ("critical", _("Connection point that nobody approved"), "alert-triangle"),
    "expired": ("critical", _("Used after its approval had ended"), "alert-triangle"),
    "ended_contract": ("critical", _("Account of an ended contract"), "alert-triangle"),
    "open": ("critical", _("Macros from the internet are not blocked"), "alert-triangle"),
    "without_mfa": ("critical", _("Account without multi-factor sign-in"), "alert-triangle"),
    "unknown_partner": ("attention", _("Account of a partner nobody knows"), "help-hexagon"),
    "stranger": ("attention", _("Let in from an address nobody claims"), "help-hexagon"),
    "undated": ("attention", _("Approved, nobody knows until when"), "help-hexagon"),
    "no_contract": ("attention", _("Account without a contract on record"), "help-hexagon"),
    "mfa_unknown": ("attention", _("Account with unknown multi-factor sign-in"), "help-hexagon"),
    "unused": ("attention", _("Account that nobody uses"), "clock"),
    "never_seen_used": ("attention", _("Account with no sign-in told"), "help-hexagon"),
    "forgotten": ("attention", _("Approved and never seen: forgotten?"), "clock"),
    "over": ("neutral", _("Approval ended, not seen any more"), "clock"),
    "unclear": (
        "unknown",
        _("Cannot be compared: addresses, ports or opener unknown"),
        "help-hexagon",
    ),
    "macro_unknown": ("unknown", _("Macro setting is not known"), "help-hexagon"),
}
_PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp"}


def seen_words(notice: Mapping[str, Any]) -> str:
    """What was seen, in short."""
    detail, label = notice["detail"], notice["label"]
    if "port" in detail:
        port = str(detail["port"]) if detail["port"] >= 0 else "?"
        name = _PROTOCOLS.get(detail["protocol"], "?")
        ends = (detail["ours"], label) if detail["out"] else (label, detail["ours"])
        days = " – ".join(dict.fromkeys(one for one in (detail["first"], detail["last"]) if one))
        return f"{ends[0]} → {ends[1]}:{port}/{name} · {days}".strip(" ·")
    if "sign_in" in detail:
        return " · ".join(part for part in (label, detail["system"], detail["sign_in"]) if part)
    return str(label)


def finding_words(notice: Mapping[str, Any]) -> Words:
    """A notice as a finding says it; an answer that says the contrary stands beside it."""
    said = {}
    for language in ("ja", "en"):
        with override(language):
            text = str(CODES[notice["code"]][1])
            if "contrary" in notice:
                question = notice["contrary"][language] or notice["contrary"]["ja"]
                text = str(_("%(gap)s, though “yes” was answered to: %(question)s")) % {
                    "gap": text,
                    "question": question,
                }
            said[language] = text
    return Words(Bilingual(said["ja"], said["en"]), seen_words(notice))
