"""What goes into the look-over of a request, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sekisho.kernel.text import Bilingual

NO_RISK = "fairness.no_risk"
COST_TALK = "fairness.no_cost_talk"
ALTERNATIVES = "fairness.no_alternatives"
NO_CONTACT = "fairness.no_contact"
SHORT_TIME = "fairness.short_time"
FORCED_PRODUCT = "fairness.forced_product"
SANCTION = "fairness.sanction"
COST_ON_PARTNER = "fairness.cost_on_partner"
VAGUE = "fairness.vague"
CODES = (
    *(NO_RISK, COST_TALK, ALTERNATIVES, NO_CONTACT, SHORT_TIME),
    *(FORCED_PRODUCT, SANCTION, COST_ON_PARTNER, VAGUE),
)
_KEY_LENGTH = 16
_NOTHING = Bilingual()

_PURPOSE = Bilingual(
    ja="取引先を経由したサイバー攻撃により、納品や情報が互いに危険にさらされるおそれがあるため、"
    "状況を確かめ、被害の広がりを防ぐことが目的です。",
    en="Attacks that come through business partners put deliveries and information of both of us "
    "at risk; the purpose is to know how things stand and to keep harm from spreading.",
)
_ALTERNATIVES = Bilingual(
    ja="ここに挙げた方法に限りません。同等の効果がある別の方法でも構いません。",
    en="The ways named here are not the only ones: other means of equivalent effect are welcome.",
)
_COST = Bilingual(
    ja="対策に費用がかかる場合は、負担の方法や取引価格についてご相談に応じます。"
    "ご遠慮なくお申し出ください。",
    en="Where a measure costs money, we will discuss with you how to share the cost and what it "
    "means for prices. Please raise it at any time.",
)
_NO_SANCTION = Bilingual(
    ja="点数や回答だけを理由に、お取引を変えることはありません。",
    en="A score or an answer alone never changes our business with you.",
)
_NO_PRODUCT = Bilingual(
    ja="特定の製品やサービスの購入をお願いするものではなく、同等の効果がある方法であれば構いません。",
    en="We do not ask for any particular product or service; any means of equivalent effect will "
    "do.",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text that a partner reads: its place, language and words.

    `place` is "title", "reason", "handling", "scope", "subject", "letter", "reminder" or
    "question"; a question, its help and its choices have its number, and `is_explained` is said of
    all but a question without help.
    """

    place: str
    language: str
    text: str
    number: int = 0
    is_explained: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A request before it leaves.

    `languages` are those that its recipients read; `days` the fewest business days that one of
    them has, None when unknown; `due` is what is set for it, which days that pass do not change.
    Among group companies alone nothing is looked over.
    """

    passages: tuple[Passage, ...]
    languages: frozenset[str]
    has_partners: bool
    asks_measures: bool
    has_contact: bool
    minimum_days: int
    days: int | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class FairWords:
    """The sentences that a company has set once, to be proposed where they are missing."""

    purpose: Bilingual = _PURPOSE
    alternatives: Bilingual = _ALTERNATIVES
    cost_talk: Bilingual = _COST
    no_sanction: Bilingual = _NO_SANCTION
    no_product: Bilingual = _NO_PRODUCT


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that a partner could rightly object to.

    `found` is the sentence or figure; `languages` those in which it was found or is missing.
    `advice` is what to write instead; `place` is where it belongs or would go. It is empty where
    no sentence helps. `about` stands for `found` in the key where that changes by itself.
    """

    code: str
    place: str
    languages: tuple[str, ...]
    source: str
    found: str = ""
    number: int = 0
    advice: Bilingual = _NOTHING
    about: str = ""

    @property
    def key(self) -> str:
        """The same as long as the same stands there; other words give another one."""
        said = self.about or self.found
        parts = (self.code, self.place, ",".join(self.languages), said, str(self.number))
        return sha256("\n".join(parts).encode()).hexdigest()[:_KEY_LENGTH]

    @property
    def can_insert(self) -> bool:
        """Whether its advice can be put into the draft as it is."""
        return self.advice != _NOTHING and self.place in {"reason", "handling", "scope", "letter"}
