"""
Suggestions for unknown names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["did_you_mean", "nearest"]


def nearest(name: str, known: Iterable[str], *, nearness: float = 0.6) -> str | None:
    """
    The one of *known* that comes nearest to *name*; None if none comes near.

    Args:
        name: What was written.

        known: What could have been meant.

        nearness: How much both must have in common, from 0, nothing, to 1, everything. The default
            is difflib's, which takes two swapped letters for a slip, and no other word.
    """
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1, cutoff=nearness)

    return str(close[0]) if close else None  # members of an enumeration are shown as their texts


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """
    A question after the one of *known* that comes near *name*, to follow a sentence; if none does,
    what to say *otherwise*.
    """
    close = nearest(name, known)
    said = f"Did you mean {close!r}?" if close is not None else otherwise

    return f" {said}" if said else ""
