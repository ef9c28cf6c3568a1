"""
The result for one event of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline import Verdict

__all__ = ["Checked"]


class Checked(NamedTuple):
    """
    One event, or a line that has none.

    A tuple, because one is made for every event, and a frozen dataclass takes five times as long.

    Attributes:
        source: Its place: ``FILE:LINE``, or ``FILE#n`` for the nth event in lists.

        place: Its index in the batch; None for a line without events.

        event: The event; None likewise.

        verdict: The verdict on it, or on a batch without events; None if it is not JSON.

        findings: All findings. Those about a whole batch are with its first event, with a pointer
            into the batch.
    """

    source: str
    place: int | None
    event: Any
    verdict: Verdict | None
    findings: tuple[Finding, ...] = ()
