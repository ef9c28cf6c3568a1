"""
The standalone server: the application under uvicorn, in this process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.mock import Mock
from sunbird_mockserver.servers.asgi import create_asgi_app, finish_soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.settings import Settings

__all__ = ["PortError", "listen", "serve"]

# The number of connections that may wait to be accepted.
_BACKLOG = 2048
# The time in s that requests in progress have to finish after a signal.
_GRACE_S = 0.5
# The limit of open files that is tried first, and the next one, because macOS promises more than it
# allows; and the number of files that are no connections.
_OPEN_FILES = (65536, 10240)
_OTHER_FILES = 64


class PortError(OSError):
    """
    An address that cannot be listened on. Its text says why and what to do.
    """


def listen(host: str, port: int) -> socket.socket:
    """
    Return a socket that accepts connections at *port*, or at a free port for 0.

    Raises:
        PortError: Another program uses the port, or this machine does not have the address.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if sys.platform != "win32":  # there it lets two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Of two servers that start at the same time both can bind the port, only one can listen.
        listener.listen(_BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        listener.close()
        raise _port_error(host, port, error) from None

    return listener


def serve(
    settings: Settings,
    listener: socket.socket,
    *,
    ready: Callable[[], object],
    warn: Callable[[str], object],
) -> None:
    """
    Serve until Ctrl-C or SIGTERM.

    Args:
        settings: The settings of the mock.

        listener: A socket that accepts connections.

        ready: Called once the server can be used.

        warn: Called with warnings for the person who started the server.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listener, ready, warn))


async def _serve(
    settings: Settings,
    listener: socket.socket,
    ready: Callable[[], object],
    warn: Callable[[str], object],
) -> None:
    from sunbird_mockserver.servers.http_protocol import HttpProtocol, server_of

    files = _raise_open_files()
    limit = files - min(_OTHER_FILES, files // 2)
    on_full = cache(partial(warn, _full(limit)))  # once
    asyncio.get_running_loop().set_exception_handler(partial(_on_loop_error, on_full))
    app = create_asgi_app(Mock(settings))
    server = server_of(app, partial(HttpProtocol, max_connections=limit, on_full=on_full))
    ended = _signalled()
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    ready()
    await asyncio.wait((serving, ended), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await asyncio.wait((serving,), timeout=_GRACE_S)
    for connection in tuple(server.server_state.connections):
        if isinstance(connection, HttpProtocol):
            connection.abort()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """
    Return the factory of uvloop's event loops; None if uvloop is not installed.
    """
    try:
        import uvloop
    except ImportError:
        return None

    return uvloop.new_event_loop


def _signalled() -> asyncio.Future[None]:
    """
    Return a future that is done after Ctrl-C or SIGTERM. They have no other effect from now on.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: finish_soon(loop, future))

    return future


def _raise_open_files() -> int:
    """
    Raise the soft limit of open files as far as possible, and return it.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return max(_OPEN_FILES)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in _OPEN_FILES:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft == resource.RLIM_INFINITY or limit <= soft:
            return limit if soft == resource.RLIM_INFINITY else soft
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            return limit

    return soft


def _full(limit: int) -> str:
    return (
        f"{limit} connections are open, which is the maximum for the limit of open files. More are "
        "answered 503. Close some, or raise the limit with ulimit -n."
    )


def _on_loop_error(
    on_full: Callable[[], object], loop: asyncio.AbstractEventLoop, context: dict[str, Any]
) -> None:
    """
    Report errors of the event loop, but those of single connections.
    """
    if not isinstance(context.get("exception"), OSError):
        loop.default_exception_handler(context)
    elif "accept" in context["message"]:  # the whole system is out of files
        on_full()


def _port_error(host: str, port: int, error: Exception) -> PortError:
    if isinstance(error, OverflowError):
        return PortError(
            f"Port {port} does not exist. Choose one from 1 to 65535, or 0 for a free one."
        )
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return PortError(f"{host} is no address of this machine. Choose another with --host.")
    why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)

    return PortError(
        f"Port {port} on {host} cannot be used: {why.rstrip('.')}. "
        "Choose another with --port, or --port 0 for a free one; another address with --host."
    )
