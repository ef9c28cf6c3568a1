"""
Promises: what was sent, beside the plan of what the app should send.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

_EVENTS: Any = [{"eid": "IMPRESSION"}, {"eid": "END"}]
_GOOD: Any = {"plan": {"events": {"IMPRESSION": {}, "END": {}}}, "events": _EVENTS}

RULES = (
    Rule(
        id="SB750",
        name="promised-never-sent",
        level=Level.WARNING,
        scope=Scope.PLAN,
        message="The plan promises {item}: {instead}.",
        why="Whoever reads the app's telemetry waits for it in vain, or no test makes the app send "
        "it.",
        remedy="Send it, test what sends it, or take it out of the plan.",
        wrong={**_GOOD, "events": _EVENTS[:1]},
        right=_GOOD,
        evidence="the plan",
    ),
    Rule(
        id="SB751",
        name="sent-never-promised",
        level=Level.NOTE,
        scope=Scope.PLAN,
        message="{item} was sent, {times} x, and the plan does not promise it.",
        why="Nobody expects it, so nobody looks at it or notices when it stops.",
        remedy="Add it to the plan, as optional if it need not be tested, or do not send it.",
        wrong={"plan": {"events": {"IMPRESSION": {}}}, "events": _EVENTS},
        right=_GOOD,
        evidence="the plan",
    ),
)
