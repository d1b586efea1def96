"""How the inner loops of this engine are compiled and spread over threads.

A kernel is plain Python that numba compiles at its first call and keeps on disk; config says where
(ADR 15). Kernels let go of the interpreter's lock, so `spread` runs them in ordinary threads. Work
is cut into the same blocks whatever the number of threads, and each block writes places of its own:
the number of threads cannot change a result.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.signedinteger[Any]]  # made with 64 bits
Ints = NDArray[np.signedinteger[Any]]  # made with 32 bits
Keys = NDArray[np.uint64]
Small = NDArray[np.uint8]
Flags = NDArray[np.bool_]

_F = TypeVar("_F", bound=Callable[..., Any])
_R = TypeVar("_R")
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
_compile = numba.njit(**_OPTIONS)
_BARE: dict[str, Any] = {**_OPTIONS, "_nrt": False}
_compile_bare = numba.njit(**_BARE)


def kernel(function: _F) -> _F:
    """The function, compiled to machine code for the types that it is called with."""
    return cast("_F", _compile(function))


def inner(function: _F) -> _F:
    """A kernel that makes no arrays and only kernels call: compiled without counting references.

    Counting is what a tuple of arrays costs at every touch; a cascade is nine times faster so.
    """
    return cast("_F", _compile_bare(function))


def spread(work: Callable[[int, int], _R], count: int, *, block: int, threads: int = 1) -> list[_R]:
    """`work(first, beyond)` for each block of `count` pieces; the results in the order of blocks.

    The blocks depend on `count` and `block` alone, never on `threads`.
    """
    bounds = [(first, min(first + block, count)) for first in range(0, count, block)]
    if threads <= 1 or len(bounds) <= 1:
        return [work(first, beyond) for first, beyond in bounds]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return list(pool.map(lambda pair: work(*pair), bounds))
