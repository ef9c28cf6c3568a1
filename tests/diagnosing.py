"""
What a fresh mock tells about one request, beside its answer.
"""

from __future__ import annotations

import base64
from typing import Any

from knocking import NOW, TELEMETRY
from sunbird_mockserver import Consumer, Credential, Mock, Settings
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.settings import Gateway
from sunbird_mockserver.tokens import mint

SECRET = base64.b64encode(b"sixteen bytes or").decode()
HEX_SECRET = "c0ffee00c0ffee00"
CONSUMERS = (
    Consumer(
        "app",
        frozenset({"telemetryCreate"}),
        (
            Credential("app-key", SECRET),
            Credential("hex-key", HEX_SECRET),
            Credential("wide-key", "s", "HS512"),
            Credential("device_key0", algorithm="RS256", rsa_public_key="PEM"),
        ),
    ),
)
BATCH = b'{"events":[]}'
GOOD = "Bearer " + mint("app-key", SECRET)


def diagnosed(
    authorization: str | None = GOOD,
    *,
    profile: Any = "sunbird",
    path: str = TELEMETRY,
    method: str = "POST",
    query: str = "",
    body: bytes = BATCH,
    **headers: str,
) -> tuple[int, str | None]:
    """
    Status and diagnosis of one request to a mock that takes no more than 1,024 bytes.
    """
    settings = Settings(profile=profile, consumers=CONSUMERS, gateway=Gateway(max_body_bytes=1024))
    mock = Mock(settings, clock=lambda: NOW)
    said = {"content-type": "application/json", "content-length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    if authorization is not None:
        said["authorization"] = authorization
    status = mock.receive(Delivery(method, path, query, said, body, received=NOW)).status
    [delivery] = mock.journal.deliveries("default")

    return status, delivery.outcome.diagnosis


def told_of(token: str, **sent: Any) -> tuple[int, str | None]:
    """
    The same, of a request with that bearer.
    """
    return diagnosed(f"Bearer {token}", **sent)
