"""
The standalone server as a process: how it starts, and how it ends.
"""

from __future__ import annotations

import signal
import socket
import subprocess
from contextlib import ExitStack, closing

import pytest

from serving import COMMAND, DELAY, PATIENCE_S, POST, WAIT, call, clients, health, port_of, serving
from sunbird_mockserver.cli import main
from sunbird_mockserver.servers.standalone import PortError, listen


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
            assert refuses(port_of(url))

    @pytest.mark.parametrize("path", ["/_mock/events/wait?timeout=60", "/_mock/health"])
    def test_a_connection_does_not_keep_it(self, path):
        """
        Somebody who still waits for an event, or keeps a connection for later, does not hold up
        the end.
        """
        with serving() as (process, url):
            port = port_of(url)
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as client:
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                health(url)
                process.send_signal(signal.SIGINT)

                _, stderr = process.communicate(timeout=PATIENCE_S)

            assert (0, "") == (process.returncode, stderr)

    def test_an_answer_that_is_held_back_does_not_keep_it(self):
        """
        Nor does a fault for which somebody waits. They read the end of the connection, and no 500.
        """
        with serving() as (process, url), clients(url, 1, WAIT) as waiting:
            call(f"{url}/_mock/faults", "PUT", DELAY)
            with clients(url, 1, POST) as held:
                call(f"{url}/_mock/events/wait?timeout={PATIENCE_S}")
                process.send_signal(signal.SIGTERM)
                read = [client.recv(1000) for client in (*waiting, *held)]
            _, stderr = process.communicate(timeout=PATIENCE_S)

        assert [b"", b""] == read
        assert (0, "") == (process.returncode, stderr)

    def test_nothing_survives_a_kill(self):
        """
        It is one process: when that is killed, nothing keeps the port.
        """
        with serving() as (process, url):
            health(url)
            process.kill()
            process.communicate(timeout=PATIENCE_S)

            assert refuses(port_of(url))


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

    def test_a_second_server_on_the_port(self):
        """
        Two servers never share a port: the second one ends with that sentence.
        """
        with serving() as (_, url):
            second = subprocess.run(
                [*COMMAND, "serve", "--port", str(port_of(url))],
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE_S,
            )

        assert (2, "") == (second.returncode, second.stdout)
        assert "cannot be used: Address already in use. " in second.stderr

    def test_two_servers_that_start_together(self):
        """
        Exactly one of them gets the port.
        """
        with closing(listen("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [*COMMAND, "serve", "--port", str(port)]
        with ExitStack() as stack:
            racing = [
                stack.enter_context(
                    subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                )
                for _ in range(4)
            ]
            stack.callback(lambda: [process.kill() for process in racing])
            begun = [bool(process.stdout.readline()) for process in racing]
            lost = [
                process.wait(PATIENCE_S) for process in racing if not begun[racing.index(process)]
            ]

        assert [False, False, False, True] == sorted(begun)
        assert [2, 2, 2] == lost


class TestListen:
    def test_takes_connections_at_once(self):
        """
        The port is open before anything is served, so that nobody else gets it.
        """
        with closing(listen("127.0.0.1", 0)) as listener:
            assert not refuses(listener.getsockname()[1])

    def test_takes_a_port_that_has_just_been_used(self):
        """
        Connections that linger after a server has ended keep nobody from starting the next.
        """
        with closing(listen("127.0.0.1", 0)) as listener:
            address = listener.getsockname()
            with closing(socket.create_connection(address)):
                listener.accept()[0].close()
        with closing(listen(*address)) as listener:
            assert address == listener.getsockname()

    def test_raises_for_a_port_that_is_taken(self):
        """
        One that somebody else has raises.
        """
        with closing(socket.create_server(("127.0.0.1", 0))) as other, pytest.raises(PortError):
            listen("127.0.0.1", other.getsockname()[1])
