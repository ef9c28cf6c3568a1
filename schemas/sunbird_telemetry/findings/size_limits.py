"""
Thresholds near the size limits.
"""

from __future__ import annotations

__all__ = ["BODY_LIMIT", "EVENT_LIMIT", "is_near", "reaches"]

#: What the gateway takes, on the wire: contract/gateway-and-auth.md 3.
BODY_LIMIT = 1_048_576

#: What the extractor passes on: contract/pipeline.md 4.2.
EVENT_LIMIT = 1_048_576

_NEAR = 0.9


def is_near(size: int, limit: int) -> bool:
    """
    Return True if *size* is near *limit* without exceeding it.
    """
    return reaches(size, limit) and size <= limit


def reaches(size: int, limit: int) -> bool:
    """
    Return True if *size* is near *limit*, or exceeds it.
    """
    return size >= _NEAR * limit
