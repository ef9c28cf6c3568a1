"""
The fast lane: valid events, alone on their lines, that nothing happens to.

Nearly all are in files of a good client. What is in any way special is judged by `judge`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.folding import both
from sunbird_telemetry.pipeline.conditions import conditions_of
from sunbird_telemetry.pipeline.ordinary import UNTOUCHED, lane_verdict, lanes_of
from sunbird_telemetry.pipeline.size import largest_size
from sunbird_telemetry.rules.lanes import lane, quick_findings

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_telemetry.check.clocks import InputClock
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.pipeline import PipelineSettings, State, Verdict
    from sunbird_telemetry.pipeline.ordinary import Lane
    from sunbird_telemetry.pipeline.times import Window

__all__ = ["FastLane"]

# So many bytes of JSON are hardly ever too large, and then they are not measured.
_SMALL = 64 * 1024


class FastLane:
    """
    Judges what it can, and leaves no trace of what it cannot.
    """

    def __init__(self, clock: InputClock, settings: PipelineSettings, state: State) -> None:
        self._clock, self._state = clock, state
        self._small = _SMALL if largest_size(_SMALL) <= settings.max_event_bytes else 0
        # All events that bring no time of their own are judged under the same conditions.
        self._conditions = conditions_of(None, state, settings, clock, explain=False)
        self._lanes = _lanes(settings, self._conditions.window)

    def take(self, event: Any, text: bytes) -> tuple[Verdict, tuple[Finding, ...]] | None:
        """
        What becomes of *event*, *text* as compact JSON, and what it gives rise to by itself.

        None if that takes a closer look, and then nothing is remembered.
        """
        try:
            accepts, lane = self._lanes[event["eid"]]
            if not accepts(event) or len(text) > self._small:
                return None
        # No event, or one of no ordinary type, or hard to convert.
        except (KeyError, TypeError, ValueError):
            return None
        if self._state.latest != self._clock.now:  # spares a call per event
            self._state.advance(self._clock.now)
        self._clock.others += 1

        return lane_verdict(event, lane, self._conditions), quick_findings(event)


class _Lanes(dict[str, tuple["Callable[[Any], bool]", "Lane"]]):
    """
    By type: whether an event is ordinary in every way, and what becomes of it then.
    """

    def __init__(self, settings: PipelineSettings, window: Window) -> None:
        self._specification, self._verdicts = settings.specification, lanes_of(settings)
        ets = {"minimum": window.oldest, "maximum": window.latest}
        self._ordinary = both(UNTOUCHED, {"properties": {"ets": ets, "events": False}})

    def __missing__(self, eid: str) -> tuple[Callable[[Any], bool], Lane]:
        verdicts = self._verdicts[eid]
        accepts = lane(self._specification, eid, self._ordinary)
        if accepts is None:
            raise KeyError(eid)
        self[eid] = accepts, verdicts

        return self[eid]


# Compiling takes as long as judging some hundred events, and runs at one time have it in common.
_lanes = lru_cache(maxsize=8)(_Lanes)
