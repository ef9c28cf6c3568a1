"""
Events by one person on one device, as clients send them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.rules.examples import patched

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
    whose = _whose(events[0])
    mids: set[str] = set()

    return [
        patched(event, {**whose, "mid": _new(event["mid"], mids)} if "mid" in event else whose)
        for event in events
    ]


def _whose(event: dict[str, Any]) -> dict[str, Any]:
    """
    The part of *event* that says whose it is.
    """
    context = event.get("context", {})
    shared = {name: context[name] for name in _SHARED if name in context}

    return {
        name: member
        for name, member in {"actor": event.get("actor"), "context": shared}.items()
        if name in event
    }


def _new(mid: str, mids: set[str]) -> str:
    """
    *mid*, or what is not among *mids* and begins with it. It is, from now on.
    """
    names = (f"{mid}.{number}" if number else mid for number in count())
    new = next(name for name in names if name not in mids)
    mids.add(new)

    return new
