"""
A Sunbird on your own machine: the gateway and the telemetry service, copied exactly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_mockserver.consumers import Consumer, Credential
    from sunbird_mockserver.mock import Clock, Mock
    from sunbird_mockserver.servers.dispatch import create_app
    from sunbird_mockserver.servers.in_process import MockServer
    from sunbird_mockserver.settings import Settings

__all__ = ["Clock", "Consumer", "Credential", "Mock", "MockServer", "Settings", "create_app"]

# `MockServer` loads werkzeug, which neither a token nor the standalone server needs.
_HOMES = {
    "Clock": "mock",
    "Consumer": "consumers",
    "Credential": "consumers",
    "Mock": "mock",
    "MockServer": "servers.in_process",
    "Settings": "settings",
    "create_app": "servers.dispatch",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
