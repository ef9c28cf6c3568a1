"""
The two values that every decision is about: a `Delivery` comes in, a `Reply` goes out.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: Names and values of headers, in order.
Headers = tuple[tuple[str, str], ...]

#: Every path of the control API begins with it.
CONTROL_PREFIX = "/_mock"

DEFAULT_INBOX = "default"

#: Of so many inboxes is remembered what cannot be told anew; of more, those go that were used least
#: lately. Anybody may make up names.
INBOXES = 1000

#: The client address of a delivery that came from a program, not through a network.
IN_PROCESS = "127.0.0.1"

_GZIP = b"\x1f\x8b"
_GZIP_WRAPPER = 31  # zlib's number for gzip with the largest window
_MAX_UNZIPPED_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    One HTTP request to the mock.

    Attributes:
        method: As sent, e.g. ``POST``.

        path: What follows the inbox, percent-encoded as on the wire, without the query.

        query: What follows the question mark, as on the wire; empty without one.

        headers: Values by lower-case name. Of a repeated header the values are joined by a
            comma, as WSGI does.

        body: The bytes on the wire, chunks joined, nothing inflated.

        inbox: Whose delivery it is.

        received: When it arrived, in ms since the epoch.

        client_address: The IP address of the other end of the connection; None or another text
            where the server does not know it. Never taken from a header.

        server_address: The IP address of this end of the connection, likewise.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    inbox: str = DEFAULT_INBOX
    received: int = 0
    client_address: str | None = IN_PROCESS
    server_address: str | None = None


class Release(Event):
    """
    A `threading.Event` with callbacks, so that event loops can wait for it as well.
    """

    def __init__(self) -> None:
        super().__init__()
        self._callbacks: set[Callable[[], object]] = set()

    def set(self) -> None:
        """
        Set the event, and call the callbacks.
        """
        super().set()
        for callback in tuple(self._callbacks):
            callback()

    @contextmanager
    def calling(self, callback: Callable[[], object]) -> Iterator[None]:
        """
        Register *callback* for the length of the block. The thread that sets the event calls it.
        """
        self._callbacks.add(callback)
        try:
            yield
        finally:
            self._callbacks.discard(callback)


@dataclass(frozen=True, slots=True)
class Hold:
    """
    A delay before a reply is sent.

    Attributes:
        seconds: How long to wait.

        over: Set once nobody should wait any longer.
    """

    seconds: float
    over: Release

    def wait(self) -> None:
        """
        Return when time is up, or nobody should wait any longer.
        """
        self.over.wait(self.seconds)


@dataclass(frozen=True, slots=True)
class Reply:
    """
    The answer to one `Delivery`.

    Attributes:
        status: The HTTP status code; 0: nothing is said, the connection ends.

        headers: Names and values, in order. No ``Date``, ``Connection`` or ``Server``: they are the
            outer server's own.

        body: The bytes to send. ``Content-Length`` is among the headers where the real one has it.

        hold: What to wait for before it is sent.
    """

    status: int
    headers: Headers
    body: bytes
    hold: Hold | None = None

    @classmethod
    def of(cls, status: int, content_type: str, body: bytes, *headers: tuple[str, str]) -> Reply:
        """
        Return a reply with the headers that describe *body*, then *headers*.
        """
        described = (("Content-Type", content_type), ("Content-Length", str(len(body))))

        return cls(status, (*described, *headers), body)

    @property
    def text(self) -> str:
        """
        The body as people read it.
        """
        return self.body.decode("utf-8", "replace")


#: The end of a connection without an answer.
NO_REPLY = Reply(0, (), b"")


def is_control_path(path: str) -> bool:
    """
    Return True if *path* belongs to the control API.
    """
    return path == CONTROL_PREFIX or path.startswith(CONTROL_PREFIX + "/")


def phrase(status: int) -> str:
    """
    Return the reason phrase of *status*.
    """
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # not registered, like the 447 that mobile clients look for
        return "Unknown"


def unzipped(body: bytes) -> bytes | None:
    """
    Return *body* decompressed if its first bytes are those of gzip; at most 8 MiB.

    None if they are and it cannot be decompressed.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(_GZIP_WRAPPER).decompress(body, _MAX_UNZIPPED_BYTES)
    except zlib.error:
        return None
