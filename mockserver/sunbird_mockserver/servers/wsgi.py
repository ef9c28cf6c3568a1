"""
WSGI in, `Delivery` out; `Reply` in, WSGI out.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sunbird_mockserver.delivery import IN_PROCESS, Delivery, phrase
from sunbird_mockserver.servers.request import (
    MAX_BODY_BYTES,
    Unread,
    announced,
    by_name,
    split_inbox,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from sunbird_mockserver.delivery import Reply
    from sunbird_mockserver.servers.heads import MalformedHead

__all__ = ["HEADERS", "MALFORMED", "NoReplyError", "due", "read_delivery", "send_reply"]

#: Where a server that knows the headers as they were sent puts them, by lower-case name.
HEADERS = "sunbird.headers"
#: Where it puts what is wrong with the head of a request, if that is none.
MALFORMED = "sunbird.malformed"

# What a path may hold as it is, beside letters and digits; all else was percent-encoded.
_PLAIN = "/:@!$&'()*+,;=-._~"
_CHUNK = 1024 * 1024


class NoReplyError(ConnectionError):
    """
    The client gets no answer: the server should close the connection, and nothing else.

    To werkzeug it looks as if the client had gone.
    """


def due(reply: Reply) -> Reply:
    """
    *reply* once it should be sent.

    Raises:
        NoReplyError: It never should.
    """
    if reply.hold:
        reply.hold.wait()
    if not reply.status:
        raise NoReplyError("A fault closes this connection without an answer.")

    return reply


def read_delivery(
    environ: WSGIEnvironment, *, now: Callable[[str], int]
) -> tuple[Delivery, Unread | MalformedHead | None]:
    """
    The request of *environ*, and why its body or all of it is missing if it is.

    Moves the inbox from ``PATH_INFO`` to ``SCRIPT_NAME``.

    Args:
        environ: What the server knows of it.

        now: What time it is in an inbox.
    """
    _, prefix, environ["PATH_INFO"] = split_inbox(environ.get("PATH_INFO", ""))
    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
    inbox, _, path = split_inbox(_raw_path(environ) or prefix + _quoted(environ["PATH_INFO"]))
    headers = environ.get(HEADERS) or by_name(_headers(environ))
    body = _body(environ, headers)
    unread = environ.get(MALFORMED) or (body if isinstance(body, Unread) else None)
    kept = b"" if isinstance(body, Unread) else body
    method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
    # Servers set REMOTE_ADDR (RFC 3875 4.1.8), so without it this is a call within the process.
    ends = environ.get("REMOTE_ADDR", IN_PROCESS), _own_address(environ)

    return Delivery(method, path, query, headers, kept, inbox, now(inbox), *ends), unread


def send_reply(reply: Reply, method: str, start_response: StartResponse) -> Iterable[bytes]:
    """
    Write *reply* to whoever asked with *method*.
    """
    start_response(f"{reply.status} {phrase(reply.status)}", list(reply.headers))

    return [] if method == "HEAD" else [reply.body]


def _raw_path(environ: Mapping[str, Any]) -> str:
    """
    The path as it was sent, where the server tells: PATH_INFO has lost what was percent-encoded.
    """
    target: str = environ.get("RAW_URI", "")

    return target.partition("?")[0] if target.startswith("/") or HEADERS in environ else ""


def _quoted(path: str) -> str:
    return quote(path.encode("latin-1"), safe=_PLAIN)


def _own_address(environ: Mapping[str, Any]) -> str | None:
    """
    Address of this end of the connection, from the socket that werkzeug adds.
    """
    connection = environ.get("werkzeug.socket")
    if connection is None:
        return None
    try:
        name = connection.getsockname()
    except OSError:  # it is closed by now
        return None

    return name[0] if isinstance(name, tuple) else None  # a UNIX socket has a path


def _headers(environ: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in environ.items():
        if name.startswith("HTTP_"):
            yield name[5:].lower().replace("_", "-"), value
        elif name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value:
            yield name.lower().replace("_", "-"), value


def _body(environ: Mapping[str, Any], headers: dict[str, str]) -> bytes | Unread:
    length = announced(headers)
    if length is None and not environ.get("wsgi.input_terminated"):
        return b""
    if length is not None and length > MAX_BODY_BYTES:
        return Unread.TOO_LARGE
    try:
        body = _read(environ["wsgi.input"], MAX_BODY_BYTES + 1 if length is None else length)
    except OSError:  # the connection broke, or its chunks did
        return Unread.CUT_SHORT
    if len(body) > MAX_BODY_BYTES:
        return Unread.TOO_LARGE

    return Unread.CUT_SHORT if len(body) < (length or 0) else body


def _read(stream: Any, most: int) -> bytes:
    """
    At most *most* bytes of *stream*, which may hand them out in pieces.
    """
    pieces: list[bytes] = []
    while most > 0 and (piece := _piece(stream, min(most, _CHUNK))):
        pieces.append(piece)
        most -= len(piece)

    return b"".join(pieces)


def _piece(stream: Any, most: int) -> bytes:
    """
    Return the next bytes of *stream*, at most *most*.

    Not by `io.RawIOBase.read`: the ``readinto`` of werkzeug's chunks shrinks the buffer that it is
    given where a client leaves within a chunk, and CPython goes on reading freed memory.
    """
    if not isinstance(stream, io.RawIOBase):
        piece: bytes = stream.read(most)
        return piece
    buffer = bytearray(most)
    count: int = stream.readinto(buffer) or 0
    if count > len(buffer):
        raise OSError("The connection ended within a chunk.")

    return bytes(buffer[:count])
