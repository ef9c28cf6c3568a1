"""
Sessions: comparisons of the events of one session. The pipeline does not check them.
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
        why="The time spent is unknown. An SDK that is closed loses the events in its queue.",
        remedy="Send END when the user leaves the page, then flush the queue with syncEvents().",
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
        why="The time spent is unknown.",
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
        message="The ets of END is {seconds} s before the ets of its START.",
        why="The time spent becomes negative.",
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
        why="SDK 2.0.1 causes this if start() is not awaited. Those events also have an empty did.",
        remedy="Wait for start() before other events are logged.",
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
        message="START of type {kind} comes again before the END of the first one.",
        why="It is not clear which START an END belongs to.",
        remedy="Send END before the same type starts again, or use another sid.",
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
        message="ets is {seconds} s before the ets of an earlier event of the session.",
        why="Batches may overtake each other. If both events are in one batch, the clock has "
        "jumped.",
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
        message="The duration of END is {duration} s, but {seconds} s passed since its START.",
        why="Reports use edata.duration.",
        remedy="Send the seconds since START, or let the SDK fill them in.",
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
        message="The duration of END is {duration}, but {seconds} s passed since its START: it is "
        "probably in milliseconds.",
        why="SDK 0.0.2 sends milliseconds, but reports read seconds.",
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
        message="context.sid changes without a START, while the previous session is still open.",
        why="Session counts and times become wrong.",
        remedy="Create the sid once per session, and keep it until END.",
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
        message="ASSESS comes while no START is open.",
        why="It is not clear in which attempt the question was answered.",
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
        why="A timer continues for a session that has ended.",
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
        why="Reports do not assign the event to a period.",
        remedy="Send END last, or start a new session.",
        wrong=[_START, _END, {**_VIEW, "ets": _T + 61_000}],
        right=_GOOD,
        evidence=_ORDER,
        certain=False,
    ),
)

RULES = (*_STARTS_AND_ENDS, *_CLOCKS, *_MEMBERS)
