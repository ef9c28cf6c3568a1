"""
Whether what was refused was sent again, and as the same events.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pytest_sunbird.explain import Failure
from pytest_sunbird.explain.layout import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pytest_sunbird.deliveries import Delivery
    from pytest_sunbird.events import Event
    from pytest_sunbird.inbox import Inbox

__all__ = ["new_mids", "not_retried"]

_RETRIES = frozenset({"retry-recognised", "retry-too-late", "retry-new-msgid", "retry-new-mids"})
_NEW_MIDS = "retry-new-mids"


def not_retried(inbox: Inbox, after: int) -> Failure | None:
    """
    What is wrong if events whose delivery was answered *after* were not delivered later.
    """
    deliveries = inbox.deliveries
    wanted = f"wanted a retry of what was answered {after}"
    refused = [each for each in deliveries if each.status == after and each.events]
    if not refused:
        return Failure.of(inbox, f"{wanted}, but nothing was", remedy=(_refuse_first(),))
    wrong = [
        f"  ✗ delivery {each.id}: {listed(sorted(missing))} not delivered since"
        for each in refused
        if (missing := _mids(each.events) - _later(deliveries, each))
    ]
    if not wrong:
        return None

    return Failure.of(
        inbox,
        f"{wanted}, but there was none",
        nearest=("not sent again:", *wrong),
        remedy=(
            "Keep events until they are answered 200, and send them again after a while.",
            "If it only takes longer: expect the events first.",
        ),
    )


def new_mids(inbox: Inbox) -> Failure | None:
    """
    What is wrong if events were sent again under new mids, or nothing was sent again.
    """
    deliveries = inbox.deliveries
    wanted = "wanted retries with the same mids"
    refused = [each for each in deliveries if each.status != HTTPStatus.OK and each.events]
    if not refused and not any(_rules(each) & _RETRIES for each in deliveries):
        return Failure.of(inbox, f"{wanted}, but nothing was retried", remedy=(_refuse_first(),))
    wrong = [
        *(line for each in refused for line in _renamed(each, deliveries)),
        *(
            f"  ✗ delivery {each.id} repeats events of an earlier one under new mids"
            for each in deliveries
            if _NEW_MIDS in _rules(each)
        ),
    ]
    if not wrong:
        return None

    return Failure.of(
        inbox,
        f"{wanted}, got new ones",
        nearest=("sent again:", *wrong),
        remedy=("Make the mid together with the event, and keep both until the answer is 200.",),
    )


def _renamed(refused: Delivery, deliveries: Sequence[Delivery]) -> Iterator[str]:
    """
    The events of *refused* that never came again, while their content did under new mids.
    """
    later = [event for each in deliveries if each.id > refused.id for event in each.events]
    before = [event for each in deliveries if each.id <= refused.id for event in each.events]
    kept, known = _mids(later), _mids(before)
    news = {_content(event): event for event in later if event.mid not in known}
    for event in refused.events:
        again = news.get(_content(event))
        if event.mid not in kept and again is not None:
            yield f"  ✗ {event.mid} came again as {again.mid} in delivery {again.delivery.id}"


def _later(deliveries: Iterable[Delivery], refused: Delivery) -> set[Any]:
    """
    The mids that were delivered after *refused*: an app may send them in other batches.
    """
    return _mids(
        event
        for each in deliveries
        if each.id > refused.id and each.status == HTTPStatus.OK
        for event in each.events
    )


def _mids(events: Iterable[Event]) -> set[str]:
    return {event.mid for event in events if isinstance(event.mid, str)}


def _content(event: Event) -> int:
    """
    What *event* says, whenever and under whatever id.
    """
    from sunbird_telemetry.rules.content import content_of

    return content_of({**event, "mid": None, "ets": None})


def _rules(delivery: Delivery) -> set[str]:
    return {finding.rule for finding in delivery.findings}


def _refuse_first() -> str:
    return "Have a delivery of the app refused first, for example by a fault."
