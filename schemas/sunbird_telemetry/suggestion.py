"""
What may have been meant by a name that nobody knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """
    A question after the one of *known* that comes near *name*, to follow a sentence; empty if none
    does.
    """
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)

    return f" Did you mean {str(close[0])!r}?" if close else ""
