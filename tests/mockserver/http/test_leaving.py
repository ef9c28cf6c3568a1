"""
Clients that close their connection, or their side of it.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
from contextlib import ExitStack

import pytest

RESET = struct.pack("ii", 1, 0)
MAX_WAITS = 500
WAIT = "GET /i/{}/_mock/events/wait?timeout=60 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LARGE = b'{"events":[' + b" " * 200_000 + b"]}"


def close(connection):
    connection.close()


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()


def close_by_half(connection):
    connection.shutdown(socket.SHUT_WR)


def total(inbox) -> int:
    return inbox.server.get(f"/i/{inbox.name}/_mock/deliveries?limit=1")["total"]


def eventually(expected, look):
    """
    What *look* sees: *expected*, or what it sees after some seconds.
    """
    end = time.monotonic() + 20
    while (seen := look()) != expected and time.monotonic() < end:
        time.sleep(0.02)

    return seen


def place(inbox, *faults):
    answer = inbox.ask("PUT", "/_mock/faults", body=json.dumps(faults).encode())
    assert answer.status == 200


@pytest.fixture
def standalone(inboxes):
    """
    An inbox of the standalone server, for what only that promises.
    """
    return inboxes[1]


@pytest.mark.parametrize(
    ("leave", "body", "share"),
    [
        (close, b"{}", 1),
        (reset, b"{}", 1),
        (close_by_half, b"{}", 1),
        (close, LARGE, 0.05),
        (close_by_half, LARGE, 0.05),
    ],
)
def test_all_that_was_sent_entirely_is_recorded(inbox, leave, body, share):
    """
    However soon the client leaves, and however it does.
    """
    count = int((2000 if inbox.server.name == "serve" else 200) * share)
    request = inbox.request(body=body)

    for _ in range(count):
        with socket.create_connection(("127.0.0.1", inbox.server.port), timeout=10) as connection:
            connection.sendall(request)
            leave(connection)

    assert count == eventually(count, lambda: total(inbox))
    statuses = {
        delivery["answer"]["status"]
        for delivery in inbox.server.get(f"/i/{inbox.name}/_mock/deliveries?limit=1000")[
            "deliveries"
        ]
    }
    assert {200} == statuses


def test_pipelined_requests_are_recorded_although_nobody_reads_the_answers(standalone):
    """
    All requests of a connection were sent entirely when its client closed it.
    """
    keep = standalone.request("POST", "/v1/telemetry", "Connection: keep-alive", body=b"{}")

    for _ in range(20):
        with socket.create_connection(
            ("127.0.0.1", standalone.server.port), timeout=10
        ) as connection:
            connection.sendall(keep * 20)

    assert 400 == eventually(400, lambda: total(standalone))


@pytest.mark.parametrize("part", [0, 1, 20, -1])
def test_half_a_request_behind_a_whole_one(standalone, read_answer, part):
    """
    A client that closes its side in the middle of a pipelined request is answered what it sent
    entirely, and told that a body was cut short; then the connection ends.
    """
    keep = standalone.request("POST", "/v1/telemetry", "Connection: keep-alive", body=b"{}")

    with standalone.server.connection() as (connection, file):
        connection.sendall(keep + keep[:part])
        connection.shutdown(socket.SHUT_WR)
        answers = list(iter(lambda: read_answer(file), None))

    expected = [200, 400] if part == -1 else [200]
    assert expected == [answer.status for answer in answers]
    assert expected == [delivery["answer"]["status"] for delivery in standalone.deliveries]


@pytest.mark.parametrize(
    ("fields", "body"),
    [((), b"{}"), ((), LARGE), (("Content-Encoding: gzip",), gzip.compress(LARGE))],
    ids=["small", "large", "gzip"],
)
@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_who_closes_by_half_is_answered(inbox, fields, body, connection):
    """
    A client that has sent everything may say so, and goes on reading.
    """
    request = inbox.request(
        "POST", "/v1/telemetry", f"Connection: {connection}", *fields, body=body
    )

    answer = inbox.send(request, hang_up=True)

    assert 200 == answer.status


@pytest.mark.parametrize("call", ["stats", "events", "deliveries", "faults", "health"])
def test_a_call_of_the_control_api_that_does_not_wait_is_answered_too(inbox, call):
    """
    Half a close is a close only for whoever waits.
    """
    answer = inbox.send(inbox.request("GET", f"/_mock/{call}"), hang_up=True)

    assert 200 == answer.status


@pytest.mark.parametrize("fault", ["delay", "drop"])
def test_half_a_close_during_a_fault(inbox, batch, fault):
    """
    The answer that a fault holds back is given, and a connection that it ends is ended.
    """
    place(inbox, {"fault": fault, **({"seconds": 3600} if fault == "delay" else {})})

    with inbox.server.connection() as (client, file):
        client.sendall(inbox.request(body=batch))
        client.shutdown(socket.SHUT_WR)
        assert 1 == eventually(1, lambda: total(inbox))
        inbox.ask("DELETE", "/_mock/faults")
        answered = file.read()

    assert answered.startswith(b"HTTP/1.1 200 OK\r\n" if fault == "delay" else b"")
    assert (fault == "drop") == (answered == b"")


@pytest.mark.parametrize("leave", [close, reset, close_by_half])
def test_a_client_that_leaves_frees_the_place_of_its_wait(standalone, leave):
    """
    So many may wait at once; who has gone is none of them, at once.
    """
    wait = WAIT.format(standalone.name).encode()

    with ExitStack() as stack:
        address = ("127.0.0.1", standalone.server.port)
        waiting = [stack.enter_context(socket.create_connection(address)) for _ in range(MAX_WAITS)]
        for connection in waiting:
            connection.sendall(wait)

        def one_more() -> int:
            with standalone.server.connection() as (connection, file):
                connection.settimeout(0.1)
                connection.sendall(wait)
                try:
                    return int(file.readline().split()[1])
                except TimeoutError:  # it waits
                    return 0

        assert 503 == eventually(503, one_more)
        for connection in waiting:
            leave(connection)
        free = eventually(0, one_more)

    assert 0 == free


def test_whoever_waits_reads_nothing_after_half_a_close(standalone, batch):
    """
    The connection ends without an answer.
    """
    with standalone.server.connection() as (connection, file):
        connection.sendall(WAIT.format(standalone.name).encode())
        connection.shutdown(socket.SHUT_WR)

        assert b"" == file.read()


def test_waits_take_no_place_from_others(standalone, batch):
    """
    While as many wait as may, telemetry is taken, small, large and compressed, and all other calls
    are answered.
    """
    with ExitStack() as stack:
        for _ in range(MAX_WAITS + 1):
            connection, file = stack.enter_context(standalone.server.connection())
            connection.sendall(WAIT.format(f"{standalone.name}.other").encode())
        assert file.readline().startswith(b"HTTP/1.1 503")

        gzipped = ("POST", "/v1/telemetry", "Content-Encoding: gzip")
        answers = [
            standalone.ask(body=batch),
            standalone.ask(body=LARGE),
            standalone.ask(*gzipped, body=gzip.compress(LARGE)),
            standalone.ask("GET", "/_mock/events"),
            standalone.ask("DELETE", "/_mock/faults"),
        ]

    assert [200] * 5 == [answer.status for answer in answers]


def test_stalled_connections_keep_nobody_waiting(standalone, batch):
    """
    Hundreds of clients that stop in the middle of something are served when they go on, and others
    meanwhile.
    """
    request = standalone.request(body=batch)
    parts = [0, 1, 20, len(request) - len(batch) - 1, len(request) - len(batch), len(request) - 1]

    with ExitStack() as stack:
        stalled = [
            (parts[n % 6], *stack.enter_context(standalone.server.connection())) for n in range(600)
        ]
        for sent, connection, _ in stalled:
            connection.sendall(request[:sent])
        assert 200 == standalone.ask(body=batch).status
        assert 1 == total(standalone)
        for sent, connection, _ in stalled:
            connection.sendall(request[sent:])
        statuses = {file.readline() for _, _, file in stalled}

    assert {b"HTTP/1.1 200 OK\r\n"} == statuses
    assert 601 == total(standalone)
