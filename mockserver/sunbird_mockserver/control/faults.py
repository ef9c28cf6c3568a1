"""
The calls of the control API about faults: ``/_mock/faults``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_mockserver.faults.load import read_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.faults.active import ActiveFault
    from sunbird_mockserver.mock import Mock

__all__ = ["CALLS"]

Answer = tuple[int, "Mapping[str, Any]"]


def _get(mock: Mock, delivery: Delivery) -> Answer:
    """
    Return the faults placed since the last PUT, DELETE or reset, and the deliveries they affected.
    """
    shown = [_shown(mock, delivery.inbox, placed) for placed in mock.faults.of(delivery.inbox)]

    return 200, {"faults": shown}


def _put(mock: Mock, delivery: Delivery) -> Answer:
    """
    Put these faults in the place of all others.
    """
    mock.faults.replace(delivery.inbox, read_faults(delivery.body))

    return _get(mock, delivery)


def _delete(mock: Mock, delivery: Delivery) -> Answer:
    mock.faults.clear(delivery.inbox)

    return _get(mock, delivery)


def _shown(mock: Mock, inbox: str, placed: ActiveFault) -> dict[str, Any]:
    met = [each.id for each in mock.journal.met(inbox, placed.number)]

    return {**placed.fault.to_dict(), "left": placed.left, "deliveries": met}


#: What to call, by method.
CALLS: dict[str, Callable[[Mock, Delivery], Answer]] = {
    "GET": _get,
    "PUT": _put,
    "DELETE": _delete,
}
