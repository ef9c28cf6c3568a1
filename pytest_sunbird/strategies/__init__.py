"""
Hypothesis strategies: events that are accepted, and events with exactly one thing wrong.

Needs the extra ``hypothesis``: ``pip install 'pytest-sunbird[hypothesis]'``.
"""

try:
    from pytest_sunbird.strategies.event import (
        assesses,
        audits,
        ends,
        errors,
        events,
        exdata,
        feedbacks,
        heartbeats,
        impressions,
        interacts,
        interrupts,
        logs,
        metrics,
        responses,
        searches,
        shares,
        starts,
        summaries,
    )
    from pytest_sunbird.strategies.mistakes import UnknownEventTypeError
    from pytest_sunbird.strategies.telemetry import TelemetryEvent
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "pytest_sunbird.strategies needs Hypothesis: pip install 'pytest-sunbird[hypothesis]'",
        name="hypothesis",
    ) from error

__all__ = [
    "TelemetryEvent",
    "UnknownEventTypeError",
    "assesses",
    "audits",
    "ends",
    "errors",
    "events",
    "exdata",
    "feedbacks",
    "heartbeats",
    "impressions",
    "interacts",
    "interrupts",
    "logs",
    "metrics",
    "responses",
    "searches",
    "shares",
    "starts",
    "summaries",
]
