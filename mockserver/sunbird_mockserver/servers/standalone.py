"""
The standalone server: the same application on granian, in this process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NoReturn

from sunbird_mockserver.mock import Mock
from sunbird_mockserver.servers.asgi import MOST_SLOW, create_asgi_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from granian.server.embed import Server

    from sunbird_mockserver.settings import Settings

__all__ = ["PortError", "choose_port", "serve"]

# Where a server is that listens on all addresses.
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  nothing is bound to them here
# The largest head of a request, in bytes: about what Python's own HTTP server takes as well.
_MAX_HEAD_BYTES = 64 * 1024
# How long the port may take to open, in s: it takes some ms.
_PATIENCE_S = 10.0
# How long requests that are being answered may take when the server ends, in s.
_GRACE_S = 0.5


class PortError(OSError):
    """
    An address that cannot be listened on. Its text says why and what to do.
    """


def choose_port(host: str, port: int) -> int:
    """
    The port to listen on: *port*, or a free one for 0.

    Raises:
        PortError: Another program has it, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            msg = f"Port {port} does not exist. Choose one from 1 to 65535, or 0 for a free one."
            raise PortError(msg) from None
        except (socket.gaierror, UnicodeError):
            msg = f"{host} is no address of this machine. Choose another with --host."
            raise PortError(msg) from None
        except OSError as error:
            raise _port_error(host, port, error.strerror or str(error)) from None
        return int(probe.getsockname()[1])


def serve(settings: Settings, ready: Callable[[], None]) -> NoReturn:
    """
    Serve until Ctrl-C or SIGTERM, then end the process with 0: that is how one ends a server.

    Args:
        settings: How to set up the mock; its port must be one to listen on.

        ready: Called once the port is open.

    Raises:
        PortError: Another program was faster.
    """
    asyncio.run(_serve(settings, ready))


async def _serve(settings: Settings, ready: Callable[[], None]) -> NoReturn:
    loop, server, ended = asyncio.get_running_loop(), _server(settings), asyncio.Event()
    with suppress(NotImplementedError):  # Windows: Ctrl-C cancels this task instead
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ended.set)
    serving = asyncio.create_task(server.serve())
    await asyncio.sleep(0)  # it binds at once, or fails
    await _opened(settings, serving)
    ready()
    ending = asyncio.create_task(ended.wait())
    await asyncio.wait((serving, ending), return_when=asyncio.FIRST_COMPLETED)
    if not ended.is_set():
        raise _port_error(settings.host, settings.port, "the server ended by itself")
    server.stop()  # type: ignore[no-untyped-call]  # granian has no types there
    await asyncio.wait((serving,), timeout=_GRACE_S)
    _end()


def _end() -> NoReturn:
    """
    End this process here and now.

    Granian's threads do not outlive the interpreter in peace: they panic on standard error now and
    then. Its own worker processes end without the interpreter's clean-up, too.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _server(settings: Settings) -> Server:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.server.embed import Server

    return Server(
        create_asgi_app(Mock(settings)),
        address=_address(settings.host),
        port=settings.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=_MAX_HEAD_BYTES),
        websockets=False,
        backlog=2 * MOST_SLOW,  # of which granian makes how many requests it takes on at once
        log_enabled=False,
    )


async def _opened(settings: Settings, serving: asyncio.Task[None]) -> None:
    """
    Return as soon as the port takes connections.
    """
    why = f"it did not open within {_PATIENCE_S:g} s"
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            while not serving.done():
                if await _takes_connections(settings):
                    return
            why = str(serving.exception() or "the server ended at once")

    raise _port_error(settings.host, settings.port, why)


async def _takes_connections(settings: Settings) -> bool:
    host = _ANY.get(settings.host, settings.host)
    try:
        _, writer = await asyncio.open_connection(host, settings.port)
    except OSError:
        await asyncio.sleep(0.005)
        return False
    writer.close()

    return True


def _address(host: str) -> str:
    """
    The number of *host*: granian takes no names.
    """
    return host if ":" in host else socket.gethostbyname(host)


def _port_error(host: str, port: int, why: str) -> PortError:
    return PortError(
        f"Port {port} on {host} cannot be used: {why.rstrip('.')}. "
        "Choose another with --port, or --port 0 for a free one; another address with --host."
    )
