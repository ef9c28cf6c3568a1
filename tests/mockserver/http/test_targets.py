"""
What a path means: inboxes, slashes, escapes.
"""

from __future__ import annotations

import json

import pytest

BATCH = b'{"events":[]}'


def raw(target: str, body: bytes = BATCH) -> bytes:
    head = (
        f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def test_two_slashes_get_a_404_with_its_diagnosis(inbox):
    """
    A host that ends in a slash gives the gateway's 404, and the journal says why.
    """
    answer = inbox.ask("POST", "//data/v1/telemetry", body=BATCH)

    assert 404 == answer.status
    assert b'{"message":"no route and no API found with those values"}\n' == answer.body
    assert "kong/0.14.1" == answer.headers["server"]
    [delivery] = inbox.deliveries
    assert "//data/v1/telemetry" == delivery["path"]
    assert "two slashes" in delivery["diagnosis"]


def test_slashes_of_the_default_inbox_are_kept_too(server):
    """
    Without a prefix two slashes are two slashes as well.
    """
    answer = server.send(raw("//data/v1/telemetry"))

    assert 404 == answer.status
    assert (
        "//data/v1/telemetry"
        == server.get("/_mock/deliveries?limit=1000")["deliveries"][-1]["path"]
    )


@pytest.mark.parametrize("name", ["a", "A.b_c-9", "n" * 100, "..", "v1"])
def test_a_name_of_an_inbox(server, name):
    """
    One to a hundred letters, digits, dots, underscores and hyphens name an inbox.
    """
    answer = server.send(raw(f"/i/{name}/v1/telemetry"))

    assert 200 == answer.status
    deliveries = server.get(f"/i/{name}/_mock/deliveries")["deliveries"]
    assert {(name, "/v1/telemetry")} == {(one["inbox"], one["path"]) for one in deliveries}


@pytest.mark.parametrize(
    "path",
    ["/i/" + "n" * 101, "/i/", "/i//v1/telemetry", "/i/a%20b/v1/telemetry", "/i/a@b/v1/telemetry"],
)
def test_what_is_no_name_of_an_inbox(server, path):
    """
    Anything else is a path of the default inbox, where it leads nowhere.
    """
    answer = server.send(raw(path))

    assert 404 == answer.status
    assert path == server.get("/_mock/deliveries?limit=1000")["deliveries"][-1]["path"]


def test_an_inbox_without_a_path(server):
    """
    Nothing behind the name of an inbox is its root.
    """
    answer = server.send(raw("/i/rootless"))

    assert 404 == answer.status
    deliveries = server.get("/i/rootless/_mock/deliveries")["deliveries"]
    assert {"/"} == {delivery["path"] for delivery in deliveries}


def test_an_inbox_in_an_inbox(inbox):
    """
    Only the first name counts.
    """
    answer = inbox.ask("POST", "/i/other/v1/telemetry", body=BATCH)

    assert 404 == answer.status
    assert ["/i/other/v1/telemetry"] == [delivery["path"] for delivery in inbox.deliveries]


@pytest.mark.parametrize("path", ["/v1%2Ftelemetry", "/v1/tele%6Detry", "/v1/telemetry/%c3%A9%20%"])
def test_escapes_are_kept_as_they_were_sent(inbox, path):
    """
    A path is routed, shown and kept percent-encoded as on the wire.
    """
    answer = inbox.ask("GET", path)

    assert 404 == answer.status
    assert [path] == [delivery["path"] for delivery in inbox.deliveries]


def test_the_query_is_kept_as_it_was_sent(inbox):
    """
    So is what follows the question mark.
    """
    inbox.ask("POST", "/v1/telemetry?a=%20b?c&&d", body=BATCH)

    assert ["/v1/telemetry?a=%20b?c&&d"] == [delivery["path"] for delivery in inbox.deliveries]


def test_an_absolute_target(inbox):
    """
    The path of a target with scheme and host is what counts.
    """
    answer = inbox.send(raw(f"http://sunbird.example/i/{inbox.name}/v1/telemetry"))

    assert 200 == answer.status
    assert ["/v1/telemetry"] == [delivery["path"] for delivery in inbox.deliveries]


def test_a_filter_with_quotation_marks(inbox):
    """
    The control API is asked for texts as its manual says, encoded or not.
    """
    events = [{"eid": "START", "object": {"id": value}} for value in ("3", 3)]
    inbox.ask(body=json.dumps({"events": events}).encode())

    for written in ('"3"', "%223%22"):
        answer = inbox.ask("GET", f"/_mock/events?object.id={written}")
        assert ["3"] == [each["event"]["object"]["id"] for each in answer.json()["events"]]


def test_an_asterisk(server):
    """
    OPTIONS of the server as a whole leads nowhere.
    """
    answer = server.send(b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert 404 == answer.status


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\x01\xff garbage",
        b"GET",
        b"GET /",
        b"GET / HTTP/9.9",
        b"GET / HTTP/1.2",
        b"GET / HTTP/1.1 x",
        b"GET /a b HTTP/1.1",
        b"GET /\xff HTTP/1.1",
        b"GET /<a> HTTP/1.1",
        b"GET /?<a> HTTP/1.1",
        b"G\x00T / HTTP/1.1",
        b"GET\t/health\tHTTP/1.1",
        b"GET\t/health HTTP/1.1",
        b"GET /health\tHTTP/1.1",
        b"GET\x0b/health\x0cHTTP/1.1",
        b"GET\x1c/health\x1fHTTP/1.1",
        b"GET\x85/health\xa0HTTP/1.1",
        b" GET /health HTTP/1.1",
        b"GET /health HTTP/1.1 ",
        b"GET  /health HTTP/1.1",
        b"GET http://[/health HTTP/1.1",
        b"GET http://[::1/health HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_request_line(server, line):
    """
    What is not HTTP/1 gets a 400 without a page.
    """
    answer = server.send(line + b"\r\nHost: a\r\n\r\n")

    assert (400, b"") == (answer.status, answer.body)
