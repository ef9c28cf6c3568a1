"""
Text of others, as it may be shown on a terminal.
"""

from __future__ import annotations

__all__ = ["printable"]


def printable(text: str) -> str:
    """
    *text* with escapes for what cannot be printed: it must not move the cursor of a terminal.
    """
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
