"""
Events by one person on one device, as clients send them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["followers", "together"]

_SHARED = ("channel", "pdata", "sid", "did")


def followers(fixed: Mapping[str, Any]) -> dict[str, Any]:
    """
    What is *fixed* about events that will say of themselves what the first one says.

    Nothing is drawn that `together` puts in anyway.
    """
    context = fixed.get("context", {})
    if isinstance(context, Mapping):
        context = {**context, **dict.fromkeys(_SHARED)}

    return {**fixed, "actor": None, "context": context}


def together(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    *events* of the person, the device and the session of the first, each with a mid of its own.
    """
    first = events[0]
    whose = {name: first["context"][name] for name in _SHARED if name in first["context"]}
    mids: set[str] = set()

    return [
        {
            **event,
            "mid": _new(event["mid"], mids),
            "actor": dict(first["actor"]),
            "context": {**event["context"], **whose},
        }
        for event in events
    ]


def _new(mid: str, mids: set[str]) -> str:
    """
    *mid*, or what is not among *mids* and begins with it. It is, from now on.
    """
    names = (f"{mid}.{number}" if number else mid for number in count())
    new = next(name for name in names if name not in mids)
    mids.add(new)

    return new
