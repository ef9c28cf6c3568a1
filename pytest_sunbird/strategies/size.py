"""
Events of a given size, as the extractor measures it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pytest_sunbird.strategies.event import events
from sunbird_telemetry.pipeline.size import event_size
from sunbird_telemetry.rules.limits import EVENT_LIMIT

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["LARGEST", "sized_events"]

#: The largest event that the extractor passes on, in bytes: contract/pipeline.md 4.2.
LARGEST = EVENT_LIMIT

# What every event has, as short as can be, and the tag that fills it up.
_LEAST = {
    "eid": "",
    "ets": 0,
    "ver": "3.0",
    "mid": "",
    "actor": {"id": "", "type": "User"},
    "context": {"channel": "", "pdata": {"id": ""}, "env": "", "sid": "", "did": ""},
    "edata": {},
    "tags": [""],
}


def sized_events(
    size: int = LARGEST, eid: str | None = None, *, now: int | None = None, **fixed: Any
) -> SearchStrategy[dict[str, Any]]:
    """
    Events that are good but for their *size*, which a tag fills up.

    Args:
        size: Bytes as the extractor counts them: of compact JSON in UTF-8 with numbers as Java
            writes doubles, and with its own two stamps. The default is just small enough.

        eid: As of `events`.

        now: As of `events`.

        **fixed: As of `events`.

    Raises:
        UnknownEventTypeError: Telemetry has no such type.

        ValueError: No event is that small.
    """
    least = event_size({name: _LEAST[name] for name in _LEAST if name not in fixed}, None)
    if size < least:
        raise ValueError(f"size is {size}, but events have at least {least} bytes. Give more.")
    filled = events(eid, now=now, **fixed).map(partial(_filled, size=size))

    return filled.filter(lambda event: event_size(event, None) == size)


def _filled(event: dict[str, Any], size: int) -> dict[str, Any]:
    """
    *event* with a tag more, which makes it *size* large unless it is larger already.
    """
    tags = [*event.get("tags", ()), ""]
    missing = size - event_size({**event, "tags": tags}, None)

    return {**event, "tags": [*tags[:-1], "x" * missing]}
