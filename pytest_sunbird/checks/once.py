"""
Whether each event got in exactly once.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pytest_sunbird.explain import Failure
from pytest_sunbird.explain.layout import listed
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pytest_sunbird.events import Delivery, Event
    from pytest_sunbird.inbox import Inbox

__all__ = ["new_mids", "not_once", "not_retried"]

_KEPT = frozenset({Fate.ACCEPTED, Fate.ALTERED, Fate.UNINDEXED})


def not_once(inbox: Inbox) -> Failure | None:
    """
    What is wrong if an event got in several times, or never, or was dropped.
    """
    wanted, sent = "wanted every event delivered once", _by_mid(inbox)
    if not sent:
        return Failure.of(inbox, f"{wanted}, but none came", remedy=("Have the app send first.",))
    wrong = [
        f"  ✗ {mid}: {problem}" for mid, events in sent.items() if (problem := _problem(events))
    ]
    if not wrong:
        return None

    return Failure.of(
        inbox,
        f"{wanted}, got {len(wrong)} that {_were(wrong)} not",
        nearest=("not once:", *wrong),
        remedy=(
            "Send again only what was not answered 200, with the same mids.",
            # contract/clients.md 1, event content quirks
            "Two events of one delivery with one mid: SDKs make mids of an event's content.",
        ),
    )


def _by_mid(inbox: Inbox) -> dict[str, list[Event]]:
    sent: dict[str, list[Event]] = {}
    for delivery in inbox.deliveries:
        for event in delivery.events:
            if isinstance(event.mid, str):
                sent.setdefault(event.mid, []).append(event)

    return sent


def _problem(events: Sequence[Event]) -> str | None:
    arrived = [event for event in events if event.fate is not Fate.REFUSED]
    if not arrived:
        return f"refused each time, by {_brought(events)}"
    if len(arrived) > 1:
        return f"delivered {len(arrived)} times, by {_brought(arrived)}"
    if arrived[0].fate not in _KEPT:
        return f"{arrived[0].fate}, brought by {_brought(arrived)}"

    return None


def _brought(events: Sequence[Event]) -> str:
    ids = [str(event.delivery.id) for event in events]

    return f"deliver{'ies' if len(ids) > 1 else 'y'} {listed(ids)}"


def _were(wrong: Sequence[str]) -> str:
    return "was" if len(wrong) == 1 else "were"


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
