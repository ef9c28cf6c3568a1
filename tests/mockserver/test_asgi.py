import asyncio
import gzip
import threading

import pytest

from sunbird_mockserver import Mock
from sunbird_mockserver.delivery import Reply
from sunbird_mockserver.faults import Drop
from sunbird_mockserver.servers.asgi import create_asgi_app

BATCH = b'{"events": []}'


class Watched(Mock):
    """
    A mock that remembers in which thread it was asked.
    """

    threads: list[threading.Thread]

    def receive(self, _):
        """
        Answer nothing in particular.
        """
        self.threads = [threading.current_thread()]

        return Reply(200, (), b"")


def call(mock, body, headers=()):
    """
    Send one request to the application.
    """
    scope = {
        "method": "POST",
        "raw_path": b"/v1/telemetry",
        "query_string": b"",
        "client": ("127.0.0.1", "9"),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(create_asgi_app(mock)(scope, receive, send))

    return sent


@pytest.mark.parametrize(
    ("body", "headers", "elsewhere"),
    [
        pytest.param(BATCH, (), False, id="an ordinary batch"),
        pytest.param(BATCH + b" " * 70_000, (), True, id="a large one"),
        pytest.param(
            gzip.compress(BATCH, mtime=0),
            [("content-encoding", "gzip")],
            True,
            id="a compressed one, which may be large",
        ),
    ],
)
def test_what_may_take_long_keeps_nobody_waiting(body, headers, elsewhere):
    """
    The thread that answers everybody judges only what is quick to judge.
    """
    mock = Watched()

    start, end = call(mock, body, headers)

    assert elsewhere is (mock.threads[0] is not threading.current_thread())
    assert (200, b"") == (start["status"], end["body"])


def test_a_server_that_cannot_end_a_connection_answers_502():
    """
    Under a server of somebody else's a fault that drops connections does what comes nearest.
    """
    mock = Mock()
    mock.faults.place("default", Drop(times=None))

    start, end = call(mock, BATCH)

    assert (502, b"") == (start["status"], end["body"])
    assert (b"connection", b"close") in start["headers"]
