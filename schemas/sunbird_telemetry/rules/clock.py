"""
What an END says about time, against what its clock says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.rules.found import found

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Finding

__all__ = ["clock_findings"]

# Durations are rounded, and the clock is read twice.
_SECONDS, _SHARE = 5, 0.1
_EPOCH = 10**8  # a point in time is told about by duration-epoch


def clock_findings(started: float, ended: float, duration: Any) -> tuple[Finding, ...]:
    """
    What is odd about an END at *ended* of what was *started*, both in ms, with that *duration*.
    """
    seconds = (ended - started) / 1000
    if seconds < 0:
        return (found("end-before-start", "/ets", seconds=f"{-seconds:g}"),)
    if not isinstance(duration, int | float) or not 0 <= duration < _EPOCH:
        return ()
    if _agree(duration, seconds):
        return ()
    milliseconds = _agree(duration / 1000, seconds)
    name = "end-duration-in-milliseconds" if milliseconds else "end-duration-off"
    facts = {"duration": f"{duration:g}", "seconds": f"{seconds:g}"}

    return (found(name, "/edata/duration", **facts),)


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= max(_SECONDS, _SHARE * other)
