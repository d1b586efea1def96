"""Words of the map: risks, tones, tiers, steps, ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sekisho.apps.chain.queries.mapping import NO_TIER

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# By the names of Risk: words, tone and icon of a badge. OURS and GUESSED come last.
RISK_WORDS: dict[str, tuple[_StrOrPromise, str, str]] = {
    "stops": (gettext_lazy("Stops us"), "critical", "player-stop"),
    "weak": (gettext_lazy("Weak way in"), "attention", "lock-open"),
    "single": (gettext_lazy("Single source"), "accent", "circle-dot"),
    "unsure": (gettext_lazy("Way in unknown"), "unknown", "question-mark"),
    "ours": (gettext_lazy("Ours"), "accent", "home"),
    "guessed": (gettext_lazy("Mostly assumed"), "unknown", "question-mark"),
}
# What a reader may narrow by.
RISKS = ("stops", "weak", "single", "unsure")
# By the numbers of Tone: the risk whose word says the same, and the tone of the kit.
TONES = (("", "neutral"), ("ours", "accent"), ("stops", "critical"), ("weak", "attention"),
         ("single", "single"))  # fmt: skip
_BITS = {"ours": 1, "stops": 2, "weak": 4, "unsure": 8, "single": 16, "guessed": 32}
KINDS = ("organisation", "site", "service", "product", "device", "information", "build")


def risk_names(bits: int) -> list[str]:
    """Which risks are set, the gravest first."""
    return [name for name in RISK_WORDS if bits & _BITS[name]]


def is_guessed(bits: int) -> bool:
    """Whether most behind it was told by nobody."""
    return bool(bits & _BITS["guessed"])


def tone_word(tone: int) -> str:
    """The word beside a colour, empty for none."""
    risk = TONES[tone][0]
    return str(RISK_WORDS[risk][0]) if risk else ""


def tier_word(tier: int) -> str:
    """What companies of one tier are called."""
    if tier == NO_TIER:
        return _("In no relation")
    if tier == 0:
        return _("Our group")
    if tier > 0:
        return _("Suppliers, tier %(n)s") % {"n": tier}
    return _("Customers, tier %(n)s") % {"n": -tier}


def step_word(step: int) -> str:
    """The head of a column around one."""
    if step == 0:
        return _("In the middle")
    if step < 0:
        return ngettext("%(n)s step up", "%(n)s steps up", -step) % {"n": -step}
    return ngettext("%(n)s step down", "%(n)s steps down", step) % {"n": step}
