"""
Hypothesis strategies: events that are accepted, and events with exactly one thing wrong.

Needs the extra ``hypothesis``: ``pip install 'pytest-sunbird[hypothesis]'``.
"""

try:
    from pytest_sunbird.strategies.batch import batches
    from pytest_sunbird.strategies.broken import broken_events
    from pytest_sunbird.strategies.broken_token import BrokenToken, broken_tokens
    from pytest_sunbird.strategies.delivery import deliveries
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
        sized_events,
        starts,
        summaries,
    )
    from pytest_sunbird.strategies.exceptions import (
        UnbreakableRuleError,
        UnknownEventTypeError,
        UnknownProfileError,
        UnknownRuleError,
    )
    from pytest_sunbird.strategies.session import sessions
    from pytest_sunbird.strategies.token import tokens
    from pytest_sunbird.strategies.typed_dicts import TelemetryBatch, TelemetryEvent
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "pytest_sunbird.strategies needs Hypothesis: pip install 'pytest-sunbird[hypothesis]'",
        name="hypothesis",
    ) from error

__all__ = [
    "BrokenToken",
    "TelemetryBatch",
    "TelemetryEvent",
    "UnbreakableRuleError",
    "UnknownEventTypeError",
    "UnknownProfileError",
    "UnknownRuleError",
    "assesses",
    "audits",
    "batches",
    "broken_events",
    "broken_tokens",
    "deliveries",
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
    "sessions",
    "shares",
    "sized_events",
    "starts",
    "summaries",
    "tokens",
]
