"""
Content hashes of values.
"""

from __future__ import annotations

from typing import Any

import orjson

from sunbird_telemetry.jsonvalues.node import dumps

__all__ = ["content_of"]


def content_of(value: Any) -> int:
    """
    A number that equal JSON values share, and others within this process practically never do.
    """
    try:
        return hash(orjson.dumps(value))
    except TypeError:  # what orjson refuses, such as lone surrogates
        return hash(dumps(value))
