"""Where the rules come from, and when that was last looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sekisho.kernel.text import Bilingual

_CHECKED = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Source:
    """A public document: what it is called, where it stands, on which day it was checked.

    `is_first_hand` is False where only an account of it by others was read.
    """

    title: Bilingual
    address: str
    checked_on: date = _CHECKED
    is_first_hand: bool = True


SOURCES = {
    "partnership-2022": Source(
        Bilingual(
            ja="経済産業省・公正取引委員会「サプライチェーン全体のサイバーセキュリティ向上のための"
            "取引先とのパートナーシップの構築に向けて」（2022年10月28日）",
            en="METI and JFTC, paper on partnership with suppliers for cyber security, "
            "28 October 2022",
        ),
        "https://www.jftc.go.jp/dk/guideline/unyoukijun/cyber_security.html",
    ),
    "cases-2025": Source(
        Bilingual(
            ja="経済産業省・公正取引委員会による想定事例と解説（2025年12月26日）",
            en="METI and JFTC, assumed cases with explanations, 26 December 2025",
        ),
        "https://www.jftc.go.jp/security_jirei.html",
        is_first_hand=False,
    ),
    "toriteki": Source(
        Bilingual(
            ja="中小受託取引適正化法（取適法、旧下請法）第2条第8項・第9項（2026年1月1日施行）",
            en="Act on fair subcontracting (Toriteki-ho, formerly Shitauke-ho), article 2 "
            "paragraphs 8 and 9, in force since 1 January 2026",
        ),
        "https://www.jftc.go.jp/toriteki/",
        is_first_hand=False,
    ),
    "freelance": Source(
        Bilingual(
            ja="フリーランス・事業者間取引適正化等法（2024年11月1日施行）",
            en="Act on fair dealing with freelancers, in force since 1 November 2024",
        ),
        "https://www.jftc.go.jp/fllaw.html",
        is_first_hand=False,
    ),
}
