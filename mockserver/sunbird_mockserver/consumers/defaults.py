"""
Consumers of a fresh mock: `PARTNER`, and those that a Sunbird installation creates.

Their keys and secrets are public on purpose: ``<name>-key`` and ``<name>-secret``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.consumers.model import Consumer, Credential
from sunbird_mockserver.consumers.registry import Consumers

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PARTNER", "STANDARD", "built_in"]

_DEVICE = ("telemetryCreate", "deviceCreate", "refreshTokenCreate")
_ANONYMOUS = ("telemetryCreate", "deviceCreate")

# Of the groups only those that guard a route of the mock: contract/gateway-and-auth.md 2. The
# desktop consumers have routes there but are created by the operator: like the mobile ones.
_GROUPS: dict[str, tuple[str, ...]] = {
    "api-admin": _DEVICE,
    "mobile_admin": ("mobileSuperAdmin",),
    "mobile_app": ("mobileAdmin",),
    "mobile_device": _DEVICE,
    "mobile_devicev2": _DEVICE,
    "desktop_admin": ("desktopSuperAdmin",),
    "desktop_app": ("desktopAdmin",),
    "desktop_device": _DEVICE,
    "portal_anonymous_register": ("portalAnonymous",),
    "portal_loggedin_register": ("portalLoggedin",),
    "portal_anonymous": _ANONYMOUS,
    "portal_loggedin": _DEVICE,
    "portal_anonymous_fallback_token": _ANONYMOUS,
    "portal_loggedin_fallback_token": _DEVICE,
}


def _consumer(username: str, groups: Iterable[str]) -> Consumer:
    credential = Credential(f"{username}-key", f"{username}-secret")

    return Consumer(username, frozenset(groups), (credential,))


PARTNER = _consumer("partner", _DEVICE)

STANDARD = tuple(_consumer(username, groups) for username, groups in _GROUPS.items())


def built_in(declared: Iterable[Consumer] = (PARTNER,)) -> Consumers:
    """
    A new register with the standard consumers and the *declared* ones, which win by name.
    """
    return Consumers((*STANDARD, *declared))
