"""
Values and texts of others, as they may be shown to people and on a terminal.
"""

from __future__ import annotations

__all__ = ["described", "printable", "shortened"]

_LONGEST_SHOWN = 60
_LARGEST_SHOWN = 10**30


def described(value: object) -> str:
    """
    *value* in a few words, however large or deep it is.
    """
    match value:
        case None | bool():
            words = "null" if value is None else str(value).lower()
        case str():
            words = f"the string {shortened(value)!r}"
        case dict():
            words = f"an object of {len(value)}"
        case list():
            words = f"an array of {len(value)}"
        case int() | float() if not abs(value) > _LARGEST_SHOWN:
            words = f"the number {value}"
        case int() | float():
            # Python refuses to spell out integers beyond 4,300 digits.
            words = "a huge number"
        case _:
            words = f"a {type(value).__name__}"

    return words


def shortened(text: str) -> str:
    """
    The first characters of *text*, and an ellipsis if there are more.
    """
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def printable(text: str) -> str:
    """
    *text* with escapes for what cannot be printed: it must not move the cursor of a terminal.
    """
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
