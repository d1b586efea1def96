"""How alike two texts are, and whether a change of words can change their meaning."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from sekisho.kernel.text import Bilingual

SMALL_FROM = 88
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_SIGNS = re.compile(r"[\W_]+")
_DENIALS = re.compile(
    r"ません|ない|なく|なし|未|不|無|以外|以上|以下|未満|超"
    r"|\b(?:not|no|never|without|except|unless|least|most|n't)\b"
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in one width and case, without signs and spaces."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=4096)
def grams(text: str) -> Counter[str]:
    """Pairs of neighbouring characters with their counts; a single character is its own."""
    bare = plain(text)
    return Counter(bare[i : i + 2] for i in range(max(1, len(bare) - 1))) if bare else Counter()


def likeness(before: str, after: str) -> int:
    """From 0 to 100: Dice's coefficient over pairs of characters; two empty texts are alike.

    Source: L. R. Dice, Ecology 26 (1945), applied to character pairs.
    """
    old, new = grams(before), grams(after)
    total = old.total() + new.total()
    return 100 if not total else round(200 * (old & new).total() / total)


def likeness_of(before: Bilingual, after: Bilingual) -> int:
    """The mean over the languages that both texts have; 0 when they share none."""
    pairs = [(before.ja, after.ja), (before.en, after.en)]
    shared = [likeness(old, new) for old, new in pairs if old.strip() and new.strip()]
    return round(sum(shared) / len(shared)) if shared else 0


def is_small_change(before: str, after: str) -> bool:
    """Whether an earlier answer surely still answers the text.

    Signs, spaces, width and case alone are small. Otherwise the texts must be alike, with the
    same numbers and the same words that deny or bound.
    """
    if plain(before) == plain(after):
        return True
    if _marks(before) != _marks(after):
        return False
    return bool(before.strip()) and likeness(before, after) >= SMALL_FROM


def _marks(text: str) -> tuple[Counter[str], Counter[str]]:
    one = unicodedata.normalize("NFKC", text).casefold()
    return Counter(_NUMBERS.findall(one)), Counter(_DENIALS.findall(one))
