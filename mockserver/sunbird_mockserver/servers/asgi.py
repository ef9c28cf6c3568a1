"""
ASGI in, `Delivery` out; `Reply` in, ASGI out.

ASGI and not WSGI, because granian tells a WSGI application neither the path as it was sent, nor all
values of a repeated header, nor that a chunked body ended before its time.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from sunbird_mockserver.control.api import problem
from sunbird_mockserver.delivery import Delivery, Reply, is_control_path
from sunbird_mockserver.servers.dispatch import answer
from sunbird_mockserver.servers.hangup import hang_up
from sunbird_mockserver.servers.request import (
    MAX_BODY_BYTES,
    Unread,
    announced,
    by_name,
    split_inbox,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from typing import TypeAlias

    from sunbird_mockserver.mock import Mock

    Scope: TypeAlias = MutableMapping[str, Any]
    Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

T = TypeVar("T")

__all__ = ["MOST_SLOW", "create_asgi_app"]

# A larger body takes long enough to judge that others should not have to wait for it.
_QUICK_BYTES = 64 * 1024
# A wait of the control API keeps a thread for as long as a minute.
MOST_SLOW = 500
_BUSY = problem(
    503,
    f"{MOST_SLOW} waits and large bodies are being worked on, which is as many as this server "
    "takes on at once. Wait in fewer tests at a time, or for several events in one with count=.",
)
# What comes nearest to the end of a connection where its socket cannot be found.
_NOTHING = Reply(502, (("Content-Length", "0"), ("Connection", "close")), b"")


def create_asgi_app(mock: Mock) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """
    The ASGI application that has every route of *mock*.
    """
    slots = asyncio.Semaphore(MOST_SLOW)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        delivery, unread = await _read_delivery(scope, receive, mock.now)
        if not _is_slow(delivery):
            reply = answer(mock, delivery, unread)
        elif slots.locked():
            reply = _BUSY
        else:
            async with slots:
                reply = await _in_thread(answer, mock, delivery, unread)
        if reply.hold:
            await _in_thread(reply.hold.wait)
        if reply.status:
            await _send_reply(reply, delivery.method, send)
        elif not hang_up(scope["client"][0], int(scope["client"][1])):
            await _send_reply(_NOTHING, delivery.method, send)

    return application


def _is_slow(delivery: Delivery) -> bool:
    if is_control_path(delivery.path):
        return delivery.path != "/_mock/health"

    # How much a compressed body holds shows only when it is inflated.
    return len(delivery.body) > _QUICK_BYTES or "content-encoding" in delivery.headers


async def _read_delivery(
    scope: Scope, receive: Receive, now: Callable[[str], int]
) -> tuple[Delivery, Unread | None]:
    inbox, _, path = split_inbox(scope["raw_path"].decode("latin-1"))
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    headers = by_name(pairs)
    if not headers.get("host"):  # granian makes an empty one up for HTTP/1.0
        headers.pop("host", None)
    body = await _read_body(receive, announced(headers) or 0)
    unread = body if isinstance(body, Unread) else None
    kept = b"" if isinstance(body, Unread) else body
    query = scope["query_string"].decode("latin-1")

    ends = _address(scope, "client"), _address(scope, "server")

    return Delivery(scope["method"], path, query, headers, kept, inbox, now(inbox), *ends), unread


def _address(scope: Scope, end: str) -> str | None:
    """
    Address of the *end* "client" or "server" of the connection; None if the server has none.
    """
    return scope[end][0] if scope.get(end) else None


async def _read_body(receive: Receive, length: int) -> bytes | Unread:
    pieces: list[bytes] = []
    so_far, more = 0, True
    while more:
        if max(so_far, length) > MAX_BODY_BYTES:
            return Unread.TOO_LARGE
        message = await receive()
        if message["type"] == "http.disconnect":
            return Unread.CUT_SHORT
        pieces.append(message["body"])
        so_far += len(message["body"])
        more = message["more_body"]

    return b"".join(pieces)


async def _send_reply(reply: Reply, method: str, send: Send) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in reply.headers]
    body = b"" if method == "HEAD" else reply.body
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _in_thread(call: Callable[..., T], *args: Any) -> T:
    """
    Like `asyncio.to_thread`, but nobody waits for the thread when the server ends: a wait of the
    control API takes up to a minute.
    """
    future: Future[T] = Future()

    def run() -> None:
        future.set_running_or_notify_cancel()
        try:
            future.set_result(call(*args))
        except Exception as error:  # noqa: BLE001  passed on to whoever awaits it
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()

    return await asyncio.wrap_future(future)
