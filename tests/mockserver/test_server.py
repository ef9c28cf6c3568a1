"""
The server in a thread, and its stubs.
"""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request

import pytest
from werkzeug.wrappers import Response

from sunbird_mockserver import MockServer, Settings
from sunbird_mockserver.tokens import mint

CONTENT = "/api/content/v1/read/do_1"
NO_ROUTE = b'{"message":"no route and no API found with those values"}\n'


@pytest.fixture(scope="module")
def running():
    """
    One server for all tests of this file.
    """
    with MockServer() as server:
        yield server


@pytest.fixture
def server(running):
    """
    The server without anything of the test before.
    """
    yield running
    for inbox in ("default", "mine", "yours"):
        running.forget_stubs(inbox)
        running.mock.reset(inbox)


def get(url, data=None, **headers):
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def entries(server, inbox="mine"):
    return [recorded.to_dict() for recorded in server.mock.journal.deliveries(inbox)]


class TestStubs:
    def test_answer_in_their_inbox(self, server):
        """
        A stub answers in the inbox that it was made for, and in no other.
        """
        stubs = server.stubs("mine")
        stubs.expect_request(CONTENT).respond_with_json({"id": "do_1"})

        assert (200, {"id": "do_1"}) == _json(get(stubs.url_for(CONTENT)))
        assert (404, NO_ROUTE) == get(server.stubs("yours").url_for(CONTENT))
        assert (404, NO_ROUTE) == get(server.url() + CONTENT)

    def test_of_the_default_inbox_are_the_server_s_own(self, server):
        """
        The server is a pytest_httpserver.HTTPServer: its own expectations are the default inbox's.
        """
        server.expect_request(CONTENT).respond_with_data("mine")

        assert server is server.stubs("default")
        assert (200, b"mine") == get(server.url_for(CONTENT))

    def test_see_the_request_without_its_inbox(self, server):
        """
        A stub's handler sees path, body and headers as if there were no inboxes.
        """
        seen = []

        def answer(request):
            seen.append((request.path, request.get_json(), request.headers["X-Device-ID"]))
            return Response("ok")

        stubs = server.stubs("mine")
        stubs.expect_request("/a", method="POST").respond_with_handler(answer)
        get(
            stubs.url_for("a"),
            b'{"b": 1}',
            **{"Content-Type": "application/json", "X-Device-ID": "d"},
        )

        assert [("/a", {"b": 1}, "d")] == seen

    def test_are_recorded_once(self, server):
        """
        What a stub answers is a delivery on the route "stub".
        """
        stubs = server.stubs("mine")
        stubs.expect_request(CONTENT).respond_with_data("hello", 201)

        get(stubs.url_for(CONTENT + "?jwt=s3cret"))

        [entry] = entries(server)
        assert ("stub", 201, "hello") == (
            entry["route"],
            entry["answer"]["status"],
            entry["answer"]["body"],
        )
        assert CONTENT + "?jwt=[not kept]" == entry["path"]

    def test_do_not_replace_the_mock(self, server):
        """
        The mock's own routes win over any stub.
        """
        stubs = server.stubs("mine")
        stubs.expect_request("/v1/telemetry").respond_with_data("stub", 418)

        status, _ = get(stubs.url_for("/v1/telemetry"), b"{}")

        assert 200 == status

    def test_leave_what_they_do_not_expect_to_the_gateway(self, server):
        """
        A request that no stub expects gets the gateway's 404, once in the journal, and is noted for
        check_assertions() without its token.
        """
        stubs = server.stubs("mine")
        stubs.expect_request(CONTENT).respond_with_data("hello")

        status, body = get(
            stubs.url_for("/other?jwt=s3cret"), b"payload", **{"Content-Type": "text/plain"}
        )

        assert (404, NO_ROUTE) == (status, body)
        assert [(None, 404)] == [(e["route"], e["answer"]["status"]) for e in entries(server)]
        with pytest.raises(AssertionError) as noted:
            stubs.check_assertions()
        assert "/other" in str(noted.value)
        assert "payload" in str(noted.value)
        assert "s3cret" not in str(noted.value)

    def test_that_raise_are_answered_and_recorded(self, server, capfd):
        """
        A handler that raises is a 500 without its traceback; check() raises what it raised.
        """

        def answer(_):
            raise KeyError("s3cret")

        stubs = server.stubs("mine")
        stubs.expect_request("/a").respond_with_handler(answer)

        status, body = get(stubs.url_for("/a"))

        assert 500 == status
        assert b"the stub raised KeyError" in body
        assert [("stub", "the stub raised KeyError")] == [
            (entry["route"], entry["diagnosis"]) for entry in entries(server)
        ]
        with pytest.raises(KeyError):
            stubs.check()
        assert ("", "") == capfd.readouterr()

    def test_may_stream(self, server):
        """
        A stub that streams is not collected first.
        """
        stubs = server.stubs("mine")
        stubs.expect_request("/a").respond_with_handler(lambda _: Response(iter(["one ", "two"])))

        assert (200, b"one two") == get(stubs.url_for("/a"))
        assert [""] == [entry["answer"]["body"] for entry in entries(server)]

    def test_can_be_forgotten(self, server):
        """
        Forgotten stubs answer no more.
        """
        stubs = server.stubs("mine")
        stubs.expect_request(CONTENT).respond_with_data("hello")
        server.forget_stubs("mine")

        assert (404, NO_ROUTE) == get(stubs.url_for(CONTENT))

    def test_are_not_made_by_asking(self, server):
        """
        A request to an inbox without stubs leaves nothing behind but its entry.
        """
        get(server.url("yours") + "/nowhere")

        assert "yours" not in server._stubs
        assert 1 == len(entries(server, "yours"))


class TestServer:
    def test_is_set_up_as_it_is_told_to_be(self):
        """
        Settings count, but for the port, which is a free one.
        """
        with MockServer(Settings(profile="spark", port=9001)) as server:
            _, body = get(server.url() + "/_mock/health")

        assert "spark" == json.loads(body)["profile"]
        assert server.port != 9001

    def test_two_side_by_side_share_nothing(self, server):
        """
        Each server has its own port and its own journal.
        """
        with MockServer() as other:
            get(other.url("mine") + "/v1/telemetry", b"{}")

            assert other.port != server.port
            assert [] == entries(server)

    def test_can_be_started_again(self):
        """
        A server that was stopped frees its port and can start again.
        """
        server = MockServer()
        for _ in range(2):
            server.start()
            assert 200 == get(server.url() + "/_mock/health")[0]
            server.stop()

        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port))

    def test_stops_while_somebody_is_waiting(self):
        """
        A client in the middle of something does not keep the server from stopping.
        """
        with MockServer() as server, socket.create_connection((server.host, server.port)) as client:
            client.sendall(b"POST /v1/telemetry HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")
            server.stop()

            assert not server.is_running()

    def test_names_its_inboxes(self, server):
        """
        What a client is told as its host has no slash at the end.
        """
        assert f"http://127.0.0.1:{server.port}" == server.url()
        assert f"http://127.0.0.1:{server.port}/i/mine" == server.url("mine")

    def test_listens_on_ipv6(self):
        """
        An address of IPv6 stands in brackets in a URL.
        """
        if not socket.has_ipv6:
            pytest.skip("this machine has no IPv6")
        with MockServer(Settings(host="::1")) as server:
            assert f"http://[::1]:{server.port}" == server.url()
            assert 200 == get(server.url() + "/_mock/health")[0]

    def test_writes_nothing_on_standard_error(self, server, capfd):
        """
        Requests are in the journal, not on the terminal, where their tokens would show.
        """
        token = mint("partner-key", "wrong")
        get(server.url() + f"/data/v1/telemetry?jwt={token}", b"{}")
        with socket.create_connection((server.host, server.port)) as client:
            client.sendall(f"GET /{token} garbage\r\n\r\n".encode())
            client.recv(100)

        assert ("", "") == capfd.readouterr()


def _json(answer):
    status, body = answer

    return status, json.loads(body)


def test_the_control_api_lets_in_who_calls_by_the_given_address():
    """
    The address that the server was told to listen on is this machine, too.
    """
    with (
        MockServer(Settings(host="127.0.0.2")) as server,
        urllib.request.urlopen(server.url() + "/_mock/stats") as answer,
    ):
        status = answer.status

    assert 200 == status
