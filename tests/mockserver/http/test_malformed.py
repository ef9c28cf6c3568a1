"""
Heads that are none: what is answered, and what the journal has.
"""

from __future__ import annotations

import json
import socket
import ssl
import time

import pytest

TOO_LARGE = (
    "the head is too large: it may have 100 headers, 65536 bytes in a line and 131072 bytes in "
    "all. Send less"
)
HOST = b"Host: 127.0.0.1\r\n\r\n"


def arrived(inbox):
    """
    The deliveries of *inbox* once there is one.
    """
    end = time.monotonic() + 10
    while not (deliveries := inbox.deliveries) and time.monotonic() < end:
        time.sleep(0.01)

    return deliveries


@pytest.mark.parametrize(
    ("line", "path", "diagnosis"),
    [
        ("GET {}", "/x", "the request line is not METHOD /path HTTP/1.1"),
        ("GET {} HTTP/1", "/x", "the request line is not METHOD /path HTTP/1.1"),
        ("GET {}  HTTP/1.1", "/x", "the request line is not METHOD /path HTTP/1.1"),
        ("GET {} HTTP/1.1 ", "/x", "the request line is not METHOD /path HTTP/1.1"),
        ("GET {} y HTTP/1.1", "/x", "the path holds a blank. Percent-encode it: %20"),
        ("GET {} HTTP/2.0", "/x", "this version of HTTP is not served: use HTTP/1.1"),
        ("GET {}<y> HTTP/1.1", "/x<y>", "the path holds the byte 0x3c. Percent-encode it: %3C"),
        ("GET {}\ty HTTP/1.1", "/x\ty", "the path holds the byte 0x09. Percent-encode it: %09"),
        (
            "GET {}\xff HTTP/1.1",
            "/x\xff",
            "the path holds bytes that are no UTF-8. Percent-encode them",
        ),
    ],
)
def test_a_malformed_request_line_is_a_delivery(inbox, line, path, diagnosis):
    """
    It is in the inbox of its path, with method and path as far as they could be read.
    """
    answer = inbox.send(line.format(f"/i/{inbox.name}/x").encode("latin-1") + b"\r\n" + HOST)

    assert (400, b"") == (answer.status, answer.body)
    [delivery] = inbox.deliveries
    assert ("GET", path, 400, diagnosis) == (
        delivery["method"],
        delivery["path"],
        delivery["answer"]["status"],
        delivery["diagnosis"],
    )


@pytest.mark.parametrize(
    ("fields", "status", "diagnosis"),
    [
        (
            ["X-Nothing"],
            400,
            "header 5 is not 'Name: value'. Send each header on a line of its own",
        ),
        (
            ["X-Blank : a"],
            400,
            "header 5 is not 'Name: value'. Send each header on a line of its own",
        ),
        (
            ["X-Folded: a\r\n b"],
            400,
            "header 6 begins with a blank. Send each header on a line of its own",
        ),
        (["X-Nul: a\0b"], 400, "header 5 holds the control byte 0x00. Leave it out"),
        (["X-CR: a\rb"], 400, "header 5 holds the control byte 0x0d. Leave it out"),
        (["Content-Length: two"], 400, "Content-Length is no number of bytes"),
        (
            ["Content-Length: 1\r\nContent-Length: 2"],
            400,
            "there are two different Content-Length. Send one",
        ),
        (
            ["Transfer-Encoding: gzip"],
            400,
            "Transfer-Encoding does not end in 'chunked'. Send it so, or leave it out",
        ),
        (
            [f"X-{n}: a" for n in range(97)],
            431,
            TOO_LARGE,
        ),
    ],
)
def test_malformed_headers_are_a_delivery(inbox, fields, status, diagnosis):
    """
    So is what is wrong further down. No header is kept.
    """
    answer = inbox.ask("POST", "/v1/telemetry?a=b", *fields, body=b"{}")

    assert (status, b"") == (answer.status, answer.body)
    [delivery] = inbox.deliveries
    assert ("POST", "/v1/telemetry?a=b", {}, 0, None, status, diagnosis) == (
        delivery["method"],
        delivery["path"],
        delivery["headers"],
        delivery["size"],
        delivery["batch"],
        delivery["answer"]["status"],
        delivery["diagnosis"],
    )


def test_a_head_may_have_a_hundred_headers(inbox):
    """
    The limit itself is kept.
    """
    assert 200 == inbox.ask("POST", "/v1/telemetry", *[f"X-{n}: a" for n in range(96)]).status


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("/" + "a" * 65_535, 414),
        ("/x HTTP/1.1\r\nX: " + "a" * 65_536, 431),
        ("/x HTTP/1.1\r\n" + "\r\n".join(f"X-{n}: {'a' * 14_000}" for n in range(10)), 431),
    ],
    ids=["a line", "a header", "all headers"],
)
@pytest.mark.parametrize("more", [b"", b"a" * 1_000_000])
def test_a_head_that_is_too_large_is_refused_before_its_end(inbox, part, status, more):
    """
    Without waiting for the rest; a client that goes on sending reads the answer all the same.
    """
    with inbox.server.connection() as (connection, file):
        connection.sendall(f"GET /i/{inbox.name}{part}".encode())
        connection.sendall(more)
        time.sleep(0.05)  # the server has answered, and the client has not looked yet
        connection.sendall(more)
        head = file.readline()
        rest = file.read()

    assert f"HTTP/1.1 {status}" == head.decode()[:12]
    assert rest.endswith(b"\r\n\r\n")
    [delivery] = inbox.deliveries
    assert status == delivery["answer"]["status"]
    assert delivery["path"].startswith(part.partition(" ")[0][:60_000])


@pytest.mark.parametrize(
    ("hello", "diagnosis"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "TLS hello: use http://"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2 without an upgrade: use HTTP/1.1"),
        (
            b"\x00\x00\x00\x2f\xffSMB",
            "no HTTP: the first byte is 0x00, not the first letter of a method. Send HTTP/1.1",
        ),
        (b"AMQP\x00\x00\x09\x01", "the request line holds the control byte 0x00"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "the request line is not METHOD /path HTTP/1.1"),
        (b"*1\r\n$4\r\nPING\r\n", "the request line is not METHOD /path HTTP/1.1"),
    ],
)
def test_another_protocol_is_refused_at_once(server, hello, diagnosis):
    """
    Whoever greets in another one than HTTP/1 waits for an answer, and gets it; it is in the
    default inbox.
    """
    with server.connection() as (connection, file):
        connection.sendall(hello)
        answer = file.read()

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    delivery = server.get("/_mock/deliveries?limit=1000")["deliveries"][-1]
    assert (400, diagnosis, {}) == (
        delivery["answer"]["status"],
        delivery["diagnosis"],
        delivery["headers"],
    )


def test_a_client_of_tls(server):
    """
    A real handshake fails at once, and the journal says why.
    """
    context = ssl.create_default_context()

    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(connection, server_hostname="localhost")

    delivery = server.get("/_mock/deliveries?limit=1000")["deliveries"][-1]
    assert "TLS hello: use http://" == delivery["diagnosis"]


def test_a_token_in_a_malformed_head_is_not_kept(inbox, token):
    """
    Neither in the path, nor in what stands where a method should be.
    """
    signature = token.rpartition(".")[2]
    path = f"/i/{inbox.name}/x?jwt={token}&a={token}"

    inbox.send(f"GET {path} HTTP/1.3\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    inbox.send(f"{token} {path} HTTP/1.1 x\r\n\r\n".encode())
    inbox.send(f"GET {path} HTTP/1.1\r\nAuthorization {token}\r\n\r\n".encode())

    assert ["GET", "", "GET"] == [delivery["method"] for delivery in inbox.deliveries]
    assert signature not in json.dumps(inbox.deliveries)


def test_a_malformed_call_of_the_control_api_is_no_delivery(inbox):
    """
    As with sound ones.
    """
    answer = inbox.send(f"GET /i/{inbox.name}/_mock/events HTTP/1.3\r\n\r\n".encode())

    assert 400 == answer.status
    assert [] == inbox.deliveries


def test_a_malformed_head_behind_a_sound_request(inbox, read_answer):
    """
    The requests in front of it are answered first.
    """
    keep = "Connection: keep-alive"

    with inbox.server.connection() as (connection, file):
        connection.sendall(inbox.request("GET", "/health", keep) + b"GET /x\r\n\r\n")
        first = read_answer(file)
        second = read_answer(file)

    assert 200 == first.status
    assert second is None or second.status == 400  # None: from a server that keeps no connection


@pytest.mark.parametrize("size", [1, 7])
def test_a_malformed_head_in_pieces(inbox, size):
    """
    It does not matter how it arrives.
    """
    raw = inbox.request("POST", "/v1/telemetry", "Broken", "Another: one")

    with inbox.server.connection() as (connection, file):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(raw), size):
            connection.sendall(raw[at : at + size])
        answer = file.read()

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert [400] == [delivery["answer"]["status"] for delivery in arrived(inbox)]


@pytest.mark.parametrize("front", [b"\r\n", b"\n", b"\r\n\n\r\n", b"\r\n" * 1000])
def test_empty_lines_in_front_of_a_request(inbox, batch, front):
    """
    They are no part of it: RFC 9112, 2.2.
    """
    assert 200 == inbox.send(front + inbox.request(body=batch)).status
    assert ["accepted"] == [event["fate"] for event in inbox.events]


@pytest.mark.parametrize("lines", ["all", "request line", "last"])
def test_bare_line_feeds_end_lines(inbox, batch, lines):
    """
    LF alone ends a line of a head as CR and LF do, also side by side: RFC 9112, 2.2.
    """
    head, _, _ = inbox.request(body=batch).partition(b"\r\n\r\n")
    raw = {
        "all": head.replace(b"\r\n", b"\n") + b"\n\n",
        "request line": head.replace(b"\r\n", b"\n", 1) + b"\r\n\r\n",
        "last": head + b"\r\n\n",
    }[lines]

    answer = inbox.send(raw + batch)

    assert 200 == answer.status
    assert ["accepted"] == [event["fate"] for event in inbox.events]


@pytest.mark.parametrize("protocol", ["h2c", "websocket", "TLS/1.0", "HTTP/2.0"])
def test_an_upgrade_is_not_made(inbox, batch, protocol):
    """
    Who asks for another protocol is answered in this one, body and all.
    """
    fields = ("Connection: Upgrade, HTTP2-Settings, close", f"Upgrade: {protocol}")

    answer = inbox.ask("POST", "/v1/telemetry", *fields, "HTTP2-Settings: AAMAAABk", body=batch)

    assert 200 == answer.status
    assert ["accepted"] == [event["fate"] for event in inbox.events]


@pytest.mark.parametrize(
    "method", ["BREW", "post", "M-SEARCH", "CONNECT", "PRI", "SOURCE", "DESCRIBE", "QUERY", "!#$"]
)
def test_any_method_is_recorded(inbox, batch, method):
    """
    What is no method of HTTP is answered by the mock, not by its server, and its body is read.
    """
    answer = inbox.ask(method, body=batch)

    assert 404 == answer.status
    [delivery] = inbox.deliveries
    assert (method, len(batch)) == (delivery["method"], delivery["size"])
