"""
Selection of the findings that fail a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.faults import KINDS
from sunbird_telemetry.finding import Finding, Level
from sunbird_telemetry.findings import RULES, THEMES
from sunbird_telemetry.jsonvalues.paths import text_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sunbird_mockserver.journal.record import RecordedDelivery, RecordedEvent
    from sunbird_telemetry.pipeline import Fate

__all__ = ["Violation", "violations"]

#: Rules about the fate of an event or a delivery: allowing one allows all findings beside it.
_FATES = frozenset(
    rule.name
    for rule in (
        *THEMES["SB0 answers"],
        *(rule for rule in THEMES["SB5 fates"] if rule.level is Level.ERROR),
    )
)


@dataclass(frozen=True, slots=True)
class Violation:
    """
    A finding, and whose it is.

    Attributes:
        finding: What was found.

        fate: What becomes of the event, or of the batch.

        where: The event or the request, in a few words.

        because: What the answer to a refused request does not say; None where it says all.
    """

    finding: Finding
    fate: str
    where: str
    because: str | None = None


def violations(
    deliveries: Sequence[RecordedDelivery],
    level: Level,
    allowed_for: Callable[[int], frozenset[str]],
) -> Iterator[Violation]:
    """
    The findings in *deliveries* from *level* on that nobody allowed.

    Errors are told of events that the pipeline drops only, so at that level no other is looked at.

    Args:
        deliveries: What arrived, in order.

        level: From which level on a finding matters.

        allowed_for: The rules and fates that are allowed for the delivery with an id.
    """
    resent = _resent(deliveries)
    for delivery in deliveries:
        verdict, allowed = delivery.outcome.verdict, allowed_for(delivery.id)
        if verdict is None or delivery.id in resent:
            continue
        if not delivery.is_refused:
            yield from _of_delivery(delivery, verdict.fate, level, allowed)
            yield from _of_events(delivery, level, allowed)
        elif not _is_by_design(delivery):
            yield from _of_delivery(delivery, verdict.fate, level, allowed)


def _is_by_design(delivery: RecordedDelivery) -> bool:
    """
    Return True if the test asked for the refusal, or if the request was not telemetry.
    """
    outcome = delivery.outcome
    # Not every fault refuses: a delay, e.g., only holds a true 401 back.
    is_ordered = outcome.fault is not None and KINDS[outcome.fault].refuses

    return is_ordered or not (outcome.route or delivery.verdicts)


def _resent(deliveries: Iterable[RecordedDelivery]) -> frozenset[int]:
    """
    The ids of refused deliveries whose events all arrived later.
    """
    brought = [each for each in deliveries if each.verdicts]
    refused = [each for each in brought if each.is_refused]
    if not refused:
        return frozenset()
    arrived = {
        _identity(event): delivery.id
        for delivery in brought
        if not delivery.is_refused
        for event in delivery.parsed()
    }

    return frozenset(
        delivery.id
        for delivery in refused
        if all(arrived.get(_identity(event), 0) > delivery.id for event in delivery.parsed())
    )


def _identity(event: Any) -> str:
    return text_in(event, "mid") or repr(event)


def _of_delivery(
    delivery: RecordedDelivery, fate: Fate, level: Level, allowed: frozenset[str]
) -> Iterator[Violation]:
    outcome = delivery.outcome
    if outcome.context.delivery:
        request, status = outcome.delivery, outcome.reply.status
        where = f"{request.method} {request.path}, answered {status}"
        because = outcome.diagnosis if delivery.is_refused else None
        for finding in _not_allowed(outcome.context.delivery, fate, level, allowed):
            yield Violation(finding, fate, where, because)


def _of_events(
    delivery: RecordedDelivery, level: Level, allowed: frozenset[str]
) -> Iterator[Violation]:
    places = _worth_a_look(delivery, level)
    events = delivery.parsed() if places else ()
    for index in places:
        recorded = delivery.recorded(index, events[index])
        verdict = recorded.verdict
        for finding in _not_allowed(verdict.findings, verdict.fate, level, allowed):
            yield Violation(finding, verdict.fate, _named(recorded))


def _worth_a_look(delivery: RecordedDelivery, level: Level) -> Sequence[int]:
    """
    The places of the events that may have findings from *level* on.
    """
    if level < Level.ERROR:
        return range(len(delivery.verdicts))
    told = delivery.outcome.context.events

    return [
        index
        for index, verdict in enumerate(delivery.verdicts)
        if verdict.fate.dropped or any(each.level >= level for each in told.get(index, ()))
    ]


def _not_allowed(
    findings: Sequence[Finding], fate: Fate, level: Level, allowed: frozenset[str]
) -> list[Finding]:
    """
    Those of the *findings* about one thing that are to be told.

    Who allows what becomes of it allows all that is said of it.
    """
    if fate in allowed or any(each.rule in allowed for each in findings if each.rule in _FATES):
        return []
    has_cause = any(
        each.level is Level.ERROR and not RULES[each.rule].is_consequence for each in findings
    )

    return [
        each
        for each in findings
        if each.level >= level
        and each.rule not in allowed
        and not (has_cause and RULES[each.rule].is_consequence)
    ]


def _named(recorded: RecordedEvent) -> str:
    event = recorded.event
    eid, mid = text_in(event, "eid") or "an event", text_in(event, "mid")

    return f"{eid}, mid {mid}" if mid else eid
