"""
Values at a path of member names, in values of any shape.
"""

from __future__ import annotations

from typing import Any

__all__ = ["text_in", "value_at"]


def value_at(value: Any, *path: str) -> Any:
    """
    The value at *path* in *value*; None if there is none.
    """
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)

    return value


def text_in(value: Any, *path: str) -> str:
    """
    The text at *path* in *value*; empty if there is none.
    """
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None

    return value if isinstance(value, str) else ""
