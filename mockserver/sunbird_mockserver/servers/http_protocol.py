"""
HTTP/1 for the standalone server: uvicorn's protocol, with the grammar of both servers.

Uvicorn and llhttp get one request at a time, with a plain head and plain chunks in place of the
original ones.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, cast

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sunbird_mockserver.servers.asgi import EXTENSION, finish
from sunbird_mockserver.servers.chunks import LINE_END, check_trailer, chunk_size
from sunbird_mockserver.servers.heads import LINGER_S, MAX_LINE_BYTES, MalformedHead, take_head

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    from sunbird_mockserver.servers.heads import Head

__all__ = ["HttpProtocol", "server_of"]

# How long a connection is kept for the next request, in s; the same as nginx's default.
_KEEP_ALIVE_S = 75
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

# The number of bytes that are read ahead while a request is answered.
_MAX_WAITING_BYTES = 64 * 1024


class _Stage(Enum):
    """
    The part of a request that is expected next.
    """

    HEAD = auto()
    BODY = auto()
    ANSWER = auto()
    END = auto()  # nothing: bytes that still arrive are discarded


class _Server(Server):
    """
    A server without signal handlers: after those of uvicorn, SIGTERM is the exit code.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """
        Leave the handlers of signals as they are.
        """
        yield


def server_of(app: Any, protocol: Callable[..., HttpProtocol]) -> Server:
    """
    Return a server of the ASGI application *app* that writes no log.

    Args:
        app: The application.

        protocol: A factory of `HttpProtocol` that accepts uvicorn's arguments.
    """
    config = Config(
        app,
        http=cast("type[HttpProtocol]", protocol),
        ws="none",
        lifespan="off",
        interface="asgi3",
        workers=1,
        log_config=None,
        log_level=logging.CRITICAL + 1,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
    )

    return _Server(config)


class HttpProtocol(HttpToolsProtocol):
    """
    A connection. The application uses it as a `Connection`.

    Args:
        max_connections: The maximum number of connections. More are answered 503.

        on_full: Called when there are more.
    """

    def __init__(
        self, *args: Any, max_connections: int, on_full: Callable[[], object], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._max_connections = max_connections
        self._on_full = on_full
        self.ended: asyncio.Future[None] = self.loop.create_future()
        self.lost: asyncio.Future[None] = self.loop.create_future()
        self.malformed: MalformedHead | None = None
        self.is_cut_short = False
        self._stage = _Stage.HEAD
        self._received = bytearray()
        self._seen = 0  # of a head that goes on
        self._left = 0  # of the body, or of a chunk and its line end
        self._is_chunked = self._is_trailer = False
        self._room = MAX_LINE_BYTES  # for trailers

    def abort(self) -> None:
        """
        Close the connection at once, without a reply.
        """
        self._stage = _Stage.END
        if self.cycle:
            self.cycle.disconnected = True
        self._line.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """
        Begin, or refuse the connection if there are too many.
        """
        self._line = cast("asyncio.Transport", transport)
        lingering = _LingeringTransport(self._line, self._end)
        super().connection_made(cast("asyncio.Transport", lingering))
        if len(self.connections) > self._max_connections:
            self._on_full()
            self._stage = _Stage.END
            self._line.write(_FULL)
            self._line.close()

    def data_received(self, data: bytes) -> None:
        """
        Read *data*, or keep it until the current request is answered.
        """
        if self._stage is _Stage.END:
            return
        self._received += data
        self._proceed()
        if self._stage is _Stage.ANSWER and len(self._received) > _MAX_WAITING_BYTES:
            self.flow.pause_reading()

    def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn's closes at once
        """
        Keep the connection open while a request is answered: the client may still be reading.
        """
        finish(self.ended)
        self._conclude()

        return self.cycle is not None and not self.cycle.response_complete

    def connection_lost(self, exc: Exception | None) -> None:
        """
        Go on with requests that arrived completely, so that they are recorded.
        """
        finish(self.ended)
        finish(self.lost)
        parser, is_complete = self.parser, self._stage is _Stage.ANSWER
        super().connection_lost(exc)
        if is_complete:
            self.parser = parser
            self.cycle.disconnected = False

    def shutdown(self) -> None:
        """
        Close the connection as soon as the current request is answered.
        """
        if self._stage is _Stage.ANSWER:
            super().shutdown()
        elif self._stage is not _Stage.BODY:
            self._line.close()

    def send_400_response(self, msg: str) -> None:
        """
        End the body early. The one error that llhttp can find is a chunk longer than its size.
        """
        del msg
        self._cut_short()

    def on_headers_complete(self) -> None:
        """
        Begin to answer the request, with the original head in its scope.
        """
        super().on_headers_complete()
        head = self._head
        self.cycle.keep_alive = not head.is_last
        self.scope["method"] = head.method.decode("latin-1")
        self.scope["raw_path"] = head.path
        self.scope["query_string"] = head.query
        self.scope["headers"] = list(head.fields)
        self.scope["extensions"] = {EXTENSION: cast("Any", self)}

    def on_message_complete(self) -> None:
        """
        Read no further until the request is answered.
        """
        super().on_message_complete()
        self._stage = _Stage.ANSWER

    def on_response_complete(self) -> None:
        """
        Go on with the next request.
        """
        super().on_response_complete()
        if self._stage is _Stage.ANSWER:
            self._stage = _Stage.HEAD
            self._proceed()
            if self.ended.done():
                self._conclude()

    def _proceed(self) -> None:
        while self._received and self._stage in (_Stage.HEAD, _Stage.BODY):
            piece = self._next_head() if self._stage is _Stage.HEAD else self._next_of_body()
            if piece is None:
                return
            super().data_received(piece)

    def _conclude(self) -> None:
        """
        End a request that did not arrive completely: nothing more will come.
        """
        if self._stage is _Stage.BODY:
            self._cut_short()
        elif self._stage is _Stage.HEAD:
            self._line.close()

    def _next_head(self) -> bytes | None:
        """
        Return the next head as llhttp gets it; None if more of it has to arrive.
        """
        head = take_head(self._received, self._seen)
        self._seen = 0 if head else len(self._received)
        if head is None:
            return None
        self._head = head
        self._stage = _Stage.BODY
        self.malformed = head if isinstance(head, MalformedHead) else None
        if self.malformed:
            self._received.clear()
        self._is_chunked, self._left = head.length is None, head.length or 0
        self._is_trailer, self._room = False, MAX_LINE_BYTES

        return _plain(head)

    def _next_of_body(self) -> bytes | None:
        """
        Return the next piece of the body, likewise: chunks without extensions and trailers.
        """
        if self._left or not self._is_chunked:
            piece = self._take(self._left)
            self._left -= len(piece)
            return piece
        line = self._take(self._received.find(b"\n", 0, self._room) + 1)
        if not line and len(self._received) < self._room:
            return None
        try:
            return self._plain_line(line)
        except OSError:
            self._cut_short()
            return None

    def _plain_line(self, line: bytes) -> bytes:
        if not self._is_trailer:
            size = chunk_size(line)
            self._is_trailer = not size
            self._left = size + len(LINE_END) if size else 0
            return b"%x\r\n" % size
        if line == LINE_END:
            return line
        check_trailer(line)
        self._room -= len(line)
        return b""

    def _take(self, size: int) -> bytes:
        taken = bytes(self._received[:size])
        del self._received[:size]

        return taken

    def _cut_short(self) -> None:
        """
        End the body early. Nothing after it can be read.
        """
        self.is_cut_short = True
        self._received.clear()
        super().on_message_complete()
        self._stage = _Stage.END

    def _end(self) -> None:
        """
        Close this side of the connection first, so that a client that is still sending can read the
        reply in place of a reset.
        """
        self._stage = _Stage.END
        if self.ended.done():
            self._line.close()
        else:
            with suppress(OSError):  # lost meanwhile
                self._line.write_eof()
            self.loop.call_later(LINGER_S, self._line.close)


class _LingeringTransport:
    """
    A transport that is closed by *close*.

    Args:
        line: The transport.

        close: Called in place of its method of that name.
    """

    def __init__(self, line: asyncio.Transport, close: Callable[[], None]) -> None:
        self._line = line
        self.close = close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    def write(self, data: bytes) -> None:
        """
        Write *data*, unless the connection is lost.
        """
        if not self._line.is_closing():
            self._line.write(data)


def _plain(head: Head | MalformedHead) -> bytes:
    """
    Return a head for llhttp, which needs only the framing of the body and ``Expect``.
    """
    lines = [b"POST / HTTP/1.1"]
    if head.length is None:
        lines.append(b"Transfer-Encoding: chunked")
    else:
        lines.append(b"Content-Length: %d" % head.length)
    if head.expects_continue:
        lines.append(b"Expect: 100-continue")

    return b"\r\n".join([*lines, b"", b""])
