"""An alert to test with."""

from __future__ import annotations

from sekisho.engines.notices import AlertText, DemandedAction, Tlp
from sekisho.kernel.text import Bilingual

ALERT = AlertText(
    issuer=Bilingual("架空省", "Ministry of Fiction"),
    number="2026-7",
    issued_on="2026-11-20",
    url="https://alerts.example/7",
    title=Bilingual("VPN機器の修正について", "Patch your VPN devices"),
    summary=Bilingual("修正版が出ています。", "A fix is out."),
    tlp=Tlp.CLEAR,
    actions=(
        DemandedAction("01", Bilingual("修正版を当てる", "Install the fix")),
        DemandedAction("02", Bilingual("記録を調べる", "Look through the logs")),
    ),
)
