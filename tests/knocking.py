"""
A gateway without a network: what it says to one request, or lets through.
"""

from __future__ import annotations

import itertools
from typing import Any

from sunbird_mockserver import settings
from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.deployments.profiles import PROFILES
from sunbird_mockserver.gateway import Exchange, Gateway
from sunbird_mockserver.tokens import mint

TELEMETRY = "/data/v1/telemetry"
PUBLIC = "/api" + TELEMETRY
NOW = 1_700_000_000_000


def bearer(name: str = "partner", **minting: Any) -> str:
    """
    The header of the standard consumer *name*, good in both profiles unless *minting* spoils it.
    """
    header = {"kid": f"{name}-key", **minting.pop("header", {})}

    return "Bearer " + mint(f"{name}-key", f"{name}-secret", header=header, **minting)


GOOD = bearer()


def gateway(profile: str = "sunbird", **options: Any) -> Gateway:
    """
    A fresh gateway, whose request ids are numbers.
    """
    numbers = map(str, itertools.count(1))

    return Gateway(PROFILES[profile], settings.Gateway(**options), new_id=lambda _: next(numbers))


def knock(
    at: Gateway | None = None,
    path: str = TELEMETRY,
    *,
    method: str = "POST",
    body: bytes = b"{}",
    query: str = "",
    inbox: str = "default",
    now: int = NOW,
    **headers: str,
) -> Exchange:
    """
    Send one request. Underscores in the names of *headers* stand for hyphens.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    delivery = Delivery(method, path, query, named, body, inbox, now)

    return (at or gateway()).pass_through(delivery, built_in())


def told(reply: Reply | None) -> tuple[int, str]:
    """
    Status and text of an answer.
    """
    assert reply is not None

    return reply.status, reply.body.decode()


def named(reply: Reply | None) -> dict[str, str]:
    """
    The headers of an answer by name.
    """
    assert reply is not None

    return dict(reply.headers)
