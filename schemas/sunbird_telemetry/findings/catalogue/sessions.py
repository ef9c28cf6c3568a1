"""
Sessions: what the events of one session say about each other. No stage of the pipeline checks it.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

_T = 1767225600000
_START: Any = {"eid": "START", "ets": _T, "edata": {"type": "player"}}
_VIEW: Any = {"eid": "IMPRESSION", "ets": _T + 1000}
_END: Any = {"eid": "END", "ets": _T + 60_000, "edata": {"type": "player", "duration": 60}}
_GOOD = [_START, _VIEW, _END]

_PAIRS = "contract/pipeline.md 10 row 31"
_ORDER = "contract/pipeline.md 10 row 36"

_STARTS_AND_ENDS = (
    Rule(
        id="SB701",
        name="start-without-end",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="START of type {kind} has no END in session {session}.",
        why="Time spent cannot be told. An SDK that is closed with events in its queue loses them.",
        remedy="Send END when the page is left, and flush with syncEvents() before.",
        wrong=[_START, _VIEW],
        right=_GOOD,
        evidence=_PAIRS,
        certain=False,
    ),
    Rule(
        id="SB702",
        name="end-without-start",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="END of type {kind} has no START before it in its session.",
        why="Time spent cannot be told.",
        remedy="Send START first, with the same edata.type and the same context.sid.",
        wrong=[_START, _END, _END],
        right=_GOOD,
        evidence=_PAIRS,
        certain=False,
    ),
    Rule(
        id="SB703",
        name="end-before-start",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="END has an ets that is {seconds} s before that of its START.",
        why="Time spent comes out negative.",
        remedy="Take ets when the event happens, from a clock that does not jump.",
        wrong=[_START, {**_END, "ets": _T - 5000}],
        right=_GOOD,
        evidence=_PAIRS,
        certain=False,
    ),
    Rule(
        id="SB704",
        name="start-late",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="START arrives after other events of its session.",
        why="SDK 2.0.1 does this when start() is not awaited; those events have an empty did, too.",
        remedy="Wait for start() before anything else is logged.",
        wrong=[_VIEW, _START, _END],
        right=_GOOD,
        evidence="contract/clients.md 1",
    ),
    Rule(
        id="SB705",
        name="session-without-start",
        level=Level.NOTE,
        scope=Scope.SESSION,
        message="Session {session} has events, but no START.",
        why="SDKs 0.0.20 to 1.3.0 lose START when no did is configured.",
        remedy="Set did in the SDK's configuration, and send START first.",
        wrong=[_VIEW],
        right=_GOOD,
        evidence="contract/clients.md 1",
        certain=False,
    ),
    Rule(
        id="SB706",
        name="start-again",
        level=Level.NOTE,
        scope=Scope.SESSION,
        message="START of type {kind} comes again before its END.",
        why="To which of them an END belongs cannot be told.",
        remedy="Send END before the same thing starts again, or use another sid.",
        wrong=[_START, _START, _END],
        right=_GOOD,
        evidence=_PAIRS,
        certain=False,
    ),
)

_CLOCKS = (
    Rule(
        id="SB710",
        name="ets-backwards",
        level=Level.NOTE,
        scope=Scope.SESSION,
        message="ets is {seconds} s before that of an earlier event of the session.",
        why="Batches may overtake each other, but within a batch the clock has jumped.",
        remedy="Take ets when the event happens, from a clock that does not jump.",
        wrong=[_START, {**_VIEW, "ets": _T + 5000}, _VIEW, _END],
        right=_GOOD,
        evidence=_ORDER,
        certain=False,
    ),
    Rule(
        id="SB711",
        name="end-duration-off",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="END says {duration} s, but {seconds} s passed since its START.",
        why="Reports believe edata.duration.",
        remedy="Send the seconds since START; let the SDK fill it in.",
        wrong=[_START, {**_END, "edata": {"type": "player", "duration": 600}}],
        right=_GOOD,
        evidence=_PAIRS,
        certain=False,
    ),
    Rule(
        id="SB712",
        name="end-duration-in-milliseconds",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="END says {duration}, and {seconds} s passed since its START: it is milliseconds.",
        why="SDK 0.0.2 sends milliseconds; everybody reads seconds.",
        remedy="Divide by 1000, or use a newer SDK.",
        wrong=[_START, {**_END, "edata": {"type": "player", "duration": 60_000}}],
        right=_GOOD,
        evidence="contract/clients.md 1",
    ),
)

_MEMBERS = (
    Rule(
        id="SB720",
        name="sid-changed",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="context.sid changes without a START, while the session before is still open.",
        why="Session counts and times come out wrong.",
        remedy="Make the sid once per session and keep it until END.",
        wrong=[_START, {**_VIEW, "context": {"sid": "another"}}, _END],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 32",
        certain=False,
    ),
    Rule(
        id="SB721",
        name="assess-outside-session",
        level=Level.WARNING,
        scope=Scope.SESSION,
        message="ASSESS comes while nothing has been started.",
        why="It cannot be told in which attempt the question was answered.",
        remedy="Send ASSESS between START and END of the player or of the assessment.",
        wrong=[_START, _END, {"eid": "ASSESS", "ets": _T + 61_000}],
        right=[_START, {"eid": "ASSESS", "ets": _T + 1000}, _END],
        evidence=_ORDER,
        certain=False,
    ),
    Rule(
        id="SB722",
        name="heartbeat-after-end",
        level=Level.NOTE,
        scope=Scope.SESSION,
        message="HEARTBEAT comes after the END of its session.",
        why="Something goes on beating for a session that is over.",
        remedy="Stop the timer before END is sent.",
        wrong=[_START, _END, {"eid": "HEARTBEAT", "ets": _T + 61_000}],
        right=[_START, {"eid": "HEARTBEAT", "ets": _T + 1000}, _END],
        evidence=_ORDER,
        certain=False,
    ),
    Rule(
        id="SB723",
        name="event-after-end",
        level=Level.NOTE,
        scope=Scope.SESSION,
        message="{eid} comes after the END of its session.",
        why="It belongs to no stretch of time that is reported.",
        remedy="Send END last, or start a new session.",
        wrong=[_START, _END, {**_VIEW, "ets": _T + 61_000}],
        right=_GOOD,
        evidence=_ORDER,
        certain=False,
    ),
)

RULES = (*_STARTS_AND_ENDS, *_CLOCKS, *_MEMBERS)
