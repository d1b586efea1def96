"""Names in a register that probably mean the same organisation, for a person to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations
from operator import add, or_
from typing import Literal

from sekisho.engines.identity.names import fold_name, name_words

Reason = Literal["same", "contained", "close"]

# Up to this length of the shorter key so many slips are forgiven: 0, then 1, else 2.
NO_SLIP_BELOW, ONE_SLIP_BELOW = 6, 12
# A shorter name counts as contained from this many bytes on (four kanji, or twelve letters), and
# when it makes up at least half of the longer one.
CONTAINED_BYTES = 12
# A pair of characters that more names than this share tells nothing about any of them.
BLOCK_SIZE = 100
_MASK_BITS = 256
# Characters that tell sister firms apart: a slip never lies in one of them.
TELLING = frozenset("0123456789一二三四五六七八九十東西南北上下新旧")


@dataclass(slots=True)
class _Folded:
    key: str
    numbers: tuple[str, ...]
    telling: tuple[str, ...]
    pairs: frozenset[str]
    slips: int


def similar_names(first: str, second: str) -> Reason | None:
    """Why two names probably mean the same organisation, or None.

    "same": equal match keys; "contained": one key inside the other; "close": a slip or two apart,
    by length, none of them in a number, a compass point or a single letter. Symmetric.
    """
    return _reason(_folded(first), _folded(second))


def duplicate_candidates(
    names: Sequence[tuple[int, str]],
) -> tuple[tuple[int, int, Reason], ...]:
    """Pairs (smaller id, larger id, reason) of probable duplicates, sorted, each pair once.

    Of many names with one key each is paired with the smallest id only. Names are compared when
    they share one of their rarest pairs of characters and at most 100 names share that; so the cost
    grows with the number of names, not with its square.
    """
    ids_by_key: dict[str, list[int]] = defaultdict(list)
    folded: dict[int, _Folded] = {}
    for number, name in names:
        if (value := _folded(name)).key:
            ids_by_key[value.key].append(number)
            folded[number] = value
    groups = [sorted(ids) for ids in ids_by_key.values()]
    same = ((ids[0], other, "same") for ids in groups for other in ids[1:])
    found: set[tuple[int, int, Reason]] = {(a, b, "same") for a, b, _ in same}
    found.update(_near({ids[0]: folded[ids[0]] for ids in groups}))
    return tuple(sorted(found))


def _near(firsts: Mapping[int, _Folded]) -> Iterator[tuple[int, int, Reason]]:
    """Probable duplicates among names of different keys.

    Three ways lead to the names that share one of the rarest pairs; each looks at far fewer than
    those are, and none misses one whose reason would hold.
    """
    register = _Register(firsts)
    for first, second in chain(
        _containing(register), _one_slip_apart(register), _many_slips_apart(register)
    ):
        reason = _reason(firsts[first], firsts[second])
        if reason and register.are_met(first, second):
            yield min(first, second), max(first, second), reason


class _Register:
    """Names by their pairs, and how many hold each pair."""

    __slots__ = ("counts", "firsts", "holders", "wide")

    def __init__(self, firsts: Mapping[int, _Folded]) -> None:
        self.firsts = firsts
        self.holders: dict[str, list[int]] = defaultdict(list)
        for number, value in firsts.items():
            for pair in value.pairs:
                self.holders[pair].append(number)
        self.counts = {pair: len(found) for pair, found in self.holders.items()}
        self.wide = {number for number, value in firsts.items() if value.slips > 1}

    def probes(self, value: _Folded) -> list[str]:
        """The rarest pairs of a name that few enough share.

        A slip touches two pairs at most, so of any 2k + 1 pairs one survives k slips.
        """
        rarest = sorted(zip(map(self.counts.__getitem__, value.pairs), value.pairs, strict=True))
        return [pair for count, pair in rarest[: 2 * value.slips + 1] if count <= BLOCK_SIZE]

    def are_met(self, first: int, second: int) -> bool:
        """Whether one of the two has a rarest pair that the other shares."""
        one, other = self.firsts[first], self.firsts[second]
        is_met = not other.pairs.isdisjoint(self.probes(one))
        return is_met or not one.pairs.isdisjoint(self.probes(other))


def _containing(register: _Register) -> Iterator[tuple[int, int]]:
    """Names with those that hold all of them: these hold their rarest pair, too."""
    keys = {number: value.key for number, value in register.firsts.items()}
    counts = register.counts
    for number, value in register.firsts.items():
        key, rarest = value.key, min(value.pairs, key=counts.__getitem__)
        if counts[rarest] <= BLOCK_SIZE:
            for other in register.holders[rarest]:
                if key in keys[other] and other != number:
                    yield number, other


def _one_slip_apart(register: _Register) -> Iterator[tuple[int, int]]:
    """Names that become one when each loses a character or none; large crowds are left over."""
    alone: dict[str, int] = {}
    crowds: dict[str, list[int]] = {}
    for number, value in register.firsts.items():
        key = value.key
        if NO_SLIP_BELOW <= len(key) <= ONE_SLIP_BELOW:
            for shorter in {key, *[key[:at] + key[at + 1 :] for at in range(len(key))]}:
                first = alone.setdefault(shorter, number)
                if first != number:
                    crowds.setdefault(shorter, [first]).append(number)
    for crowd in crowds.values():
        if len(crowd) > BLOCK_SIZE:
            register.wide.update(crowd)
        else:
            yield from combinations(crowd, 2)


def _many_slips_apart(register: _Register) -> Iterator[tuple[int, int]]:
    """Long names, and those of the large crowds left over, that share one of the rarest pairs."""
    firsts = {number: register.firsts[number] for number in sorted(register.wide)}
    bit_of = _Bits()
    masks = {n: reduce(or_, map(bit_of.__getitem__, one.pairs)) for n, one in firsts.items()}
    # A slip takes two pairs away at most, so a near name keeps at least so many: never misses.
    least = {number: masks[number].bit_count() - 2 * firsts[number].slips for number in firsts}
    for number, value in firsts.items():
        own, own_least = masks[number], least[number]
        met = set().union(*map(register.holders.__getitem__, register.probes(value)))
        for other in met & register.wide:
            shared = (own & masks[other]).bit_count()
            if (shared >= own_least or shared >= least[other]) and other != number:
                yield number, other


class _Bits(dict[str, int]):
    """One of 256 bits for a pair; unequal pairs may share a bit, which only costs a look."""

    def __missing__(self, pair: str) -> int:
        """Work the bit out at the first meeting."""
        bit = self[pair] = 1 << (31 * ord(pair[0]) + ord(pair[-1])) % _MASK_BITS
        return bit


def _pairs(key: str) -> frozenset[str]:
    return frozenset(map(add, key, key[1:])) or frozenset({key})


def _folded(name: str) -> _Folded:
    words = name_words(name)
    key = "".join(words) or fold_name(name)
    letters = tuple([word for word in words if len(word) == 1 and word.isascii()])
    numbers = tuple(filter(str.isdecimal, key))
    telling = tuple(filter(TELLING.__contains__, key))
    length = len(key)
    slips = 0 if length < NO_SLIP_BELOW else 1 if length < ONE_SLIP_BELOW else 2
    return _Folded(key, letters + numbers, letters + telling, _pairs(key), slips)


def _reason(first: _Folded, second: _Folded) -> Reason | None:
    short, long = sorted((first, second), key=lambda value: len(value.key))
    if not short.key or short.numbers != long.numbers:
        return None
    if short.key == long.key:
        return "same"
    if _is_contained(short.key, long.key):
        return "contained"
    is_close = short.telling == long.telling and _within(short.key, long.key, short.slips)
    return "close" if is_close else None


def _is_contained(short: str, long: str) -> bool:
    return len(long) <= 2 * len(short) and short in long and len(short.encode()) >= CONTAINED_BYTES


def _within(first: str, second: str, slips: int) -> bool:
    """Whether so many insertions, deletions and replacements turn one text into the other."""
    if abs(len(first) - len(second)) > slips:
        return False
    start = _common(zip(first, second, strict=False))
    first, second = first[start:], second[start:]
    end = _common(zip(reversed(first), reversed(second), strict=False))
    first, second = first[: len(first) - end], second[: len(second) - end]
    if not first or not second:
        return len(first) + len(second) <= slips
    return slips > 0 and (
        _within(first[1:], second[1:], slips - 1)
        or _within(first[1:], second, slips - 1)
        or _within(first, second[1:], slips - 1)
    )


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
