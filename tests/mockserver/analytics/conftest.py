"""
The component, and what clients ask it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.upstreams import analytics
from sunbird_mockserver.upstreams.analytics import Devices

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Reply

NOW = 1_700_000_000_123


@pytest.fixture
def devices() -> Devices:
    """
    A memory with nothing in it.
    """
    return Devices()


@pytest.fixture
def call(devices) -> Callable[..., Reply]:
    """
    Sends a request to the component, as if it came through the ingress.
    """

    def send(
        method: str, path: str, body: Any = b"", inbox: str = "default", **headers: str
    ) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        said = {"content-type": "application/json", "x-real-ip": "203.0.113.9", **named}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        delivery = Delivery(method, path, "", said, raw, inbox)

        return analytics.answer(delivery, devices=devices, now=NOW, new_id=lambda: "id-1")

    return send
