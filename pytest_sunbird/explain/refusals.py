"""
The requests that were refused, and why: the first thing to know when something is missing.
"""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson

from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_sunbird.deliveries import Delivery
    from pytest_sunbird.inbox import Inbox

__all__ = ["refusals"]

_LONGEST = 100


def refusals(inbox: Inbox) -> tuple[str, ...]:
    """
    A line per kind of refusal in *inbox*.
    """
    refused = list(filter(_is_refused, inbox.deliveries))
    if not refused:
        return ()
    number = len(refused)
    nothing = "" if inbox.events else "nothing arrived, but "
    head = f"{nothing}{number} {'delivery was' if number == 1 else 'deliveries were'} refused:"
    kinds = Counter(map(_said, refused))
    if len(kinds) == 1:
        return (f"{head} {next(iter(kinds))}",)

    return (head, *(f"  {times} x {said}" for said, times in kinds.items()))


def _is_refused(delivery: Delivery) -> bool:
    if delivery.status:
        return delivery.status >= HTTPStatus.BAD_REQUEST

    # A fault closed the connection, and what came with it may have been taken all the same.
    return delivery.batch is not None and delivery.batch.fate is Fate.REFUSED


def _said(delivery: Delivery) -> str:
    because = f", because {delivery.diagnosis}" if delivery.diagnosis else ""

    if not delivery.status:
        return f"no answer{because}"

    return f"{delivery.status} {_told(delivery)}{because}"


def _told(delivery: Delivery) -> str:
    """
    What an answer says, without its form.
    """
    text = delivery.answer.decode("utf-8", "replace").strip()
    try:
        told = _message(orjson.loads(text), ("message", "error"))
    except orjson.JSONDecodeError:
        told = text
    if not told or told.startswith("<") or len(told) > _LONGEST:
        return _phrase(delivery.status)

    return told


def _message(answer: object, names: Sequence[str]) -> str:
    found = [answer[name] for name in names if name in answer] if isinstance(answer, dict) else []

    return str(found[0]) if found and isinstance(found[0], str) else ""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "with no known meaning"
