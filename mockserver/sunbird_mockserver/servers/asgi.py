"""
ASGI in, `Delivery` out; `Reply` in, ASGI out.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sunbird_mockserver.control.api import problem
from sunbird_mockserver.delivery import Delivery, Reply, is_control_path
from sunbird_mockserver.journal.waiting import Pause
from sunbird_mockserver.servers.dispatch import answer, answering
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

    from sunbird_mockserver.delivery import Hold
    from sunbird_mockserver.journal.journal import Journal
    from sunbird_mockserver.journal.waiting import Steps
    from sunbird_mockserver.mock import Mock
    from sunbird_mockserver.servers.heads import MalformedHead

    Scope: TypeAlias = MutableMapping[str, Any]
    Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

T = TypeVar("T")

__all__ = ["EXTENSION", "Connection", "create_asgi_app", "finish", "finish_soon"]

#: The name of a `Connection` among the extensions of a scope; other servers provide none.
EXTENSION = "sunbird.connection"

# Larger bodies are judged in a thread, so that they do not delay other requests.
_QUICK_BYTES = 64 * 1024
_MAX_WAITS = 500
_BUSY = problem(
    503,
    f"{_MAX_WAITS} waits are pending, which is the maximum of this server. "
    "Wait in fewer tests at a time, or for several events in one with count=.",
)
# For telemetry, and as many for the control API, so that neither delays the other. With more
# threads each would take longer.
_MAX_THREADS = 8
# In place of a closed connection, under servers that provide no `Connection`.
_NO_CONNECTION = Reply(502, (("Content-Length", "0"), ("Connection", "close")), b"")


class Connection(Protocol):
    """
    State of a client's connection that ASGI has no messages for.

    Attributes:
        ended: Done once the client has closed its side, or the connection is lost.

        lost: Done once the connection is lost.

        malformed: The malformed head of the current request; None if the head is sound.

        is_cut_short: True if its body ended early, or its chunks are malformed.
    """

    ended: asyncio.Future[None]
    lost: asyncio.Future[None]
    malformed: MalformedHead | None
    is_cut_short: bool

    def abort(self) -> None:
        """
        Close the connection at once, without a reply.
        """
        ...


class _Limits:
    """
    Limits of concurrent work.
    """

    def __init__(self) -> None:
        self.waits = asyncio.Semaphore(_MAX_WAITS)
        self.telemetry = asyncio.Semaphore(_MAX_THREADS)
        self.control = asyncio.Semaphore(_MAX_THREADS)


def create_asgi_app(mock: Mock) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """
    Return the ASGI application that has every route of *mock*.
    """
    limits = _Limits()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        connection: Connection | None = scope.get("extensions", {}).get(EXTENSION)
        try:
            delivery, unread = await _read_delivery(scope, receive, mock.now, connection)
            reply = await _reply(mock, delivery, unread, limits, connection)
            if reply and reply.hold:
                await _wait_out(reply.hold, connection)
        except asyncio.CancelledError:  # the server shuts down
            if connection is None:
                raise
            reply = None
        if reply and reply.status:
            await _send_reply(reply, delivery.method, send, is_last=unread is not None)
        elif connection:
            connection.abort()
        else:
            await _send_reply(_NO_CONNECTION, delivery.method, send)

    return application


async def _read_delivery(
    scope: Scope,
    receive: Receive,
    now: Callable[[str], int],
    connection: Connection | None,
) -> tuple[Delivery, Unread | MalformedHead | None]:
    inbox, _, path = split_inbox(scope["raw_path"].decode("latin-1"))
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    headers = by_name(pairs)
    body = await _read_body(receive, announced(headers) or 0)
    unread: Unread | MalformedHead | None = body if isinstance(body, Unread) else None
    if connection:
        unread = connection.malformed or (Unread.CUT_SHORT if connection.is_cut_short else unread)
    kept = b"" if unread or isinstance(body, Unread) else body
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


async def _reply(
    mock: Mock,
    delivery: Delivery,
    unread: Unread | MalformedHead | None,
    limits: _Limits,
    connection: Connection | None,
) -> Reply | None:
    """
    Return the reply to *delivery*; None if the client has left while it waited for events.
    """
    if not _is_slow(delivery):
        return answer(mock, delivery, unread)
    steps = answering(mock, delivery, unread)
    threads = limits.control if is_control_path(delivery.path) else limits.telemetry
    step = await _in_thread(_next_step, steps, limit=threads)
    if isinstance(step, Reply):
        return step
    if limits.waits.locked():
        return _BUSY
    async with limits.waits:
        while isinstance(step, Pause):
            if not await _wait_for_news(mock.journal, step, connection):
                return None
            step = await _in_thread(_next_step, steps, limit=threads)

    return step


def _is_slow(delivery: Delivery) -> bool:
    if is_control_path(delivery.path):
        return delivery.path != "/_mock/health"

    # The size of a compressed body is known only after it is inflated.
    return len(delivery.body) > _QUICK_BYTES or "content-encoding" in delivery.headers


def _next_step(steps: Steps[Reply]) -> Pause | Reply:
    try:
        return next(steps)
    except StopIteration as stop:
        reply: Reply = stop.value
        return reply


async def _wait_for_news(journal: Journal, pause: Pause, connection: Connection | None) -> bool:
    """
    Wait for a delivery, at most for the length of *pause*.

    Returns:
        False if the client has closed its side of the connection, which ends the wait.
    """
    loop = asyncio.get_running_loop()
    news = loop.create_future()
    gone = connection.ended if connection else loop.create_future()
    with journal.listening(*pause.inboxes, listener=lambda _: finish_soon(loop, news)):
        if not journal.holds_beyond(*pause.inboxes, after=pause.after):
            await _first_of(news, gone, timeout=pause.seconds)

    return not gone.done()


async def _wait_out(hold: Hold, connection: Connection | None) -> None:
    """
    Wait until the reply is due, or until the connection is lost.
    """
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    lost = connection.lost if connection else loop.create_future()
    with hold.over.calling(lambda: finish_soon(loop, over)):
        if not hold.over.is_set():
            await _first_of(over, lost, timeout=hold.seconds)


async def _first_of(*futures: asyncio.Future[None], timeout: float) -> None:  # noqa: ASYNC109  as asyncio.wait
    await asyncio.wait(futures, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)


def finish_soon(loop: asyncio.AbstractEventLoop, future: asyncio.Future[None]) -> None:
    """
    Finish *future* from another thread or from a signal handler.
    """
    with suppress(RuntimeError):  # the loop is closed
        loop.call_soon_threadsafe(finish, future)


def finish(future: asyncio.Future[None]) -> None:
    """
    Finish *future*, unless it is done.
    """
    if not future.done():
        future.set_result(None)


async def _send_reply(reply: Reply, method: str, send: Send, *, is_last: bool = False) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in reply.headers]
    if is_last:
        headers.append((b"connection", b"close"))
    body = b"" if method == "HEAD" else reply.body
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _in_thread(call: Callable[..., T], *args: Any, limit: asyncio.Semaphore) -> T:
    """
    Like `asyncio.to_thread`, but the end of the server does not wait for the thread.
    """
    future: Future[T] = Future()

    def run() -> None:
        future.set_running_or_notify_cancel()
        try:
            future.set_result(call(*args))
        except Exception as error:  # noqa: BLE001  passed on to whoever awaits it
            future.set_exception(error)

    async with limit:
        threading.Thread(target=run, daemon=True).start()
        return await asyncio.wrap_future(future)
