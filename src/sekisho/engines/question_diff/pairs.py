"""Which question of the new version is which of the old: by key, else guessed by look-alike.

A guess is only ever a proposal: a person confirms it (see `carry`). Work grows with the number of
questions, not with its square: candidates are looked up by the rare pairs of characters they share.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.engines.question_diff.words import grams, likeness_of
from sekisho.engines.questionnaire import Question

LIKELY = 55
_MOST_HOLDERS = 24  # a pair of characters that more questions hold tells nothing
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """A question that seems to have got another key; likeness from 0 to 100."""

    old_key: str
    new_key: str
    likeness: int


def guess_renames(removed: Sequence[Question], added: Sequence[Question]) -> tuple[Guess, ...]:
    """For questions without a partner of the same key: who looks alike, each at most once.

    In the order of `removed`; only from LIKELY on. Of two guesses for one question the likelier
    stands, then the earlier.
    """
    holders = _holders(added)
    found = []
    for place, old in enumerate(removed):
        for number in _candidates(old, holders):
            how_alike = likeness_of(old.text, added[number].text)
            if how_alike >= LIKELY and old.kind is added[number].kind:
                found.append((-how_alike, place, number))
    chosen = _one_to_one(sorted(found))
    return tuple(
        Guess(removed[place].key, added[number].key, how_alike)
        for place, (number, how_alike) in sorted(chosen.items())
    )


def moved_keys(pairs: Sequence[tuple[int, str]]) -> frozenset[str]:
    """The new keys that stand elsewhere than the others, given (old place, new key) in new order.

    All but a longest rising run of old places: the fewest questions that explain the order.
    """
    ends: list[int] = []  # the smallest last place of a run of each length
    at: list[int] = []  # which pair ends that run
    before: list[int] = []
    for index, (place, _key) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at.append(index)
        else:
            ends[length], at[length] = place, index
    kept = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return frozenset(key for index, (_place, key) in enumerate(pairs) if index not in kept)


def _holders(added: Sequence[Question]) -> dict[str, list[int]]:
    holders = defaultdict(list)
    for number, question in enumerate(added):
        for gram in _grams_of(question):
            holders[gram].append(number)
    return {gram: found for gram, found in holders.items() if len(found) <= _MOST_HOLDERS}


def _candidates(old: Question, holders: dict[str, list[int]]) -> list[int]:
    shared = Counter(number for gram in _grams_of(old) for number in holders.get(gram, ()))
    return [number for number, _count in shared.most_common(_CANDIDATES)]


def _grams_of(question: Question) -> set[str]:
    return {*grams(question.text.ja), *(f"en:{gram}" for gram in grams(question.text.en))}


def _one_to_one(found: Sequence[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
    chosen: dict[int, tuple[int, int]] = {}
    taken = set()
    for how_unlike, place, number in found:
        if place not in chosen and number not in taken:
            chosen[place] = (number, -how_unlike)
            taken.add(number)
    return chosen
