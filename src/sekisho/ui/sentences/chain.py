"""Sentences for what the chain engine refuses to reckon with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

_MEND = _("Please check the inventory and the numbers behind it.")

CHAIN_SENTENCES: dict[str, Sentence] = {
    "chain.arrays": (
        _("The chain does not fit together: %(what)s (%(found)s)."),
        _MEND,
    ),
    "chain.chance": (
        _("A chance of the chain cannot be taken: %(what)s."),
        _("A chance lies between 0 and 1, and nothing needs more ways in than it has."),
    ),
    "chain.needs": (
        _("What something in the chain needs cannot be taken: %(what)s."),
        _MEND,
    ),
    "chain.parameter": (
        _("A number behind the reckoning cannot be taken: %(what)s."),
        _("Please compare it with content/chain/schema.json: low, likely and high, in this order."),
    ),
    "chain.gates": (
        _("This cannot be reckoned where several conditions must hold together: %(what)s."),
        _("Please have it reckoned by trying each block."),
    ),
    "chain.worlds": (
        _("These results do not belong together: %(what)s."),
        _("Please reckon both again from the same chain and the same seed."),
    ),
}
