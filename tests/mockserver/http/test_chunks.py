"""
Bodies in chunks, by RFC 9112, 7.1: what is one, and what is not.
"""

from __future__ import annotations

import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

CHUNKED = "Transfer-Encoding: chunked"
HELLO = b"5\r\nhello\r\n"
END = b"0\r\n\r\n"
RESET = struct.pack("ii", 1, 0)


def sent(inbox, body, *fields, **kwargs):
    """
    The answer to chunks, and the status and size that the journal has for them.
    """
    head = inbox.request(
        "POST", "/v1/telemetry", *(fields or (CHUNKED,)), "Content-Type: text/x", **kwargs
    )
    answer = inbox.send(head + body)

    return answer.status, [(one["answer"]["status"], one["size"]) for one in inbox.deliveries]


def arrived(inbox, count=1):
    """
    The deliveries of *inbox* once there are *count* of them, or after some seconds.
    """
    for _ in range(200):
        if len(inbox.deliveries) >= count:
            break
        time.sleep(0.02)

    return inbox.deliveries


@pytest.mark.parametrize(
    "body",
    [
        HELLO + END,
        b"2\r\nhe\r\n3\r\nllo\r\n" + END,
        b"005\r\nhello\r\n000\r\n\r\n",
        b"00000000000000000000000005\r\nhello\r\n" + END,
    ],
)
def test_sizes(inbox, body):
    """
    A size is written in hexadecimal digits, with any number of zeros in front.
    """
    assert (200, [(200, 5)]) == sent(inbox, body)


@pytest.mark.parametrize("size", [b"a", b"A", b"00A"])
def test_sizes_in_either_case(inbox, size):
    """
    The digits are in upper case or in lower case.
    """
    assert (200, [(200, 10)]) == sent(inbox, size + b"\r\n0123456789\r\n" + END)


@pytest.mark.parametrize("blank", [b"5 ", b"5\t", b"5 ;a=b", b"5; a", b"5;a = b ;c"])
def test_blanks_around_extensions_are_ignored(inbox, blank):
    """
    There may be blanks in front of an extension and in it, and where one could be.
    """
    assert (200, [(200, 5)]) == sent(inbox, blank + b"\r\nhello\r\n" + END)


@pytest.mark.parametrize("extension", [b";a", b";a=b", b';a="b c; d"', b';a="\\""', b";a;b=c;d"])
@pytest.mark.parametrize("last", [b"", b";last"])
def test_extensions_are_ignored(inbox, extension, last):
    """
    A chunk may have extensions, also the last one.
    """
    body = b"5" + extension + b"\r\nhello\r\n0" + last + b"\r\n\r\n"

    assert (200, [(200, 5)]) == sent(inbox, body)


@pytest.mark.parametrize(
    "trailers",
    [b"X: y\r\n", b"X: y\r\nZ:\r\n", b"X: \xff\r\n", b"X-Device-ID: late\r\n" * 5],
)
def test_trailers_are_valid(inbox, trailers):
    """
    Trailers may follow the last chunk.
    """
    assert (200, [(200, 5)]) == sent(inbox, HELLO + b"0\r\n" + trailers + b"\r\n")


def test_a_trailer_is_no_header(inbox, token, batch):
    """
    A token in a trailer lets nobody in, and no trailer is kept.
    """
    head = inbox.request("POST", "/api/data/v1/telemetry", CHUNKED)
    trailers = f"Authorization: Bearer {token}\r\nX-Device-ID: late\r\n".encode()

    answer = inbox.send(head + b"%x\r\n%s\r\n0\r\n%s\r\n" % (len(batch), batch, trailers))

    assert 401 == answer.status
    [delivery] = inbox.deliveries
    assert {"host", "connection", "content-type", "transfer-encoding"} == set(delivery["headers"])


@pytest.mark.parametrize(
    "size",
    [
        b"",
        b" 5",
        b"\t5",
        b"+5",
        b"-5",
        b"0x5",
        b"0X5",
        b"0_5",
        b"5_",
        b"5g",
        b"5.0",
        b"5 5",
        b"5,",
        b";a",
        b"=5",
        b"five",
        b"\x005",
        b"5\x00",
        b"\xd9\xa5",
        b"1ffffffffffffffff",
        b"1" * 5000,
    ],
)
def test_what_is_no_size(inbox, size):
    """
    Anything but hexadecimal digits is no size: such a body is refused, and nothing of it is kept.
    """
    assert (400, [(400, 0)]) == sent(inbox, size + b"\r\nhello\r\n" + END)


def test_python_reads_more_numbers_than_http(inbox):
    """
    Digits with an underscore between them are no size, although 28 bytes follow.
    """
    assert (400, [(400, 0)]) == sent(inbox, b"1_c\r\n" + b"x" * 28 + b"\r\n" + END)


@pytest.mark.parametrize(
    "body",
    [
        b"5\nhello\r\n" + END,
        b"5\rhello\r\n" + END,
        b"5;a\nhello\r\n" + END,
        b"5;a\rb\r\nhello\r\n" + END,
        b"5\r\nhello\n" + END,
        b"5\r\nhello\r" + END,
        b"5\r\nhello" + END,
        b"5\r\nhello!\r\n" + END,
        b"5\r\nhell\r\n" + END,
        HELLO + b"0\n\r\n",
        HELLO + b"0\n\n",
    ],
)
def test_a_line_of_chunks_ends_in_both_characters(inbox, body):
    """
    A size and a chunk end in CR and LF, at the place that the size says.
    """
    assert (400, [(400, 0)]) == sent(inbox, body)


@pytest.mark.parametrize(
    "trailers",
    [
        b"nothing\r\n",
        b"X : y\r\n",
        b" X: y\r\n",
        b": y\r\n",
        b"X: y\n",
        b"X: \x00\r\n",
        b"X: a\rb\r\n",
    ],
)
def test_what_is_no_trailer(inbox, trailers):
    """
    A line after the last chunk that is no header is no trailer, nor is one that only LF ends.
    """
    head = inbox.request("POST", "/v1/telemetry", CHUNKED)

    inbox.send(head + HELLO + b"0\r\n" + trailers + b"\r\n", hang_up=True)

    assert [(400, 0)] == [(one["answer"]["status"], one["size"]) for one in arrived(inbox)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"5",
        b"5\r\n",
        b"5\r\nhell",
        b"5\r\nhello",
        HELLO,
        HELLO + b"0",
        HELLO + b"0\r\n",
        HELLO + b"0\r\nX: y\r\n",
        b"4c4b40\r\nx",
        b"4c4b40\r\n" + b"x" * 100_000,
        b"ffffffffffffffff\r\nx",
    ],
)
@pytest.mark.parametrize("leaving", ["close", "reset"])
def test_a_client_that_leaves_within_its_chunks(inbox, body, leaving):
    """
    The server lives on, and its journal has a body that was cut short.
    """
    head = inbox.request("POST", "/v1/telemetry", CHUNKED, "Expect: 100-continue")

    with inbox.server.connection() as (connection, file):
        connection.sendall(head)
        file.readline()  # by now the head is read
        connection.sendall(body)
        if leaving == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    [delivery] = arrived(inbox)
    assert (400, 0) == (delivery["answer"]["status"], delivery["size"])
    assert delivery["diagnosis"].startswith("the connection ended before the body did")


def test_many_clients_that_leave_within_their_chunks(inbox):
    """
    However many leave, the server lives on, and each is in the journal.
    """
    request = inbox.request("POST", "/v1/telemetry", CHUNKED) + b"4c4b40\r\nx"

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda _: inbox.send(request, hang_up=True), range(100)))

    assert [400] * 100 == [one["answer"]["status"] for one in arrived(inbox, 100)]


@pytest.mark.parametrize(
    "codings",
    [
        "",
        "identity",
        "xchunked",
        "chunked, identity",
        "chunked,",
        "chunked;q=1",
        '"chunked"',
        "chunked\r\nTransfer-Encoding: identity",
        "\x0bchunked",
        "chunked\x0c",
        "\xa0chunked",
    ],
)
def test_codings_that_do_not_end_in_chunked(inbox, codings):
    """
    A request whose last coding is not chunked has no end that could be found: 400.
    """
    assert (400, [(400, 0)]) == sent(inbox, HELLO + END, f"Transfer-Encoding: {codings}")


@pytest.mark.parametrize(
    "codings", ["Chunked", "CHUNKED \t", "gzip, chunked", "identity\r\nTransfer-Encoding: chunked"]
)
def test_codings_that_end_in_chunked(inbox, codings):
    """
    What matters is the last coding, in any case and in whichever header it is.
    """
    assert (200, [(200, 5)]) == sent(inbox, HELLO + END, f"Transfer-Encoding: {codings}")


def test_http_1_0_has_no_chunks(inbox):
    """
    A request by HTTP/1.0 that has a transfer coding is faulty, by RFC 9112, 6.1: 400.
    """
    assert (400, [(400, 0)]) == sent(inbox, HELLO + END, version="1.0")
