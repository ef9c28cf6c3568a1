"""
What came nearest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sunbird.explain.layout import field_lines
from sunbird_mockserver.matching import nearest_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_sunbird.events import Event
    from pytest_sunbird.wanting import Wish

__all__ = ["came_nearest", "heading"]


def came_nearest(wish: Wish, events: Sequence[Event]) -> tuple[tuple[str, ...], tuple[Event, ...]]:
    """
    The event that does best on *wish*, and how it does, line by line.
    """
    near = nearest_by(events, wish.compare)
    if near is None:
        return (), ()
    event, comparisons = near
    alike = sum(each.eid == event.eid for each in events)
    lines = (
        f"nearest, of {alike} {event.eid} (mid {event.mid}):",
        *field_lines(comparisons, event.json),
    )

    return lines, (event,)


def heading(event: Event) -> str:
    """
    Which event is meant.
    """
    return f"{event.eid} (mid {event.mid}, delivery {event.delivery.id})"
