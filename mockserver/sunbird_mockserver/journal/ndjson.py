"""
A journal as a file: a line of JSON per delivery, as the control API shows it, with its events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.node import NotJson, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.journal.record import RecordedDelivery

__all__ = ["as_line", "deliveries_in"]


def as_line(delivery: RecordedDelivery) -> bytes:
    """
    *delivery* as a line, with its end.
    """
    events = [event.to_dict() for event in delivery.events()]

    return dumps({**delivery.to_dict(), "events": events}) + b"\n"


def deliveries_in(name: str) -> Iterator[dict[str, Any]]:
    """
    The deliveries in the file *name*; ``-`` is standard input.

    Raises:
        UnreadableError: It cannot be read, or is no journal.
    """
    from sunbird_telemetry.check import UnreadableError, lines_of

    for number, line in enumerate(lines_of(name), 1):
        delivery = _parsed(line)
        if not _is_delivery(delivery):
            raise UnreadableError(
                name,
                f"line {number} is no delivery. Name a journal, such as pytest leaves of a failing "
                "test; for files of events there is `sunbird-mock check`.",
            )
        yield delivery


def _parsed(line: bytes) -> Any:
    try:
        return loads(line)
    except NotJson:
        return None


def _is_delivery(value: Any) -> bool:
    match value:
        case {
            "received": int() | float(),
            "method": str(),
            "path": str(),
            "answer": {"status": int()},
            "diagnosis": str() | None,
            "findings": [*findings],
            "events": [*events],
        }:
            return all(map(_is_finding, findings)) and all(map(_is_event, events))

    return False


def _is_event(value: Any) -> bool:
    match value:
        case {
            "event": _,
            "fate": str(),
            "stage": str() | None,
            "reason": str() | None,
            "findings": [*findings],
        }:
            return all(map(_is_finding, findings))

    return False


def _is_finding(value: Any) -> bool:
    match value:
        case {"rule": str(), "level": str(), "pointer": str(), "message": str()}:
            return True

    return False
