"""
Routes: the component that handles a path first, and the one behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["ROUTES", "ExposedBy", "Route", "Upstream", "find_route"]

_NO_V3 = (
    "the real gateway has no /data/v3/telemetry: it answers 404. Send to /data/v1/telemetry, "
    "or to /action/data/v3/telemetry on a portal"
)


class ExposedBy(Enum):
    """
    The component that handles a request first.
    """

    NONE = auto()
    GATEWAY = auto()
    PORTAL = auto()


class Upstream(Enum):
    """
    The component that answers a request which passed the gateway.
    """

    NONE = auto()
    TELEMETRY = auto()
    ADMINUTIL = auto()
    ANALYTICS = auto()
    PLAYER = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """
    One row of the gateway's route table, or a path that goes around it.

    Attributes:
        name: What the deployment calls it, and what ``gateway.rate_per_hour`` does.

        prefix: What a path begins with; anything may follow, without a segment boundary.

        upstream: Who answers behind the gateway.

        upstream_path: What the upstream sees in place of the prefix.

        group: The group that a consumer needs.

        per_hour: How many requests one credential may send; 0 sets no limit.

        front: Who answers first.

        diagnosis: What a client should know that the real answer does not say.
    """

    name: str
    prefix: str
    upstream: Upstream
    upstream_path: str
    group: str = ""
    per_hour: int = 5000
    front: ExposedBy = ExposedBy.GATEWAY
    diagnosis: str | None = None


def _telemetry(
    prefix: str, front: ExposedBy = ExposedBy.GATEWAY, diagnosis: str | None = None
) -> Route:
    return Route(
        "telemetry",
        prefix,
        Upstream.TELEMETRY,
        "/v1/telemetry",
        "telemetryCreate",
        per_hour=100_000,
        front=front,
        diagnosis=diagnosis,
    )


def _register(
    name: str, consumer: str, group: str, version: str = "v1", per_hour: int = 5000
) -> Route:
    path = f"/{version}/consumer/{consumer}"

    return Route(name, f"/api-manager{path}", Upstream.ADMINUTIL, path, group, per_hour)


def _register_credential(
    name: str, consumer: str, group: str, version: str = "v1", per_hour: int = 5000
) -> Route:
    return _register(name, f"{consumer}/credential/register", group, version, per_hour)


# contract/gateway-and-auth.md 2 and 7, contract/clients.md 7.
ROUTES: tuple[Route, ...] = (
    _telemetry("/data/v1/telemetry"),
    _telemetry("/data/v3/telemetry", diagnosis=_NO_V3),
    _telemetry("/action/data/v3/telemetry", ExposedBy.PORTAL),
    _telemetry("/action/data/v1/telemetry", ExposedBy.PORTAL),
    _telemetry("/content/data/v1/telemetry", ExposedBy.PORTAL),
    Route(
        "telemetryErrorLogging",
        "/data/v1/client/logs",
        Upstream.ANALYTICS,
        "/data/v1/client/logs",
        "telemetryCreate",
    ),
    Route(
        "uploadCrashLogs",
        "/desktop/v1/upload-crash-logs",
        Upstream.PLAYER,
        "/v1/desktop/upload-crash-logs",
        "telemetryCreate",
        per_hour=100,
    ),
    Route(
        "deviceRegister",
        "/v3/device/register",
        Upstream.ANALYTICS,
        "/v1/device/register",
        "deviceCreate",
    ),
    Route(
        "deviceProfile",
        "/v3/device/profile",
        Upstream.ANALYTICS,
        "/v1/device/profile",
        "deviceCreate",
    ),
    _register_credential("registerMobileApp", "mobile_app", "mobileSuperAdmin"),
    _register_credential(
        "registerMobileAppOpenRAP", "mobile_app_openrap", "mobileOpenRAPSuperAdmin"
    ),
    _register_credential(
        "registerMobileAppTeacherAid", "mobile_app_teacheraid", "mobileTeacherAidSuperAdmin"
    ),
    _register_credential("registerMobileDevice", "mobile_device", "mobileAdmin"),
    _register_credential("registerMobileDevicev2", "mobile_device", "mobileAdmin", "v2"),
    _register_credential(
        "registerMobileDeviceOpenRAP", "mobile_device_openrap", "mobileOpenRAPAdmin"
    ),
    _register_credential(
        "registerMobileDeviceTeacherAid", "mobile_device_teacheraid", "mobileTeacherAidAdmin"
    ),
    _register_credential("registerDesktopApp", "desktop_app", "desktopSuperAdmin"),
    _register_credential("registerDesktopDevice", "desktop_device", "desktopAdmin"),
    _register_credential("registerDesktopDevicev2", "desktop_device", "desktopAdmin", "v2"),
    _register_credential("registerPortalAnonymous", "portal_anonymous", "portalAnonymous", "v2"),
    _register_credential("registerPortalLoggedin", "portal_loggedin", "portalLoggedin", "v2"),
    _register_credential("registerIgotApp", "igot_app", "igotAdmin"),
    _register_credential("registerIgotDevice", "igot_device", "igotApp", per_hour=10_000),
    Route(
        "KongConsumerApi",
        "/api-manager/v1/consumer",
        Upstream.ADMINUTIL,
        "/v1/consumer",
        "kongConsumerAdmin",
        per_hour=100,
    ),
    Route(
        "refreshToken",
        "/auth/v1/refresh/token",
        Upstream.ADMINUTIL,
        "/v1/auth/refresh/token",
        "refreshTokenCreate",
        per_hour=100,
    ),
    # In the cluster only: contract/gateway-and-auth.md 2 and 4b.
    Route(
        "signPayload",
        "/v1/sign/payload",
        Upstream.ADMINUTIL,
        "/v1/sign/payload",
        front=ExposedBy.NONE,
    ),
)

_BY_PREFIX = {route.prefix: route for route in ROUTES}
# Longest first, as Kong looks for them; one pattern is faster than two dozen comparisons.
_PREFIX = re.compile("|".join(map(re.escape, sorted(_BY_PREFIX, key=len, reverse=True))))

_BARE = Route("service", "", Upstream.TELEMETRY, "", per_hour=0, front=ExposedBy.NONE)
_BARE_PREFIX = "/v1/telemetry"
_HEALTH = ("/health", "/health/")


def find_route(path: str) -> Route | None:
    """
    The route that *path* (without ``/api``) takes; None where the gateway knows none.
    """
    if found := _PREFIX.match(path):
        return _BY_PREFIX[found[0]]
    if path.lower().startswith(_BARE_PREFIX) or path.lower() in _HEALTH:  # Express ignores case
        return _BARE

    return None
