"""
Test what your app tells Sunbird.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sunbird.fixture.client import Client
    from pytest_sunbird.fixture.faults import Fault, Faults
    from pytest_sunbird.fixture.sunbird import Sunbird
    from pytest_sunbird.messages import TelemetryMismatch
    from pytest_sunbird.records.views import Batch, Delivery, Event, Events
    from sunbird_mockserver.journal.matching import ABSENT

__all__ = [
    "ABSENT",
    "Batch",
    "Client",
    "Delivery",
    "Event",
    "Events",
    "Fault",
    "Faults",
    "Sunbird",
    "TelemetryMismatch",
]

# pytest imports this package in every session, so the server loads only when a name is asked for.
_HOMES = {
    "ABSENT": "sunbird_mockserver.journal.matching",
    "Batch": "pytest_sunbird.records.views",
    "Client": "pytest_sunbird.fixture.client",
    "Delivery": "pytest_sunbird.records.views",
    "Event": "pytest_sunbird.records.views",
    "Events": "pytest_sunbird.records.views",
    "Fault": "pytest_sunbird.fixture.faults",
    "Faults": "pytest_sunbird.fixture.faults",
    "Sunbird": "pytest_sunbird.fixture.sunbird",
    "TelemetryMismatch": "pytest_sunbird.messages",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    return getattr(import_module(_HOMES[name]), name)
