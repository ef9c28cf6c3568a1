"""
One delivery in, the answer of the component out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

from sunbird_mockserver.upstreams.analytics import play_framework
from sunbird_mockserver.upstreams.analytics.client_logs import WrongTypeError, fault_in
from sunbird_mockserver.upstreams.analytics.devices import Location, is_stored, member
from sunbird_mockserver.upstreams.analytics.responses import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.upstreams.analytics.devices import Devices

__all__ = ["answer"]

_REAL_IP = "x-real-ip"


def _new_id() -> str:
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class _Call:
    """
    One delivery, and what is needed to answer it.
    """

    delivery: Delivery
    devices: Devices
    envelope: Envelope

    @property
    def real_ip(self) -> str:
        return self.delivery.headers.get(_REAL_IP, "")


def answer(
    delivery: Delivery, *, devices: Devices, now: int, new_id: Callable[[], str] = _new_id
) -> Reply:
    """
    Return the analytics service's answer to *delivery*, whose path is the one behind the gateway.

    Args:
        delivery: The request. ``X-Real-IP`` is the header that the ingress sets.

        devices: What users declared so far.

        now: The time in ms since the epoch.

        new_id: Makes the id of the answer.
    """
    try:
        return _routed(delivery, devices, now, new_id())
    except play_framework.Refused as refusal:
        return refusal.reply()


def _registered(call: _Call, did: str) -> Reply:
    body = play_framework.read_json(call.delivery)
    declared = member(member(body, "request"), "userDeclaredLocation")
    if is_stored(body, call.real_ip):
        location = Location(_text(declared, "state"), _text(declared, "district"))
        call.devices.declare(call.delivery.inbox, did, location)

    # It is always registered, even where nothing was kept: contract/gateway-and-auth.md 6.
    return call.envelope.ok({"message": "Device registered successfully", "actions": []})


def _profiled(call: _Call, did: str) -> Reply:
    if not call.real_ip:
        return call.envelope.failed(500, "IP is missing in the header", "ERROR")
    declared = call.devices.declared(call.delivery.inbox, did)
    known = {"userDeclaredLocation": declared.to_dict()} if declared and declared.state else {}

    # No address is known to the location table of a mock.
    return call.envelope.ok({**known, "ipLocation": Location().to_dict()})


def _logged(call: _Call) -> Reply:
    body = play_framework.read_json(call.delivery)
    try:
        fault = fault_in(body)
    except WrongTypeError as error:
        return call.envelope.failed(500, str(error), "SERVER_ERROR")
    if fault:
        return call.envelope.failed(400, fault, "CLIENT_ERROR")

    return call.envelope.ok({"message": "Log captured successfully!"})


_ENDPOINTS: tuple[tuple[str, re.Pattern[str], str, Callable[..., Reply]], ...] = (
    (
        "POST",
        re.compile("/v1/device/register/([^/]+)"),
        "analytics.device-register",
        _registered,
    ),
    ("GET", re.compile("/v1/device/profile/([^/]+)"), "analytics.device-profile", _profiled),
    ("POST", re.compile("/data/v1/client/logs"), "ekstep.analytics.client-log", _logged),
)


def _routed(delivery: Delivery, devices: Devices, now: int, resmsgid: str) -> Reply:
    for method, pattern, api, endpoint in _ENDPOINTS:
        found = pattern.fullmatch(delivery.path)
        if found and delivery.method == method:
            call = _Call(delivery, devices, Envelope(api, now, resmsgid))
            return endpoint(call, *map(unquote, found.groups()))
    raise play_framework.not_found()


def _text(value: Any, name: str) -> str:
    found = member(value, name)

    return found if isinstance(found, str) else ""
