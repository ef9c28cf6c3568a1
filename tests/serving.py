"""
``sunbird-mock serve`` as a process, and clients that write to it.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager

COMMAND = [
    sys.executable,
    "-c",
    "from sunbird_mockserver.cli import main; raise SystemExit(main())",
]
PATIENCE_S = 10
BATCH = b'{"events": [{}]}'
POST = b"POST /v1/telemetry HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
POST += b"Content-Length: %d\r\n\r\n%b" % (len(BATCH), BATCH)
WAIT = b"GET /i/a/_mock/events/wait?timeout=60 HTTP/1.1\r\nHost: localhost\r\n\r\n"
DELAY = b'[{"fault": "delay", "seconds": 60}]'


@contextmanager
def serving(*arguments: str, limit: str = ""):
    """
    A server that has announced itself, and its URL; what ``ulimit`` sets applies to it.
    """
    command = [*COMMAND, "serve", "--port", "0", *arguments]
    limited = ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh"] if limit else []
    with subprocess.Popen(
        [*limited, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, process.stdout.readline().split()[3]
        finally:
            process.kill()


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def call(url: str, method: str = "GET", body: bytes | None = None):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return json.load(answer)


def health(url: str):
    return call(f"{url}/_mock/health")


@contextmanager
def clients(url: str, count: int, request: bytes):
    """
    So many connections that have sent *request*.
    """
    with ExitStack() as stack:
        connections = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port_of(url)), timeout=PATIENCE_S)
            connections.append(stack.enter_context(connection))
            connection.sendall(request)
        yield connections


def eventually(expected, look):
    """
    What *look* sees: *expected*, or what it sees after some seconds.
    """
    end = time.monotonic() + 2 * PATIENCE_S
    while (seen := look()) != expected and time.monotonic() < end:
        time.sleep(0.02)

    return seen
