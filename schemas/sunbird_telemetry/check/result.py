"""
One event of a file, and what becomes of it.
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
        source: Where it stands: ``FILE:LINE``, or ``FILE#n`` for the nth event in lists.

        place: Where in its batch that is; None for a line without events.

        event: The event; None likewise.

        verdict: What becomes of it, or of a batch without events; None of what is not JSON.

        findings: All that is worth telling. What is about a whole batch is told with its first
            event, with a pointer into the batch.
    """

    source: str
    place: int | None
    event: Any
    verdict: Verdict | None
    findings: tuple[Finding, ...] = ()
