"""
Where a path leads: which component answers first, and what the service gets to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["Front", "Route", "find_route", "is_double_slash"]

_NO_V3 = (
    "the real gateway has no /data/v3/telemetry: it answers 404. Send to /data/v1/telemetry, "
    "or to /action/data/v3/telemetry on a portal"
)


class Front(Enum):
    """
    Which component meets a request first.
    """

    NONE = auto()
    GATEWAY = auto()
    PORTAL = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """
    One row of the gateway's route table, or a path that goes around it.

    Attributes:
        name: What the deployment calls it.

        prefix: What a path begins with; anything may follow, without a segment boundary.

        upstream: What the service sees in place of the prefix.

        front: Who answers first.

        group: The group that a consumer needs.

        diagnosis: What a client should know that the real answer does not say.
    """

    name: str
    prefix: str
    upstream: str
    front: Front = Front.GATEWAY
    group: str | None = None
    diagnosis: str | None = None


def _telemetry(prefix: str, front: Front = Front.GATEWAY, diagnosis: str | None = None) -> Route:
    return Route("telemetry", prefix, "/v1/telemetry", front, "telemetryCreate", diagnosis)


# contract/gateway-and-auth.md 2 and 7, contract/clients.md 7. Longest prefix first, as Kong does.
_ROUTES = tuple(
    sorted(
        (
            _telemetry("/data/v1/telemetry"),
            _telemetry("/data/v3/telemetry", diagnosis=_NO_V3),
            _telemetry("/action/data/v3/telemetry", Front.PORTAL),
            _telemetry("/action/data/v1/telemetry", Front.PORTAL),
            _telemetry("/content/data/v1/telemetry", Front.PORTAL),
        ),
        key=lambda route: -len(route.prefix),
    )
)
_BARE = Route("service", "", "", Front.NONE)
_BARE_PREFIX = "/v1/telemetry"
_HEALTH = ("/health", "/health/")


def find_route(path: str) -> Route | None:
    """
    The route that *path* (without ``/api``) takes; None where the gateway knows none.
    """
    for route in _ROUTES:
        if path.startswith(route.prefix):
            return route
    if path.lower().startswith(_BARE_PREFIX) or path.lower() in _HEALTH:  # Express ignores case
        return _BARE

    return None


def is_double_slash(path: str) -> bool:
    """
    Whether *path* would lead somewhere if a slash were not doubled, as a host ending in / does it.
    """
    return path.startswith("//") and find_route("/" + path.lstrip("/")) is not None
