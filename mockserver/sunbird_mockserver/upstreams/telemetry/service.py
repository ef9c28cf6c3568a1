"""
One delivery in, the answer of the telemetry service out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.upstreams.telemetry.body import Body, read
from sunbird_mockserver.upstreams.telemetry.body_errors import Refused
from sunbird_mockserver.upstreams.telemetry.express import encode_url, json_reply, page
from sunbird_mockserver.upstreams.telemetry.nesting import too_deep
from sunbird_mockserver.upstreams.telemetry.versions import MASTER, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_TELEMETRY = "/v1/telemetry"
_STAMPS = (("did", "x-device-id"), ("channel", "x-channel-id"), ("pid", "x-app-id"))
_NO_CACHE = re.compile(r"(?:^|,)\s*no-cache\s*(?:,|$)")
_SUCCESS = b'{"id":"api.%s","ver":"1.0","ets":%d,"params":{},"responseCode":"SUCCESS"}'
_FAILURE = b'{"id":"api.%s","ver":"1.0","ets":%d,"params":{"err":%s},"responseCode":"SERVER_ERROR"}'


@dataclass(frozen=True, slots=True)
class Served:
    """
    The service's result for one delivery.

    Attributes:
        reply: The answer.

        batch: What goes to ``telemetry.ingest``: an object with its stamps, or a bare list, which
            carries none. None unless *dispatched*.

        dispatched: Whether anything goes to ``telemetry.ingest``.

        is_read: Whether anything of what the client meant does, see `Body.is_read`.

        unread: The inflated body of a dispatched delivery that the service never parsed as JSON,
            because of its content type. Any events in it are lost.

        size: The bytes of the JSON that it did parse; None where that was no UTF-8.

        lost_digits: JSON pointers to the numbers in it that Node cannot hold.
    """

    reply: Reply
    batch: Any = None
    dispatched: bool = False
    is_read: bool = False
    unread: bytes = b""
    size: int | None = None
    lost_digits: Iterable[str] = ()


def answer(
    delivery: Delivery, *, version: Version = MASTER, now: int, new_mid: Callable[[], str]
) -> Served:
    """
    Return the service's answer to *delivery*, whose path is the one behind the gateway.

    Args:
        delivery: The request.

        version: The release that answers.

        now: The time in ms since the epoch.

        new_mid: Makes the id of a batch that brings none.
    """
    if delivery.method == "OPTIONS":
        return Served(version.options)
    try:
        body = read(delivery, version)
    except Refused as refusal:
        served = Served(page(version, refusal.status, str(refusal)))
    else:
        served = _routed(delivery, body, version, now, new_mid)
    if delivery.method == "HEAD":
        return Served(replace(served.reply, body=b""))

    return served


def failure(err: str, *, version: Version = MASTER, now: int, api: str = "telemetry") -> Reply:
    """
    The 500 of the service, e.g. ``"Request failed"`` when Kafka cannot be reached.
    """
    return json_reply(version, 500, _FAILURE % (api.encode(), now, orjson.dumps(err)))


def _routed(
    delivery: Delivery, body: Body, version: Version, now: int, new_mid: Callable[[], str]
) -> Served:
    method, path = delivery.method, delivery.path.partition("#")[0]
    route = path.lower().removesuffix("/")
    if method == "POST" and route == _TELEMETRY:
        return _dispatched(delivery, body, version, now, new_mid)
    if method in ("GET", "HEAD") and route == "/health":
        return Served(_unless_known(_success(version, b"health", now), delivery.headers, version))

    return Served(page(version, 404, f"Cannot {method} {encode_url(path, version.illegal)}"))


def _dispatched(
    delivery: Delivery, body: Body, version: Version, now: int, new_mid: Callable[[], str]
) -> Served:
    batch = body.value
    if too_deep(batch, body.text):
        return Served(page(version, 500, "RangeError: Maximum call stack size exceeded"))
    if isinstance(batch, dict):
        _stamp(batch, delivery.headers, version, now, new_mid)
    reply = _success(version, b"telemetry", now)

    size = len(body.text) if isinstance(body.text, bytes) else None

    return Served(
        reply,
        batch,
        dispatched=True,
        is_read=body.is_read,
        unread=body.unread,
        size=size,
        lost_digits=body.lost_digits,
    )


def _success(version: Version, api: bytes, now: int) -> Reply:
    return json_reply(version, 200, _SUCCESS % (api, now))


def _unless_known(reply: Reply, headers: Mapping[str, str], version: Version) -> Reply:
    # The ETag changes every millisecond, so only "*" can match it.
    if headers.get("if-none-match") != "*":
        return reply
    if "if-modified-since" in headers or _NO_CACHE.search(headers.get("cache-control", "")):
        return reply

    return Reply(304, (*version.bare_headers, reply.headers[-1]), b"")


def _stamp(
    batch: dict[str, Any],
    headers: Mapping[str, str],
    version: Version,
    now: int,
    new_mid: Callable[[], str],
) -> None:
    for key, header in _STAMPS:
        value = headers.get(header)
        if value is None:
            batch.pop(key, None)
        else:
            batch[key] = value
    mid = batch.get("mid")
    # An empty object or list is true in JavaScript.
    if not mid and not isinstance(mid, (dict, list)):
        mid = batch["mid"] = new_mid()
    if version.id_is_mid:
        batch["id"] = mid
    batch["syncts"] = now
    if version.dataset:
        batch.setdefault("dataset", version.dataset)
