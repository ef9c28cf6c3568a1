"""
How a body comes over the wire, and when it does not.
"""

from __future__ import annotations

import gzip
import json

import pytest

CHUNKED = "Transfer-Encoding: chunked"


def chunks(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def test_a_batch_is_recorded_before_it_is_answered(inbox, batch):
    """
    Whoever has read the 200 finds the delivery in the journal, as it was sent.
    """
    answer = inbox.ask(body=batch)

    assert 200 == answer.status
    [event] = inbox.events
    assert json.loads(batch)["events"] == [event["event"]]
    assert "accepted" == event["fate"]


def test_chunks_are_joined(inbox, batch):
    """
    A body without a length is the sum of its chunks.
    """
    request = inbox.request("POST", "/v1/telemetry", CHUNKED)

    answer = inbox.send(request + chunks(batch[:7], batch[7:]))

    assert 200 == answer.status
    assert [len(batch)] == [delivery["size"] for delivery in inbox.deliveries]
    assert ["accepted"] == [event["fate"] for event in inbox.events]


def test_chunks_win_over_a_length(inbox, batch):
    """
    A length beside chunks means nothing.
    """
    request = inbox.request("POST", "/v1/telemetry", CHUNKED, "Content-Length: 3")

    answer = inbox.send(request + chunks(batch))

    assert 200 == answer.status
    assert [len(batch)] == [delivery["size"] for delivery in inbox.deliveries]


def test_a_client_that_expects_100_hears_it_once(inbox, batch):
    """
    A client that waits for 100 before it sends the body gets it, and then its answer.
    """
    request = inbox.request("POST", "/v1/telemetry", "Expect: 100-continue", body=batch)
    head = request.removesuffix(batch)

    with inbox.server.connection() as (connection, file):
        connection.sendall(head)
        first = file.readline()
        blank = file.readline()
        connection.sendall(batch)
        rest = file.readline()

    assert b"HTTP/1.1 100 Continue\r\n" == first
    assert b"\r\n" == blank
    assert rest.startswith(b"HTTP/1.1 200")
    assert ["accepted"] == [event["fate"] for event in inbox.events]


def test_a_slow_body(inbox, batch):
    """
    A body that comes in pieces is waited for.
    """
    request = inbox.request(body=batch)

    with inbox.server.connection() as (connection, file):
        for at in range(0, len(request), 40):
            connection.sendall(request[at : at + 40])
            inbox.server.get("/_mock/health")  # others are served meanwhile
        status = file.readline()

    assert status.startswith(b"HTTP/1.1 200")
    assert ["accepted"] == [event["fate"] for event in inbox.events]


@pytest.mark.parametrize("sent", [b"", b"abc", b'{"events":[{"eid":"START"}]}'])
def test_a_body_shorter_than_its_length(inbox, sent):
    """
    When the connection ends before the body does, nothing arrived, and the journal says so.
    """
    inbox.send(
        inbox.request("POST", "/v1/telemetry", "Content-Length: 100", body=sent), hang_up=True
    )

    [delivery] = inbox.deliveries
    assert 400 == delivery["answer"]["status"]
    assert delivery["diagnosis"].startswith("the connection ended before the body did")
    assert [] == inbox.events


@pytest.mark.parametrize(
    "sent", [b"", b"5\r\nab", b"2\r\n{}\r\n", b"2\r\n{}\r\n0\r\n", b"zz\r\n{}\r\n0\r\n\r\n"]
)
def test_chunks_that_break_off(inbox, sent):
    """
    Chunks without an end, or that are none, are no body either.
    """
    inbox.send(inbox.request("POST", "/v1/telemetry", CHUNKED) + sent, hang_up=True)

    assert [400] == [delivery["answer"]["status"] for delivery in inbox.deliveries]
    assert [] == inbox.events


def test_more_than_the_length_is_not_part_of_the_body(inbox, batch):
    """
    What follows the body is not read as a part of it.
    """
    answer = inbox.send(inbox.request(body=batch) + b"\r\n")

    assert 200 == answer.status
    assert [len(batch)] == [delivery["size"] for delivery in inbox.deliveries]


def test_gzip_is_kept_as_it_was_sent(inbox, batch):
    """
    The journal keeps the bytes of the wire, and shows the events in them.
    """
    packed = gzip.compress(batch)

    answer = inbox.ask("POST", "/v1/telemetry", "Content-Encoding: gzip", body=packed)

    assert 200 == answer.status
    assert [len(packed)] == [delivery["size"] for delivery in inbox.deliveries]
    assert ["accepted"] == [event["fate"] for event in inbox.events]


def test_five_megabytes(inbox):
    """
    The service takes 5 MiB, no byte more.
    """
    body = b'{"events":[],"filler":"' + b"x" * (5_242_880 - 25) + b'"}'

    fits = inbox.ask(body=body)
    too_large = inbox.ask(body=body + b" ")

    assert (200, 413) == (fits.status, too_large.status)
    assert [5_242_880, 5_242_881] == [delivery["size"] for delivery in inbox.deliveries]


@pytest.mark.parametrize("path", ["/v1/telemetry", "/api/data/v1/telemetry", "/nowhere"])
def test_a_body_beyond_the_ingress_is_not_read(inbox, path):
    """
    A body of more than 60 MiB is refused as soon as its length is known.
    """
    answer = inbox.ask("POST", path, f"Content-Length: {60 * 1024 * 1024 + 1}")

    assert 413 == answer.status
    assert b"<h1>413 Request Entity Too Large</h1>" in answer.body
    [delivery] = inbox.deliveries
    assert 0 == delivery["size"]
    assert "larger than 60 MiB" in delivery["diagnosis"]


def test_endless_chunks_are_refused(inbox):
    """
    Chunks are read up to 60 MiB; a client that goes on is told to stop.
    """
    megabyte = b"100000\r\n" + b" " * 1_048_576 + b"\r\n"

    with inbox.server.connection() as (connection, file):
        connection.sendall(inbox.request("POST", "/v1/telemetry", CHUNKED))
        try:
            for _ in range(61):
                connection.sendall(megabyte)
        except ConnectionError:
            pass  # the server has heard enough
        else:
            assert file.readline().startswith(b"HTTP/1.1 413")

    assert [413] == [delivery["answer"]["status"] for delivery in inbox.deliveries]
