"""
The shortcut for valid events, alone on their lines, that nothing happens to.

Nearly all are in files of a good client. What is in any way special is judged by `judge`.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from sunbird_telemetry.check.submission import unstamped
from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.findings.shortcut import compiled_shortcut, predicate_findings
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.pipeline.batch_context import context_of
from sunbird_telemetry.pipeline.event_size import largest_size
from sunbird_telemetry.pipeline.shortcut import UNTOUCHED, shortcuts_of
from sunbird_telemetry.pipeline.time_window import ALWAYS, window
from sunbird_telemetry.validation.schema_algebra import intersect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sunbird_telemetry.check.clock import InputClock
    from sunbird_telemetry.check.run_state import RunState
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings.shortcut import Predicates
    from sunbird_telemetry.pipeline import PipelineSettings, Verdict
    from sunbird_telemetry.pipeline.time_window import Window
    from sunbird_telemetry.validation.schema_algebra import Schema

    _Seen = tuple[int, bytes, Any, Verdict | None, tuple[Finding, ...]]

__all__ = ["LineShortcut"]

# So many bytes of JSON are hardly ever too large, and then they are not measured.
_SMALL = 64 * 1024

# What clients send. Schemas are faster that say what there may be than what there may not be.
_MEMBERS = ("eid", "ets", "ver", "mid", "actor", "context", "object", "tags", "edata")

# What `LineShortcut` reads. As long as the specification or a rule requires the same, it costs
# nothing; without them, the slow way takes the events that lack it.
_TEXT: Schema = {"type": "string", "minLength": 1}
_READ: Schema = {
    "type": "object",
    "required": ["ets", "mid", "context", "edata"],
    "properties": {
        "ets": {"type": "number"},
        "mid": _TEXT,
        "context": {
            "type": "object",
            "required": ["did", "sid", "pdata"],
            "properties": {
                "did": _TEXT,
                "sid": _TEXT,
                "pdata": {"type": "object", "required": ["id"], "properties": {"id": _TEXT}},
            },
        },
    },
}


class _Shortcut(NamedTuple):
    """
    The shortcut of one event type.

    Attributes:
        accepts: Returns True for an ordinary event.

        new: The verdict on one that was not seen before.

        again: The verdict on one that was; None where no stage looks for duplicates.

        predicates: The rules that may have a finding about one.
    """

    accepts: Callable[[Any], bool]
    new: Verdict
    again: Verdict | None
    predicates: Predicates


class _Archived(NamedTuple):
    """
    An ordinary event from an archive.

    Attributes:
        sent: The event as its client sent it.

        received: When, in ms since the epoch.

        shortcut: The shortcut that accepts it.
    """

    sent: Any
    received: int
    shortcut: _Shortcut


class LineShortcut:
    """
    Judges ordinary events. Changes no state for events that it leaves to the slow way.

    Attributes:
        passed: How many events passed in silence, because only remarkable ones were asked for.
    """

    def __init__(self, clock: InputClock, settings: PipelineSettings, run_state: RunState) -> None:
        self.passed = 0
        self._clock, self._run_state = clock, run_state
        self._small = _SMALL if largest_size(_SMALL) <= settings.max_event_bytes else 0
        # All events that bring no time of their own are judged in the same context.
        self._context = context_of(None, run_state.state, settings, clock)
        self._shortcuts = _shortcuts()(settings, self._context.window)
        self._archive_shortcuts = _shortcuts()(settings, ALWAYS)

    def run(self, lines: Iterable[bytes], *, remarkable: bool) -> Iterator[_Seen]:
        """
        Judge *lines*. Of events that the shortcut takes, yield only *remarkable* ones if that is
        asked for; the others are counted in `passed`.

        All in one loop, because a call takes a hundredth of the time that an event takes.

        Yields:
            The number of the line, from 1; the line; the event on it, as its client sent it, or
            None if that takes Node's own reader; what becomes of the event, or None if that takes a
            closer look; and what there is to tell about an accepted event, about any other only
            whether its mid has had other content. As a plain tuple, which is made in no time.
        """
        loads, shortcuts, small, clock = orjson.loads, self._shortcuts, self._small, self._clock
        state, accepted, now = self._run_state.state, Fate.ACCEPTED, self._clock.now
        is_new, ttl = state.indexed.remember, self._context.deployment.mid_ttl
        follow, see_content = self._run_state.sessions.follow, self._run_state.contents.see
        for number, line in enumerate(lines, 1):
            event: Any = None
            is_taken = False
            try:
                event = loads(line)
                accepts, new, again, predicates = shortcuts[event["eid"]]
                is_taken = accepts(event) and len(line) <= small
            # No JSON, no event, or one of no ordinary type, or hard to convert.
            except (KeyError, TypeError, ValueError):
                pass
            if is_taken:
                received, content = now, line
                clock.others += 1
            else:
                archived = self._archived(event) if len(line) <= small else None
                if archived is None:
                    yield number, line, event, None, ()
                    continue
                event, received, (_, new, again, predicates) = archived
                content = dumps(event) + b"\n"  # without the stamps
                clock.own += 1
            if state.latest != received:
                state.advance(received)
            # Shortcuts accept only what has all that is read from here on: `_READ`.
            mid = event["mid"]
            # As `shortcut_verdict` decides. No shortcut accepts events that are deduplicated early.
            verdict = new if again is None or is_new(mid, received, ttl) else again
            copies = see_content(mid, content, event)
            if verdict.fate is not accepted:
                yield number, line, event, verdict, copies
                continue
            context = event["context"]
            session = context["did"], context["pdata"]["id"], context["sid"]
            findings = predicate_findings(event, predicates)
            findings += follow(session, event["eid"], event["ets"], event["edata"])
            findings += copies
            if findings or not remarkable:
                yield number, line, event, verdict, findings
            else:
                self.passed += 1

    def _archived(self, event: Any) -> _Archived | None:
        """
        An *event* from an archive; None if it was not stamped, or is not ordinary.
        """
        sent, received = unstamped(event)
        if received is None:
            return None
        deployment = self._context.deployment
        times = window(received, deployment.settings.ignore_months, deployment.place)
        try:
            shortcut = self._archive_shortcuts[sent["eid"]]
            is_taken = shortcut.accepts(sent) and times.oldest <= sent["ets"] <= times.latest
        # No event of an ordinary type, or hard to convert.
        except (KeyError, TypeError, ValueError):
            return None

        return _Archived(sent, received, shortcut) if is_taken else None


class _Shortcuts(dict[str, _Shortcut]):
    """
    The shortcuts by event type, each compiled when it is first needed.
    """

    def __init__(self, settings: PipelineSettings, window: Window) -> None:
        self._specification, self._verdicts = settings.specification, shortcuts_of(settings)
        # Whose events are deduplicated twice is rare, and takes its time.
        producer = {"properties": {"id": {"not": {"enum": sorted(settings.deduplicated_early)}}}}
        members = dict.fromkeys(_MEMBERS, True) | {
            "ets": {"minimum": window.oldest, "maximum": window.latest},
            "context": {"properties": {"pdata": producer}},
        }
        self._ordinary = reduce(
            intersect, (UNTOUCHED, _READ, {"properties": members, "additionalProperties": False})
        )

    def __missing__(self, eid: str) -> _Shortcut:
        verdicts = self._verdicts[eid]
        if verdicts is None:
            raise KeyError(eid)
        compiled = compiled_shortcut(self._specification, eid, self._ordinary)
        if compiled is None:
            raise KeyError(eid)
        shortcut = _Shortcut(compiled.accepts, verdicts.new, verdicts.again, compiled.predicates)
        self[eid] = shortcut

        return shortcut


# Compiling takes as long as judging some hundred events, and runs at one time have it in common.
_shortcuts = derived(lambda _: lru_cache(maxsize=8)(_Shortcuts))
