"""
The end of a connection whose server cannot be told to end it.
"""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

__all__ = ["hang_up"]

# What this process has open, on Linux and macOS alike.
_OPEN = Path("/dev/fd")


def hang_up(host: str, port: int) -> bool:
    """
    End the connection of this process with the client at *host* and *port*.

    Granian answers 500 to whatever an ASGI application does in place of an answer, so the socket is
    looked for among the open files, where whoever serves it finds it closed.

    Returns:
        Whether there is one. On Windows nothing can be found that way.
    """
    with suppress(OSError):
        return any(_end(int(each.name), (host, port)) for each in _OPEN.iterdir())

    return False


def _end(number: int, client: tuple[str, int]) -> bool:
    with suppress(OSError):  # it is closed by now, or has no peer
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            with socket.socket(fileno=os.dup(number)) as connection:
                if connection.getpeername()[:2] == client:
                    connection.shutdown(socket.SHUT_RDWR)
                    return True

    return False
