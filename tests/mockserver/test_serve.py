"""
The standalone server as a process: how it starts, and how it ends.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager

import pytest

from sunbird_mockserver.cli import main
from sunbird_mockserver.servers.standalone import PortError, choose_port

COMMAND = [
    sys.executable,
    "-c",
    "from sunbird_mockserver.cli import main; raise SystemExit(main())",
]
PATIENCE_S = 10
BATCH = b'{"events": [{}]}'
HELD = b"POST /v1/telemetry HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
HELD += b"Content-Length: %d\r\n\r\n%b" % (len(BATCH), BATCH)


@contextmanager
def serving(*arguments: str):
    """
    A server that has announced itself, and its URL.
    """
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process, process.stdout.readline().split()[3]
        finally:
            process.kill()


def health(url: str):
    with urllib.request.urlopen(f"{url}/_mock/health", timeout=PATIENCE_S) as answer:
        return json.load(answer)


def refuses(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class TestStart:
    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
    def test_serves_as_soon_as_it_says_so(self, host):
        """
        Once the first line is printed, requests are answered.
        """
        with serving("--host", host) as (_, url):
            assert "ok" == health(url)["status"]

    def test_prints_the_profile_it_serves(self):
        """
        A flag reaches the server.
        """
        with serving("--profile", "spark") as (_, url):
            assert "spark" == health(url)["profile"]

    def test_listens_on_ipv6(self):
        """
        An address with colons is one of IPv6.
        """
        if not socket.has_ipv6:
            pytest.skip("this machine has no IPv6")
        with serving("--host", "::1") as (_, url):
            assert url.startswith("http://[::1]:")
            assert "ok" == health(url)["status"]


class TestEnd:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_it_cleanly(self, number):
        """
        Ctrl-C and SIGTERM are how one ends a server: exit code 0, not a word, and a free port.
        """
        with serving() as (process, url):
            health(url)
            process.send_signal(number)

            _, stderr = process.communicate(timeout=PATIENCE_S)

            assert (0, "") == (process.returncode, stderr)
            assert refuses(int(url.rpartition(":")[2]))

    @pytest.mark.parametrize("path", ["/_mock/events/wait?timeout=60", "/_mock/health"])
    def test_a_connection_does_not_keep_it(self, path):
        """
        Somebody who still waits for an event, or keeps a connection for later, does not hold up
        the end.
        """
        with serving() as (process, url):
            port = int(url.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as client:
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                health(url)
                process.send_signal(signal.SIGINT)

                _, stderr = process.communicate(timeout=PATIENCE_S)

            assert (0, "") == (process.returncode, stderr)

    def test_an_answer_that_is_held_back_does_not_keep_it(self):
        """
        Nor does a fault for which somebody waits.
        """
        with serving() as (process, url):
            api, delay = f"{url}/_mock", b'[{"fault": "delay", "seconds": 3600}]'
            request = urllib.request.Request(f"{api}/faults", delay, method="PUT")
            urllib.request.urlopen(request).close()
            port = int(url.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as client:
                client.sendall(HELD)
                urllib.request.urlopen(f"{api}/events/wait?timeout={PATIENCE_S}").close()
                process.send_signal(signal.SIGINT)

                _, stderr = process.communicate(timeout=PATIENCE_S)

            assert (0, "") == (process.returncode, stderr)

    def test_nothing_survives_a_kill(self):
        """
        It is one process: when that is killed, nothing keeps the port.
        """
        with serving() as (process, url):
            health(url)
            process.kill()
            process.communicate(timeout=PATIENCE_S)

            assert refuses(int(url.rpartition(":")[2]))


class TestCannotRun:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--host", "sunbird.invalid"],
            ["--host", "192.0.2.1"],
            ["--host", "a" * 80 + ".example"],
            ["--port", "65536"],
            ["--port", "-1"],
            ["--config", "no-such-file.toml"],
        ],
    )
    def test_says_why_in_one_sentence(self, arguments, capsys):
        """
        An address or a file that cannot be used: one line on standard error, exit code 2.
        """
        code = main(["serve", *arguments])

        stdout, stderr = capsys.readouterr()
        assert (2, "", 1) == (code, stdout, stderr.count("\n"))
        assert stderr.startswith("sunbird-mock: ")

    def test_names_the_port_that_is_taken(self, capsys):
        """
        A taken port is named, with what to do.
        """
        with closing(socket.create_server(("127.0.0.1", 0))) as other:
            port = other.getsockname()[1]

            code = main(["serve", "--port", str(port)])

        assert 2 == code
        assert capsys.readouterr().err == (
            f"sunbird-mock: Port {port} on 127.0.0.1 cannot be used: Address already in use. "
            "Choose another with --port, or --port 0 for a free one; another address with --host.\n"
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                ["--port", "65536"],
                "Port 65536 does not exist. Choose one from 1 to 65535, or 0 for a free one.",
            ),
            (
                ["--host", "no.such.host.invalid"],
                "no.such.host.invalid is no address of this machine. Choose another with --host.",
            ),
        ],
    )
    def test_the_remedy_fits_the_mistake(self, arguments, message, capsys):
        """
        A wrong host is not mended by another port.
        """
        assert 2 == main(["serve", *arguments])

        assert f"sunbird-mock: {message}\n" == capsys.readouterr().err

    def test_a_port_that_is_taken_meanwhile(self, monkeypatch, capsys):
        """
        A port that somebody else takes at the last moment is a taken port, too.
        """
        with closing(socket.create_server(("127.0.0.1", 0))) as other:
            port = other.getsockname()[1]
            monkeypatch.setattr("sunbird_mockserver.cli.serve.choose_port", lambda *_: port)

            code = main(["serve"])

        assert 2 == code
        assert f"Port {port} on 127.0.0.1 cannot be used" in capsys.readouterr().err


class TestChoosePort:
    def test_keeps_a_free_port(self):
        """
        A port that is free is taken.
        """
        port = choose_port("127.0.0.1", 0)

        assert port == choose_port("127.0.0.1", port)

    def test_raises_for_one_that_is_not(self):
        """
        One that is not raises.
        """
        with closing(socket.create_server(("127.0.0.1", 0))) as other, pytest.raises(PortError):
            choose_port("127.0.0.1", other.getsockname()[1])
