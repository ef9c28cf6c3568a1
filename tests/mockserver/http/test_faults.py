"""
What a fault looks like on the wire, with either server.
"""

from __future__ import annotations

import json

import pytest

KEEP = "Connection: keep-alive"

#: What becomes of an event if the connection ends then.
FATES = {"drop": "refused", "accept_then_drop": "accepted"}


@pytest.fixture
def place(inbox):
    """
    Puts faults into the inbox, as a program does.
    """

    def place(*faults):
        body = json.dumps(faults).encode()
        answer = inbox.ask("PUT", "/_mock/faults", body=body)
        assert 200 == answer.status

    return place


@pytest.mark.parametrize("fault", FATES)
@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_a_connection_ends_without_one_byte(inbox, batch, place, fault, connection):
    """
    The client has sent everything, and reads the end of the connection.
    """
    place({"fault": fault})

    with inbox.server.connection() as (client, file):
        client.sendall(
            inbox.request("POST", "/v1/telemetry", f"Connection: {connection}", body=batch)
        )
        answered = file.read()

    assert b"" == answered
    (delivery,) = inbox.deliveries
    assert (fault, 0, FATES[fault]) == (
        delivery["fault"],
        delivery["answer"]["status"],
        delivery["batch"]["fate"],
    )


def test_a_drop_ends_a_connection_that_was_good_before(inbox, batch, place):
    """
    A connection that is kept for the next request ends with the fault that this one meets.
    """
    place({"fault": "drop"})

    with inbox.server.connection() as (client, file):
        client.sendall(inbox.request("GET", "/health", KEEP))
        head = file.readline()
        client.sendall(inbox.request("POST", "/v1/telemetry", KEEP, body=batch))
        rest = file.read()

    assert b"HTTP/1.1 200 OK\r\n" == head
    assert 1 == rest.count(b'"responseCode":"SUCCESS"')


def test_other_connections_live_on(inbox, batch, place):
    """
    It is one connection that ends.
    """
    place({"fault": "drop"})

    with inbox.server.connection() as (other, file):
        other.sendall(inbox.request(body=batch)[:20])
        dropped = inbox.ask(body=batch)
        other.sendall(inbox.request(body=batch)[20:])
        answered = file.readline()

    assert (None, b"HTTP/1.1 200 OK\r\n") == (dropped, answered)


@pytest.mark.parametrize(("fault", "body"), [("bad_json", b"OK"), ("empty_200", b"")])
def test_a_spoiled_body_is_all_that_is_sent(inbox, batch, place, fault, body):
    """
    Its length is what the head says, and nothing follows.
    """
    place({"fault": fault})

    answer = inbox.ask(body=batch)

    assert (200, body) == (answer.status, answer.body)
    assert "application/json; charset=utf-8" == answer.headers["content-type"]


def test_an_unregistered_status_is_sent(inbox, batch, place):
    """
    Mobile clients look for a 447: contract/gateway-and-auth.md 7.
    """
    place({"fault": "status", "status": 447})

    assert 447 == inbox.ask(body=batch).status


def test_a_held_answer_keeps_nobody_else_waiting(inbox, batch, place):
    """
    Others are served meanwhile, and the answer is given when the fault is removed.
    """
    place({"fault": "delay", "seconds": 3600})

    with inbox.server.connection() as (client, file):
        client.sendall(inbox.request(body=batch))
        inbox.server.get(f"/i/{inbox.name}/_mock/events/wait?timeout=10")
        other = inbox.ask(body=batch)
        inbox.ask("DELETE", "/_mock/faults")
        status = file.readline()

    assert 200 == other.status
    assert b"HTTP/1.1 200 OK\r\n" == status


def test_a_delay_delays(inbox, batch, place):
    """
    The answer is not there before its time.
    """
    place({"fault": "delay", "seconds": 3600})

    with inbox.server.connection() as (client, file):
        client.settimeout(0.2)
        client.sendall(inbox.request(body=batch))
        with pytest.raises(TimeoutError):
            file.readline()
        inbox.ask("DELETE", "/_mock/faults")
