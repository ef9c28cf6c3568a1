"""
What else arrived.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pytest_sunbird.explain.layout import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_sunbird.events import Event
    from pytest_sunbird.inbox import Inbox

__all__ = ["remains"]


def remains(inbox: Inbox, shown: Sequence[Event]) -> str:
    """
    What arrived in *inbox* beside the events that are *shown*, by type.
    """
    known = {each.seq for each in shown}
    kinds = Counter(str(each.eid) for each in inbox.events if each.seq not in known)
    told = listed(f"{times} {eid}" for eid, times in kinds.items())
    also = "also " if shown else ""
    if told:
        return f"{also}recorded: {told}"

    return f"{also}recorded: nothing{' else' * bool(shown)}"
