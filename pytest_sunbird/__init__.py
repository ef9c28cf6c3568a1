"""
Test what your app tells Sunbird.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sunbird.client import Client
    from pytest_sunbird.events import Batch, Delivery, Event, Events
    from pytest_sunbird.explain import TelemetryMismatch
    from pytest_sunbird.faults import Fault, Faults
    from pytest_sunbird.sunbird import Sunbird
    from sunbird_mockserver.matching import ABSENT

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
    "ABSENT": "sunbird_mockserver.matching",
    "Batch": "pytest_sunbird.events",
    "Client": "pytest_sunbird.client",
    "Delivery": "pytest_sunbird.events",
    "Event": "pytest_sunbird.events",
    "Events": "pytest_sunbird.events",
    "Fault": "pytest_sunbird.faults",
    "Faults": "pytest_sunbird.faults",
    "Sunbird": "pytest_sunbird.sunbird",
    "TelemetryMismatch": "pytest_sunbird.explain",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    return getattr(import_module(_HOMES[name]), name)
