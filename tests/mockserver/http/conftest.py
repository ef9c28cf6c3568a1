"""
Both servers, and a client that writes bytes and reads bytes.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from sunbird_mockserver import MockServer
from sunbird_mockserver.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUTER = {"date", "connection", "keep-alive"}
PATIENCE_S = 10
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What came back: the outer server's own headers left out, names in lower case.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    interim: tuple[int, ...] = ()

    def json(self) -> Any:
        """
        The body as JSON.
        """
        return json.loads(self.body)


def _read_answer(file, method: str = "GET") -> Answer | None:
    """
    The next answer of a connection; None if it ends without one.
    """
    interim = []
    while True:
        line = file.readline()
        if not line:
            return None
        status = int(line.split()[1])
        fields = http.client.parse_headers(file)
        if status >= 200:
            break
        interim.append(status)
    headers = {name.lower(): value for name, value in fields.items()}
    assert len(fields.items()) == len(headers), "a header was sent twice"
    if method == "HEAD" or status in {204, 304}:
        body = b""
    else:
        body = file.read(int(headers["content-length"]))
    kept = {name: value for name, value in headers.items() if name not in OUTER}

    return Answer(status, kept, body, tuple(interim))


@dataclass(frozen=True, slots=True)
class Running:
    """
    A server under test.
    """

    name: str
    port: int
    stderr: Callable[[], bytes] = field(repr=False)

    @contextmanager
    def connection(self):
        """
        A connection, as a socket and as a file.
        """
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as connection,
            connection.makefile("rb") as file,
        ):
            yield connection, file

    def send(self, raw: bytes, *, hang_up: bool = False) -> Answer | None:
        """
        The answer to the one request *raw*, which asks to close; nothing may follow the answer.
        """
        with self.connection() as (connection, file):
            connection.sendall(raw)
            if hang_up:
                connection.shutdown(socket.SHUT_WR)
            answer = _read_answer(file, raw.split(b" ")[0].decode("latin-1"))
            if answer is not None:
                assert file.read() == b""

            return answer

    def get(self, path: str) -> Any:
        """
        What the control API says.
        """
        answer = self.send(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        assert answer is not None
        assert answer.status == 200, answer

        return answer.json()


@dataclass(frozen=True, slots=True)
class Inbox:
    """
    An inbox of its own for one test.
    """

    server: Running
    name: str

    @property
    def deliveries(self) -> list[dict[str, Any]]:
        """
        What the journal has, as the control API shows it.
        """
        return self.server.get(f"/i/{self.name}/_mock/deliveries")["deliveries"]

    @property
    def events(self) -> list[dict[str, Any]]:
        """
        The events in it, likewise.
        """
        return self.server.get(f"/i/{self.name}/_mock/events")["events"]

    def send(self, raw: bytes, *, hang_up: bool = False) -> Answer | None:
        """
        The answer of the server to the bytes *raw*.
        """
        return self.server.send(raw, hang_up=hang_up)

    def request(
        self,
        method: str = "POST",
        path: str = "/v1/telemetry",
        *fields: str,
        body: bytes = b"",
        version: str = "1.1",
    ) -> bytes:
        """
        The bytes of a request to this inbox; *fields* may take the place of those it has.
        """
        given = {line.partition(":")[0].lower() for line in fields}
        usual = (
            "Host: 127.0.0.1",
            "Connection: close",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        lines = [line for line in usual if line.partition(":")[0].lower() not in given]
        if "transfer-encoding" in given:
            lines = [line for line in lines if not line.startswith("Content-Length")]
        head = "\r\n".join((f"{method} /i/{self.name}{path} HTTP/{version}", *lines, *fields))

        return head.encode("latin-1") + b"\r\n\r\n" + body

    def ask(self, *args, **kwargs) -> Answer | None:
        """
        The answer to a request to this inbox.
        """
        return self.send(self.request(*args, **kwargs))


@contextmanager
def mock_server() -> Iterator[Running]:
    with MockServer() as server:
        yield Running("MockServer", server.port, lambda: b"")


@contextmanager
def standalone() -> Iterator[Running]:
    environment = os.environ | {"HTTP_X_DEVICE_ID": "of-the-environment", "CONTENT_TYPE": "text/x"}
    command = [
        sys.executable,
        "-c",
        "from sunbird_mockserver.cli import main; raise SystemExit(main())",
    ]
    with (
        tempfile.TemporaryFile() as stderr,
        subprocess.Popen(
            [*command, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment,
        ) as process,
    ):

        def written() -> bytes:
            return os.pread(stderr.fileno(), 1 << 20, 0)

        try:
            first = process.stdout.readline().decode()
            port = re.search(r"http://127\.0\.0\.1:(\d+) ", first)
            assert port, (first, written())
            yield Running("serve", int(port[1]), written)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(PATIENCE_S)

        assert code == 0
        assert written() == b""


@pytest.fixture(scope="session")
def read_answer():
    """
    Reads the next answer of a connection.
    """
    return _read_answer


@pytest.fixture(scope="session")
def both() -> Iterator[tuple[Running, Running]]:
    """
    Both servers at once. The standalone one has to end with 0 and a silent standard error.
    """
    with mock_server() as one, standalone() as other:
        yield one, other


@pytest.fixture(params=["MockServer", "serve"])
def server(request, both) -> Iterator[Running]:
    """
    Each server in turn, which has to live on after the test.
    """
    running = next(running for running in both if running.name == request.param)
    yield running

    assert running.get("/_mock/health")["status"] == "ok"


@pytest.fixture
def inbox(server) -> Inbox:
    """
    An inbox that nobody has written to.
    """
    return Inbox(server, f"wire.{next(_numbers)}")


@pytest.fixture
def inboxes(both) -> tuple[Inbox, Inbox]:
    """
    The same fresh inbox of both servers.
    """
    name = f"wire.{next(_numbers)}"

    return Inbox(both[0], name), Inbox(both[1], name)


@pytest.fixture(scope="session")
def token() -> str:
    """
    A token that the gateway lets in.
    """
    return mint("partner-key", "partner-secret")


@pytest.fixture(scope="session")
def batch() -> bytes:
    """
    A batch with one event that the whole pipeline accepts.
    """
    event = {
        "eid": "INTERACT",
        "ets": time.time_ns() // 1_000_000,
        "ver": "3.0",
        "mid": "INTERACT:1",
        "actor": {"id": "user-1", "type": "User"},
        "context": {
            "channel": "partner",
            "pdata": {"id": "partner.app", "ver": "1.0"},
            "env": "library",
            "sid": "session-1",
            "did": "device-1",
        },
        "edata": {"type": "CLICK", "id": "play", "pageid": "home"},
    }

    return json.dumps({"id": "api", "ver": "3.0", "events": [event]}).encode()
