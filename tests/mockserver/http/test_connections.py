"""
One connection, several requests; clients that leave.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

KEEP = "Connection: keep-alive"


def test_the_second_request_of_a_connection(inbox, batch, read_answer):
    """
    A server that keeps the connection answers again on it; one that closes it says so.
    """
    request = inbox.request("POST", "/v1/telemetry", KEEP, body=batch)

    with inbox.server.connection() as (connection, file):
        connection.sendall(request)
        first = read_answer(file)
        connection.sendall(request)
        second = read_answer(file) or inbox.send(request)

    assert (200, 200) == (first.status, second.status)
    assert 2 == len(inbox.deliveries)


def test_as_many_pipelined_requests_as_are_answered_are_recorded(inbox, batch, read_answer):
    """
    Of requests sent without waiting, those are recorded that are answered, in order, and the
    connection ends when the client asks it to.
    """
    requests = [
        inbox.request(
            "POST", f"/v1/telemetry?n={n}", KEEP if n < 4 else "Connection: close", body=batch
        )
        for n in range(5)
    ]

    with inbox.server.connection() as (connection, file):
        connection.sendall(b"".join(requests))
        answers = list(iter(lambda: read_answer(file), None))

    assert {200} == {answer.status for answer in answers}
    paths = [delivery["path"] for delivery in inbox.deliveries]
    assert [f"/v1/telemetry?n={n}" for n in range(len(answers))] == paths


def test_a_client_that_does_not_read_its_answer(inbox, batch):
    """
    A client has delivered once it has sent everything, whether or not it looks at the answer.
    """
    with inbox.server.connection() as (connection, _):
        connection.sendall(inbox.request(body=batch))
        waited = inbox.server.get(f"/i/{inbox.name}/_mock/events/wait?timeout=10")

    assert 1 == waited["total"]


def test_a_client_that_says_nothing(inbox):
    """
    A connection without a request leaves no trace.
    """
    with inbox.server.connection():
        pass

    assert [] == inbox.deliveries


@pytest.mark.parametrize("lines", [0.5, 1, 1.5, 2])
def test_a_client_that_leaves_within_the_head(inbox, lines):
    """
    Neither does half a head, wherever it ends.
    """
    whole = inbox.request().splitlines(keepends=True)
    part = whole[int(lines)][: int(lines % 1 * 20)]
    answer = inbox.send(b"".join([*whole[: int(lines)], part]), hang_up=True)

    assert answer is None
    assert [] == inbox.deliveries


def test_http_1_0(inbox, batch):
    """
    An old client is answered, with and without a host.
    """
    request = inbox.request(body=batch, version="1.0")

    answers = [inbox.send(request), inbox.send(request.replace(b"Host: 127.0.0.1\r\n", b""))]

    assert [200, 200] == [answer.status for answer in answers]
    assert [True, False] == ["host" in delivery["headers"] for delivery in inbox.deliveries]


def test_many_clients_at_once(inbox, batch):
    """
    Twenty clients at once are all recorded, each once, under ids that grow.
    """
    requests = [inbox.request("POST", f"/v1/telemetry?n={n}", body=batch) for n in range(100)]

    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(inbox.send, requests))

    assert {200} == {answer.status for answer in answers}
    deliveries = inbox.deliveries
    ids = [delivery["id"] for delivery in deliveries]
    assert sorted(set(ids)) == ids
    assert {f"/v1/telemetry?n={n}" for n in range(100)} == {one["path"] for one in deliveries}


def test_a_wait_does_not_hold_up_others(inbox, batch):
    """
    While somebody waits for an event, it can arrive.
    """
    with ThreadPoolExecutor(1) as client:
        waiting = client.submit(
            inbox.server.get, f"/i/{inbox.name}/_mock/events/wait?timeout=10&eid=INTERACT"
        )
        inbox.ask(body=batch)

        assert 1 == waiting.result()["total"]
