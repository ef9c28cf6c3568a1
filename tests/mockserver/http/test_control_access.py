"""
Access to the control API over real connections: from this machine, and as if from another one.

A connection from the machine's address in its network to 127.0.0.1 looks like one from another
machine: its client address is neither a loopback address nor the one that it calls.
"""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing, contextmanager

import pytest

from sunbird_mockserver import MockServer, Settings
from sunbird_mockserver.cli.banner import network_address
from sunbird_mockserver.settings import Control

TOKEN = "c0ntrol-t0ken"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
COMMAND = "from sunbird_mockserver.cli import main; raise SystemExit(main())"
PATIENCE_S = 10


class Access:
    """
    A server under test, and what it has written once it has ended.
    """

    def __init__(self, port):
        self.port = port
        self.written = ""

    def ask(self, path, *, at="127.0.0.1", source=None, method="GET", body=None, **headers):
        """
        Return status, headers and JSON of the answer to one request to the address *at*.
        """
        named = {"Host": "localhost"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(
            http.client.HTTPConnection(
                at, self.port, timeout=PATIENCE_S, source_address=source and (source, 0)
            )
        ) as connection:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            content = answer.read()

        return answer.status, answer.headers, json.loads(content) if content else None

    def status(self, path="/_mock/stats", **request):
        """
        Return the status of the answer to one request.
        """
        return self.ask(path, **request)[0]


@contextmanager
def in_process(host, control):
    with MockServer(Settings(host=host, control=Control(**control))) as server:
        yield Access(server.port)


@contextmanager
def standalone(host, control):
    flags = [
        *(["--control-token", control["token"]] if "token" in control else []),
        *(["--control-open"] if "open" in control else []),
    ]
    with (
        tempfile.TemporaryFile("w+") as stderr,
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", "--host", host, "--port", "0", *flags],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            first = process.stdout.readline()
            server = Access(int(first.split()[3].rpartition(":")[2]))
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            assert 0 == process.wait(PATIENCE_S)
        stderr.seek(0)
        server.written = first + process.stdout.read() + stderr.read()


@pytest.fixture(scope="module")
def servers():
    """
    Starts each server that is asked for once.
    """
    with ExitStack() as running:
        started = {}

        def start(kind, host, **control):
            key = (kind, host, *sorted(control.items()))
            if key not in started:
                started[key] = running.enter_context(kind(host, control))
            return started[key]

        yield start


@pytest.fixture(params=[in_process, standalone], ids=["MockServer", "serve"])
def start(request, servers):
    """
    Starts one of the servers on an address, with settings of the control API.
    """

    def start(host="0.0.0.0", **control):
        return servers(request.param, host, **control)

    return start


@pytest.fixture(scope="session")
def address():
    """
    The address of this machine in its network.
    """
    found = network_address("0.0.0.0")
    if found is None:
        pytest.skip("this machine is in no network")

    return found


@pytest.fixture(scope="session")
def other_machine(address):
    """
    A source address which to 127.0.0.1 looks like that of another machine.
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        try:
            socket.create_connection(probe.getsockname(), PATIENCE_S, (address, 0)).close()
        except OSError as error:
            pytest.skip(f"{address} cannot connect to 127.0.0.1 here: {error}")

    return address


class TestThisMachine:
    @pytest.mark.parametrize("at", ["127.0.0.1", "127.0.0.2"])
    @pytest.mark.parametrize("source", [None, "127.0.0.1", "127.0.0.3"])
    def test_may_by_any_loopback_address(self, start, at, source):
        """
        All of 127.0.0.0/8 is this machine.
        """
        assert 200 == start().status(at=at, source=source)

    def test_may_by_the_loopback_address_of_ipv6(self, start):
        """
        So is ::1.
        """
        assert 200 == start("::1").status(at="::1")

    def test_may_by_its_address_in_the_network(self, start, address):
        """
        A client that has the address which it calls is on this machine, and calls by that Host.
        """
        assert 200 == start(address).status(at=address, Host=f"{address}:80")

    def test_may_not_for_what_a_forwarded_header_claims(self, start, other_machine):
        """
        A header neither lets another machine in nor keeps this one out.
        """
        server = start()

        assert 200 == server.status(X_Forwarded_For="192.0.2.55", X_Real_IP="192.0.2.55")
        assert 403 == server.status(
            source=other_machine, X_Forwarded_For="127.0.0.1", Forwarded="for=127.0.0.1"
        )


class TestOtherMachine:
    def test_may_not(self, start, other_machine):
        """
        Reading and resetting are refused, under a Host of this machine too, with the flags to give.
        """
        server = start()

        status, _, body = server.ask("/_mock/events", source=other_machine)

        assert 403 == status
        assert "--control-token TOKEN" in body["error"]
        assert "--control-open" in body["error"]
        assert 403 == server.status("/_mock/reset", method="POST", source=other_machine)

    def test_may_send_telemetry_and_ask_for_health(self, start, other_machine):
        """
        Both are answered to anybody.
        """
        server = start()
        path, body = "/i/sent/v1/telemetry", '{"events": [{}]}'

        sent = server.status(
            path, method="POST", source=other_machine, body=body, Content_Type="application/json"
        )

        assert 200 == sent
        assert 200 == server.status("/_mock/health", source=other_machine)
        assert 1 == server.ask("/i/sent/_mock/events")[2]["total"]

    def test_may_if_the_control_api_is_open(self, start, other_machine):
        """
        The rule for Host stays.
        """
        server = start(open=True)

        assert 200 == server.status(source=other_machine)
        assert 403 == server.status(source=other_machine, Host="evil.example")

    def test_may_with_the_token(self, start, other_machine):
        """
        Whoever has the token is let in, this machine included, and nobody else.
        """
        server = start(token=TOKEN)

        for source in (other_machine, "127.0.0.1"):
            assert 200 == server.status(source=source, **BEARER)
            status, headers, _ = server.ask("/_mock/stats", source=source)
            assert (401, "Bearer") == (status, headers["WWW-Authenticate"])
            assert 401 == server.status(source=source, Authorization=f"Bearer {TOKEN}x")


def test_a_client_of_a_server_on_all_addresses_of_ipv6_is_of_this_machine(start):
    """
    A connection by IPv4 to a socket of IPv6 shows its address as IPv4-mapped.
    """
    server = start("::")
    try:
        status = server.status(at="127.0.0.1")
    except ConnectionRefusedError:
        pytest.skip("sockets of IPv6 take no connections by IPv4 here")

    assert 200 == status


def test_a_preflight_needs_no_token(start):
    """
    Nor does it let any page in that was not named.
    """
    server = start(token=TOKEN)
    asked = {"Access_Control_Request_Method": "GET", "method": "OPTIONS"}

    assert 204 == server.status(Origin="http://localhost", **asked)
    assert 403 == server.status(Origin="http://app.example", **asked)


@pytest.mark.parametrize("kind", [in_process, standalone])
def test_the_token_is_shown_nowhere(kind):
    """
    Not in an answer, a delivery, the start sentence or an error, wherever a client sends it.
    """
    paths = ("/_mock/nothing", "/_mock/faults", "/_mock/stats?x=y", "/data/v1/telemetry", "/no")
    with kind("127.0.0.1", {"token": TOKEN}) as server:
        answers = [
            server.ask(path, method=method, body="[", Authorization=f"{scheme} {TOKEN}")
            for path in paths
            for method in ("POST", "PUT")
            for scheme in ("Bearer", "Basic")
        ]
        deliveries = server.ask("/_mock/deliveries", **BEARER)
        answers += (deliveries, server.ask("/_mock/stats", **BEARER))
    texts = [f"{list(headers.items())} {body}" for _, headers, body in answers]

    assert 8 == deliveries[2]["total"]
    assert [] == [text for text in (*texts, server.written) if TOKEN in text]


def test_the_address_for_devices_is_one_of_the_server(address):
    """
    ``serve --host 0.0.0.0`` prints an address in the network that answers.
    """
    with (
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", "--host", "0.0.0.0", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        closing(process.stdout),
    ):
        try:
            _, _, row, warning = (process.stdout.readline().split() for _ in range(4))
            host, _, port = row[-1].removeprefix("http://").rpartition(":")
            status = Access(int(port)).status("/_mock/health", at=host, Host=f"{host}:{port}")
        finally:
            process.send_signal(signal.SIGINT)

    assert (200, address, "warning") == (status, host, warning[0])
