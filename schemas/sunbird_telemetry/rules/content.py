"""
What an event or batch says at a place, whatever it is, and whether two say the same.
"""

from __future__ import annotations

from typing import Any

import orjson

from sunbird_telemetry.nodejson import dumps

__all__ = ["content_of", "text_in"]


def content_of(value: Any) -> int:
    """
    A number that equal JSON values share, and others within this process practically never do.
    """
    try:
        return hash(orjson.dumps(value))
    except TypeError:  # what orjson refuses, such as lone surrogates
        return hash(dumps(value))


def text_in(value: Any, *path: str) -> str:
    """
    The text at *path* within *value*; empty where there is none.
    """
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None

    return value if isinstance(value, str) else ""
