"""
HTTP for `MockServer`: werkzeug's handler, made as strict and as quiet as granian is.
"""

from __future__ import annotations

import re
from email import errors
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.serving import WSGIRequestHandler

from sunbird_mockserver.servers.chunks import ChunkedInput
from sunbird_mockserver.servers.request import LENGTH, by_name
from sunbird_mockserver.servers.wsgi import HEADERS

if TYPE_CHECKING:
    import socket
    from io import BufferedIOBase
    from wsgiref.types import WSGIEnvironment

__all__ = ["Handler"]

_TARGET = re.compile(r"(?:https?://[^/?#]*)?(?P<path>[^#]*)", re.IGNORECASE)
# The method and the target as granian's parser has them.
_METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_IN_A_TARGET = re.compile(r"[\x00-\x20<>]")
# Headers that are none. The parser has other complaints, about the parts of multipart bodies.
_DEFECTS = (
    errors.FirstHeaderLineIsContinuationDefect,
    errors.InvalidHeaderDefect,
    errors.MisplacedEnvelopeHeaderDefect,
    errors.MissingHeaderBodySeparatorDefect,
)
_DRAINED_AT_ONCE = 1024 * 1024


class Handler(WSGIRequestHandler):
    """
    A request of one connection.

    Nothing is written on standard error, where tokens would show.
    """

    protocol_version = "HTTP/1.1"

    def parse_request(self) -> bool:
        """
        Read the head; what is not HTTP/1 gets a bare 400, and half a head nothing.
        """
        if not self.raw_requestline.endswith(b"\n"):
            self.close_connection = True
            return False
        head = _Head(self.rfile)
        self.rfile = head  # type: ignore[assignment]  # for http.server, which only reads lines
        sound = super().parse_request()
        self.rfile = head.file
        if head.cut_short:  # http.server takes that for the end of the headers
            self.close_connection = True
            return False
        if not sound:
            return False
        if self.request_version in {"HTTP/1.0", "HTTP/1.1"} and self._is_sound():
            return True
        self.send_error(HTTPStatus.BAD_REQUEST)

        return False

    def handle_expect_100(self) -> bool:
        """
        Say nothing yet: werkzeug says ``100 Continue`` itself, and once is enough.
        """
        return True

    def send_error(self, code: int, *_: str | None) -> None:
        """
        Refuse what is not HTTP as granian does: a status without a page.
        """
        status = HTTPStatus(code) if code < HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus(400)
        self.close_connection = True
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        self.wfile.write(f"{head}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())

    def make_environ(self) -> WSGIEnvironment:
        """
        What WSGI wants to know, with the path and the headers as they were sent.
        """
        environ = super().make_environ()
        target = self.requestline.split(" ")[1]
        path = _TARGET.match(target)["path"] or "/"  # type: ignore[index]  # matches any text
        leading = path[: len(path) - len(path.lstrip("/"))]
        environ["RAW_URI"] = path
        # http.server folds slashes at the front, for the sake of browsers that it redirects.
        environ["PATH_INFO"] = leading + environ["PATH_INFO"].lstrip("/")
        environ[HEADERS] = by_name(_pairs(self.headers))
        if "Transfer-Encoding" in self.headers:  # of which the last is chunked, see `_is_sound`
            environ["wsgi.input"] = ChunkedInput(self.rfile)
            environ["wsgi.input_terminated"] = True
        self.rfile = _Leftovers(self.rfile, self.connection)  # type: ignore[assignment]  # for what werkzeug does after the answer: read, close

        return environ

    def connection_dropped(self, *_: object) -> None:
        """
        End the connection, whether it was the client who left or a fault that wants it so.
        """
        self.close_connection = True

    def send_response(self, code: int, message: str | None = None) -> None:
        """
        Begin an answer; ``Server`` is part of it only where the real one says so.
        """
        self.send_response_only(code, message)
        self.send_header("Date", self.date_time_string())

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  werkzeug's name
        """
        Say nothing.
        """

    def _is_sound(self) -> bool:
        lengths = set(self.headers.get_all("Content-Length", ()))
        codings = ",".join(self.headers.get_all("Transfer-Encoding", ("chunked",)))
        words = self.requestline.split(" ")

        return (
            not any(isinstance(defect, _DEFECTS) for defect in self.headers.defects)
            and not any("\n" in value for value in self.headers.values())
            and len(lengths) < 2  # noqa: PLR2004  two of them contradict each other
            and all(LENGTH.fullmatch(length) for length in lengths)
            and codings.lower().rpartition(",")[2].strip(" \t") == "chunked"
            # RFC 9112, 6.1: HTTP/1.0 has no chunks, so the end of this body is not known.
            and (self.request_version == "HTTP/1.1" or "Transfer-Encoding" not in self.headers)
            # http.server splits a request line at any white space; it has two blanks, no more.
            and words == [self.command, *words[1:2], self.request_version]
            and _METHOD.fullmatch(self.command) is not None
            and _is_text(words[1])
            and _is_url(self.path)
        )


class _Head:
    """
    The lines of a head, and whether the client left before the last of them.
    """

    def __init__(self, file: BufferedIOBase) -> None:
        self.file = file
        self.cut_short = False

    def readline(self, limit: int = -1) -> bytes:
        """
        The next line, of at most *limit* bytes.
        """
        line = self.file.readline(limit)
        self.cut_short = not line

        return line


class _Leftovers:
    """
    What is still on the line after the answer.

    Werkzeug reads it so that a client which is still sending sees the answer. Reading the
    connection as a file would wait for as much as was asked for, and so for a client that waits
    for the connection to close.
    """

    def __init__(self, file: BufferedIOBase, connection: socket.socket) -> None:
        self._file = file
        self._connection = connection

    def read(self, most: int) -> bytes:
        """
        What has arrived, at most *most* bytes.
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
        Whether the connection was let go of.
        """
        return self._file.closed


def _is_text(target: str) -> bool:
    try:
        target.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False

    return not _NOT_IN_A_TARGET.search(target)


def _is_url(path: str) -> bool:
    try:
        urlsplit(path)
    except (
        ValueError
    ):  # e.g. half an IPv6 address; werkzeug splits it as well, and does not catch that
        return False

    return True


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return [(name.lower(), value.strip()) for name, value in headers.items()]
