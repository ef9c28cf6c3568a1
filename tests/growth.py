"""
How the time of a call grows with its input.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: The length of the smaller input.
SIZE = 64 * 1024

#: By what an input of twice the length may multiply the time: 2 is linear, 4 is quadratic.
MOST = 3.0

# Noise hides the growth of less, and an attack needs more.
_NOTICEABLE_S = 0.02
_RUNS = 4
_SMALLEST = 1024
_HOPELESS_S = 5


def growth(prepare: Callable[[int], Callable[[], object]], size: int = SIZE) -> float:
    """
    Factor of the CPU time of a call for an input of twice the *size*, the best of some runs.

    Args:
        prepare: Makes the call for an input of a given length.

        size: The length of the smaller input.
    """
    # What is worse than linear shows early, and would take hours later.
    if size > _SMALLEST and (grown := growth(prepare, size // 8)) > MOST:
        return grown
    call, longer_call = prepare(size), prepare(2 * size)
    best = longest = float("inf")
    for _ in range(_RUNS):
        longest = min(longest, _cpu_s(longer_call))
        if longest < _NOTICEABLE_S:
            return 1.0
        best = min(best, _cpu_s(call))
        if longest <= MOST * best or longest > _HOPELESS_S:
            break

    return longest / best


def repeated(unit: str, size: int) -> str:
    """
    *size* characters: *unit*, again and again.
    """
    return (unit * (size // len(unit) + 1))[:size]


def _cpu_s(call: Callable[[], object]) -> float:
    gc.disable()  # its cost depends on what other tests have left behind
    try:
        start = time.process_time()
        call()
        return time.process_time() - start
    finally:
        gc.enable()
