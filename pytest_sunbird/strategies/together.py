"""
Events that were drawn one by one, made to belong together.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["together"]

_SHARED = ("channel", "pdata", "sid", "did")


def together(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    *events* of the person, the device and the session of the first, each with a mid of its own.
    """
    mids: set[str] = set()

    return [_adopted(event, events[0], mids) for event in events]


def _adopted(event: dict[str, Any], first: dict[str, Any], mids: set[str]) -> dict[str, Any]:
    whose = {name: first["context"][name] for name in _SHARED if name in first["context"]}
    mid = event["mid"]
    names = (f"{mid}.{number}" if number else mid for number in count())
    own = next(name for name in names if name not in mids)
    mids.add(own)

    return {
        **event,
        "mid": own,
        "actor": dict(first["actor"]),
        "context": {**event["context"], **whose},
    }
