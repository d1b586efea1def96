"""Luck that can be asked for again: a coin is a hash of seed, stable key and number of the world.

Nothing is drawn in sequence, so a coin costs nothing until somebody looks at it, every what-if
meets the same luck, and neither the order of work nor other links change it. The mixing steps are
those of SplitMix64 (Steele, Lea, Flood 2014).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.kernels import Floats, Keys, inner, kernel

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53


class Coins(NamedTuple):
    """The chance and stable key of each link (or node); certain: whatever has a chance is live."""

    key: Keys
    chance: Floats
    luck: np.uint64
    is_certain: bool


@inner
def mixed(value: np.uint64) -> np.uint64:
    """A hash of 64 bits."""
    value = (value ^ (value >> _S30)) * _FIRST
    value = (value ^ (value >> _S27)) * _SECOND
    return value ^ (value >> _S31)


@inner
def luck_of(seed: int, world: int) -> np.uint64:
    """What all coins of one world have in common."""
    return mixed(np.uint64(seed) * _STEP + np.uint64(world) + _STEP)


@inner
def coin(key: np.uint64, luck: np.uint64) -> float:
    """A number of [0, 1) that depends on nothing but key, seed and world."""
    return np.float64(mixed(mixed(key + _STEP) ^ luck) >> _S11) * _UNIT


@inner
def drawn(key: np.uint64, seed: int, world: int) -> float:
    """The coin of a key where few are looked at."""
    return coin(key, luck_of(seed, world))


@kernel
def coins_of(key: np.uint64, seed: int, count: int) -> Floats:
    """The coin of one key in the first `count` worlds, each of [0, 1)."""
    found = np.empty(count)
    for world in range(count):
        found[world] = drawn(key, seed, world)
    return found


@inner
def is_live(coins: Coins, link: int) -> bool:
    """Whether the link is taken in the world of these coins."""
    chance = coins.chance[link]
    if coins.is_certain:
        return bool(chance > 0.0)
    return bool(coin(coins.key[link], coins.luck) < chance)
