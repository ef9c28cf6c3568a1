"""
The fast lane: valid events, alone on their lines, that nothing happens to.

Nearly all are in files of a good client. What is in any way special is judged by `judge`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.conditions import conditions_of
from sunbird_telemetry.pipeline.ordinary import ordinary_verdict
from sunbird_telemetry.pipeline.size import largest_size
from sunbird_telemetry.rules import quickly

if TYPE_CHECKING:
    from sunbird_telemetry.check.clocks import InputClock
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.pipeline import PipelineSettings, State, Verdict

__all__ = ["FastLane"]

# So many bytes of JSON are hardly ever too large, and then they are not measured.
_SMALL = 64 * 1024


class FastLane:
    """
    Judges what it can, and leaves no trace of what it cannot.
    """

    def __init__(self, clock: InputClock, settings: PipelineSettings, state: State) -> None:
        self._clock, self._state = clock, state
        self._specification = settings.specification
        self._small = _SMALL if largest_size(_SMALL) <= settings.max_event_bytes else 0
        # All events that bring no time of their own are judged under the same conditions.
        self._conditions = conditions_of(None, state, settings, clock, explain=False)

    def take(self, event: Any, text: bytes) -> tuple[Verdict, tuple[Finding, ...]] | None:
        """
        What becomes of *event*, *text* as compact JSON, and what it gives rise to by itself.

        None if that takes a closer look, and then nothing is remembered.
        """
        if type(event) is not dict or "events" in event or len(text) > self._small:
            return None
        findings = quickly(event, self._specification)
        if findings is None:
            return None
        if self._state.latest != self._clock.now:  # spares a call per event
            self._state.advance(self._clock.now)
        verdict = ordinary_verdict(event, self._conditions, is_known_valid=True)
        if verdict is None:
            return None
        self._clock.others += 1

        return verdict, findings
