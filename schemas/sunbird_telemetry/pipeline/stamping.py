"""
What the service replaces of a batch before the pipeline sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.verdict import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["overwritten"]

# By headers and by the time of receipt, never by what the client wrote: contract/pipeline.md 1.1.
_STAMPED = ("did", "channel", "pid", "syncts")


def overwritten(sent: Mapping[str, Any], stamped: Mapping[str, Any]) -> tuple[Change, ...]:
    """
    The values of the client's own that a batch has lost between *sent* and *stamped*.

    None of them is copied into the events, so that no event is altered by it.
    """
    return tuple(
        Change(f"/{name}", sent[name], stamped.get(name))
        for name in _STAMPED
        if sent.get(name) is not None and sent[name] != stamped.get(name)
    )
