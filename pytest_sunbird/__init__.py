"""
Test what your app tells Sunbird.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sunbird.events import Delivery, Event, Events
    from pytest_sunbird.explain import TelemetryMismatch
    from pytest_sunbird.sunbird import Sunbird

__all__ = ["Delivery", "Event", "Events", "Sunbird", "TelemetryMismatch"]

# pytest imports this package in every session, so the server loads only when a name is asked for.
_HOMES = {
    "Delivery": "events",
    "Event": "events",
    "Events": "events",
    "Sunbird": "sunbird",
    "TelemetryMismatch": "explain",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
