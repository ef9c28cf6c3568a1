"""
Promises: the events that were sent, compared with the plan of the app.
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
        message="The plan promises {item}, but {instead}.",
        why="Readers of the app's telemetry rely on it, but the app does not send it, or no test "
        "makes the app send it.",
        remedy="Send it, test the code that sends it, or remove it from the plan.",
        wrong={**_GOOD, "events": _EVENTS[:1]},
        right=_GOOD,
        evidence="the plan",
    ),
    Rule(
        id="SB751",
        name="sent-never-promised",
        level=Level.NOTE,
        scope=Scope.PLAN,
        message="{item} was sent ({times} x), but the plan does not promise it.",
        why="It is not expected, so it is not noticed when it stops.",
        remedy="Add it to the plan, as optional if it need not be tested, or stop sending it.",
        wrong={"plan": {"events": {"IMPRESSION": {}}}, "events": _EVENTS},
        right=_GOOD,
        evidence="the plan",
    ),
)
