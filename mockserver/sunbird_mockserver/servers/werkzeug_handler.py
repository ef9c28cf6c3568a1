"""
HTTP for `MockServer`: werkzeug's handler, with heads by the grammar of both servers.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from http.client import HTTPMessage
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from werkzeug.serving import WSGIRequestHandler

from sunbird_mockserver.delivery import phrase
from sunbird_mockserver.servers.chunks import ChunkedInput
from sunbird_mockserver.servers.heads import LINGER_S, MalformedHead, take_head
from sunbird_mockserver.servers.request import by_name
from sunbird_mockserver.servers.wsgi import HEADERS, MALFORMED

if TYPE_CHECKING:
    from io import BufferedIOBase, BufferedReader
    from wsgiref.types import WSGIEnvironment

    from sunbird_mockserver.servers.heads import Head

__all__ = ["Handler"]

_DRAINED_AT_ONCE = 1024 * 1024


class Handler(WSGIRequestHandler):
    """
    The one request of a connection.

    Nothing is written on standard error, where tokens would show.
    """

    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """
        Read a request and answer it, unless the connection ends within its head.
        """
        head = self._read_head()
        if head is None:
            return
        self._head = head
        self._fields = [(_text(name), _text(value)) for name, value in head.fields]
        self.command, self.request_version = _text(head.method), "HTTP/1.1"
        # After two slashes werkzeug would find the name of a host.
        self.path = "/" + _text(head.path).lstrip("/")
        self.requestline = f"{self.command} {self.path} HTTP/1.1"
        self.headers = HTTPMessage()
        for name, value in self._fields:
            if name != "expect" or head.expects_continue:
                self.headers[name] = value
        self.run_wsgi()
        if isinstance(head, MalformedHead):
            self._linger()

    def make_environ(self) -> WSGIEnvironment:
        """
        Return the environment for WSGI, with path, query and headers as they were sent.
        """
        environ = super().make_environ()
        path, query = _text(self._head.path), _text(self._head.query)
        environ["RAW_URI"] = f"{path}?{query}" if query else path
        environ["PATH_INFO"] = _text(unquote_to_bytes(self._head.path))
        environ["QUERY_STRING"] = query
        environ[HEADERS] = by_name(self._fields)
        if self._head.length is None:
            environ["wsgi.input"] = ChunkedInput(self.rfile)
            environ["wsgi.input_terminated"] = True
        if isinstance(self._head, MalformedHead):
            environ[MALFORMED] = self._head
        self.rfile = _Leftovers(self.rfile, self.connection)  # type: ignore[assignment]  # for what werkzeug does after the answer: read, close

        return environ

    def send_response(self, code: int, message: str | None = None) -> None:
        """
        Begin an answer; ``Server`` is part of it only where the real one says so.
        """
        standard = phrase(code)  # werkzeug writes it in capital letters
        self.send_response_only(code, standard if message == standard.upper() else message)
        self.send_header("Date", self.date_time_string())

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  werkzeug's name
        """
        Write nothing.
        """

    def _read_head(self) -> Head | MalformedHead | None:
        received = bytearray()
        file = cast("BufferedReader", self.rfile)
        while arrived := file.peek(1):
            seen = len(received)
            # Only to the end of the line: the body may begin after it.
            received += file.read(arrived.find(b"\n") + 1 or len(arrived))
            if head := take_head(received, seen):
                return head

        return None

    def _linger(self) -> None:
        """
        Close this side of the connection first, so that a client that is still sending can read the
        reply in place of a reset.
        """
        end = time.monotonic() + LINGER_S
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER_S)
            while time.monotonic() < end and self.connection.recv(_DRAINED_AT_ONCE):
                pass


class _Leftovers:
    """
    Bytes that are still in the connection after the answer.

    Werkzeug reads it so that a client which is still sending sees the answer. Reading the
    connection as a file would wait for as much as was asked for, and so for a client that waits
    for the connection to close.
    """

    def __init__(self, file: BufferedIOBase, connection: socket.socket) -> None:
        self._file = file
        self._connection = connection

    def read(self, most: int) -> bytes:
        """
        Return what has arrived, at most *most* bytes.
        """
        return self._connection.recv(min(most, _DRAINED_AT_ONCE))

    def close(self) -> None:
        """
        Let go of the connection.
        """
        self._file.close()

    @property
    def closed(self) -> bool:
        """
        True if the connection was closed.
        """
        return self._file.closed


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
