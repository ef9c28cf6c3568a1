"""
The standalone server under load: many clients, few files, and signals meanwhile.
"""

from __future__ import annotations

import gzip
import resource
import signal
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from serving import (
    BATCH,
    DELAY,
    PATIENCE_S,
    POST,
    WAIT,
    call,
    clients,
    eventually,
    health,
    serving,
)
from sunbird_mockserver.servers.http_protocol import HttpProtocol, server_of

SLOW = POST.replace(b"/v1", b"/i/slow/v1")
GRACE_S = 5  # on a machine that has other things to do; alone, it takes half a second


@pytest.fixture
def many_files():
    """
    Room for a thousand connections in this process, too.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def timed(call) -> float:
    started = time.monotonic()
    call()

    return time.monotonic() - started


def is_refused(client) -> bool:
    client.settimeout(0.2)
    try:
        return client.recv(12) in (b"HTTP/1.1 503", b"")
    except ConnectionError:
        return True
    except TimeoutError:  # it may send
        return False


@contextmanager
def sending(url: str, threads: int):
    """
    So many threads that send one batch after the other.
    """
    over = threading.Event()

    def send():
        while not over.is_set():
            with suppress(OSError), clients(url, 1, POST) as [client]:
                while client.recv(10_000) and not over.is_set():
                    client.sendall(POST)

    senders = [threading.Thread(target=send) for _ in range(threads)]
    for sender in senders:
        sender.start()
    try:
        yield
    finally:
        over.set()
        for sender in senders:
            sender.join()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 3])
def test_a_signal_under_load(number, times):
    """
    While many clients send, wait, stall and are held back, a signal ends it as soon and as
    quietly as ever; also for whoever is impatient.
    """
    with (
        serving() as (process, url),
        sending(url, threads=4),
        clients(url, 50, WAIT),
        clients(url, 50, POST[:20]),
        clients(url, 50, POST[:-1]),
    ):
        call(f"{url}/i/slow/_mock/faults", "PUT", DELAY)
        with clients(url, 50, SLOW):
            assert 50 == eventually(50, lambda: call(f"{url}/i/slow/_mock/deliveries")["total"])
            for _ in range(times):
                process.send_signal(number)
                time.sleep(0.05)
            _, stderr = process.communicate(timeout=GRACE_S)

    assert (0, "") == (process.returncode, stderr)


def test_a_thousand_delays_keep_nobody_waiting(many_files):
    """
    A thousand answers that a fault holds back cost no thread, and no more files than this
    process may open, whatever it began with.
    """
    with serving(limit="-S -n 256") as (process, url):
        slow = f"{url}/i/slow"
        call(f"{slow}/_mock/faults", "PUT", DELAY)
        with clients(url, 1000, SLOW) as held:
            assert 1000 == eventually(1000, lambda: call(f"{slow}/_mock/deliveries")["total"])
            threads = len(list(Path(f"/proc/{process.pid}/task").iterdir()))
            other = timed(lambda: call(f"{url}/v1/telemetry", "POST", BATCH))
            removal = timed(lambda: call(f"{slow}/_mock/faults", "DELETE"))
            answers = {client.recv(12) for client in held}

    assert {b"HTTP/1.1 200"} == answers
    assert max(other, removal) < 1
    assert threads < 50


def test_telemetry_is_never_refused_for_want_of_room(many_files):
    """
    Hundreds of compressed batches at once, each of which needs a thread, wait for their turn.
    """
    body = gzip.compress(BATCH)
    head = POST.partition(b"Content-Length")[0]
    packed = head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    with serving() as (_, url), clients(url, 600, packed) as senders:
        answers = {client.recv(12) for client in senders}

    assert {b"HTTP/1.1 200"} == answers


def test_running_out_of_files_is_one_sentence():
    """
    Beyond the limit of open files connections are refused, others live on, and whoever started
    the server reads about it once.
    """
    with serving(limit="-n 100") as (process, url):
        with clients(url, 1, POST) as first:
            first[0].recv(12)
            with clients(url, 150, b"") as others:
                refused = sum(is_refused(client) for client in others)
                first[0].sendall(POST)
                assert first[0].recv(1000)
        health(url)
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=PATIENCE_S)

    assert 50 <= refused < 150
    assert 0 == process.returncode
    assert (
        "sunbird-mock: 50 connections are open, which is the maximum for the limit of open files. "
        "More are answered 503. Close some, or raise the limit with ulimit -n.\n"
    ) == stderr


def test_a_connection_is_kept_as_long_as_by_nginx():
    """
    75 s, by its documentation of keepalive_timeout.
    """
    assert 75 == server_of(None, HttpProtocol).config.timeout_keep_alive
