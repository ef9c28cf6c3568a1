"""
Reading chunks, without a server.
"""

from __future__ import annotations

import io
import socket
import time
from contextlib import suppress
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.serving import DechunkedInput, make_server

from sunbird_mockserver import Mock, create_app
from sunbird_mockserver.servers.chunks import ChunkedInput
from sunbird_mockserver.servers.request import Unread
from sunbird_mockserver.servers.wsgi import read_delivery

TOKENS = st.text("!#$%&'*+.^_`|~0Zz-", min_size=1).map(str.encode)
QUOTED = st.text(" \t;=a\xff").map(lambda text: b'"' + text.encode("latin-1") + b'"')
EXTENSIONS = st.lists(st.tuples(TOKENS, TOKENS | QUOTED)).map(
    lambda pairs: b"".join(b";%b=%b" % pair for pair in pairs)
)
TRAILERS = st.lists(TOKENS).map(lambda names: b"".join(b"%b: a\r\n" % name for name in names))
CHUNKS = st.lists(st.tuples(st.binary(min_size=1), EXTENSIONS))
FRAGMENTS = (
    b"5",
    b"hello",
    b"\r\n",
    b"\n",
    b"0",
    b";a=b",
    b"X: y",
    b"5\r\nhello\r\n",
    b"0\r\n\r\n",
)


def chunked(chunks, trailers=b""):
    body = [b"%x%b\r\n%b\r\n" % (len(data), extensions, data) for data, extensions in chunks]

    return b"".join([*body, b"0\r\n", trailers, b"\r\n"])


def content(raw, size=7):
    """
    The content of the chunks *raw*, read *size* bytes at a time, and what is left of *raw*.
    """
    file = io.BytesIO(raw)
    stream = ChunkedInput(file)

    return b"".join(iter(lambda: stream.read(size), b"")), file.read()


@given(CHUNKS, TRAILERS, st.binary(), st.integers(1, 100))
def test_reads_what_was_sent(chunks, trailers, behind, size):
    """
    The content is the sum of the chunks, and what follows the body is not touched.
    """
    data = b"".join(data for data, _ in chunks)

    assert (data, behind) == content(chunked(chunks, trailers) + behind, size)


@given(CHUNKS, TRAILERS, st.data())
def test_notices_each_place_where_a_body_can_end_early(chunks, trailers, data):
    """
    A body that lacks as little as its last byte is refused.
    """
    whole = chunked(chunks, trailers)
    cut = data.draw(st.integers(0, len(whole) - 1))

    with pytest.raises(OSError, match=r"chunk|trailer"):
        content(whole[:cut])


@given(st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=3)).map(b"".join))
def test_never_stumbles(raw):
    """
    Whatever arrives is read or refused.
    """
    with suppress(OSError):
        content(raw)


@pytest.mark.parametrize("piece", [b"5;" + b"a" * 70_000, b"0\r\nX: " + b"a" * 70_000])
def test_lines_have_a_limit(piece):
    """
    What is read of a line is limited, so that a client cannot fill the memory with one.
    """
    with pytest.raises(OSError, match=r"chunk|trailer"):
        content(piece + b"\r\nhello\r\n0\r\n\r\n")


def test_trailers_have_a_limit():
    """
    So are all trailers together.
    """
    with pytest.raises(OSError, match="too large"):
        content(b"0\r\n" + b"X: a\r\n" * 20_000 + b"\r\n")


@pytest.mark.parametrize(
    "raw", [b"4c4b40\r\nx", b"4c4b40\r\n", b"ffffffffffffffff\r\nx", b"5\r\nhell"]
)
def test_chunks_of_werkzeug_that_break_off_are_cut_short(raw):
    """
    `create_app` notices a body that ended early under werkzeug's own server, too.
    """
    environ = {"REQUEST_METHOD": "POST", "wsgi.input_terminated": True}

    _, unread = read_delivery(
        environ | {"wsgi.input": DechunkedInput(io.BytesIO(raw))}, now=lambda _: 0
    )

    assert Unread.CUT_SHORT is unread


def test_the_application_outlives_clients_under_werkzeug_s_own_server():
    """
    A client that leaves within a chunk does not end a process that runs `create_app`.
    """
    mock = Mock()
    server = make_server("127.0.0.1", 0, create_app(mock), threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    head = b"POST /v1/telemetry HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    try:
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(head + b"4c4b40\r\nx")
        for _ in range(200):
            if len(mock.journal.deliveries("default")) == 20:
                break
            time.sleep(0.02)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    deliveries = mock.journal.deliveries("default")
    assert [400] * 20 == [each.outcome.reply.status for each in deliveries]
