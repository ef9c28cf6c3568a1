"""
Access to the control API from other machines, and with a token.

Neither application has a network here: both get the addresses as their server would report them.
"""

from __future__ import annotations

import asyncio
import json

import pytest
from werkzeug.test import Client

from sunbird_mockserver import Mock, Settings, create_app
from sunbird_mockserver.control.access import is_local
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.servers.asgi import create_asgi_app
from sunbird_mockserver.servers.wsgi import read_delivery
from sunbird_mockserver.settings import Control, SettingError

PAGE = "http://app.example:3000"
TOKEN = "c0ntrol-t0ken"
BEARER = f"Bearer {TOKEN}"
ELSEWHERE = "192.0.2.5"
OWN = "192.0.2.1"


class Socket:
    """
    A connection with this name at its own end.
    """

    def __init__(self, name):
        self.name = name

    def getsockname(self):
        """
        Return the name, or fail with it.
        """
        if isinstance(self.name, OSError):
            raise self.name
        return self.name


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def error(self):
        """
        The sentence of a refusal.
        """
        return json.loads(self.body)["error"]


def through_wsgi(mock, ends, method, path, headers):
    client, server = ends
    addresses = {} if server is None else {"werkzeug.socket": Socket((server, 9001))}
    if client is not None:
        addresses["REMOTE_ADDR"] = client
    got = Client(create_app(mock)).open(
        path, method=method, headers=headers, environ_overrides=addresses
    )

    return Answer(got.status_code, got.headers, got.data)


def through_asgi(mock, ends, method, path, headers):
    client, server = ends
    sent = []
    scope = {
        "method": method,
        "raw_path": path.encode(),
        "query_string": b"",
        "client": client and (client, 50000),
        "server": server and (server, 9001),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(create_asgi_app(mock)(scope, receive, send))
    start, end = sent
    got = [(name.decode(), value.decode()) for name, value in start["headers"]]

    return Answer(start["status"], got, end["body"])


@pytest.fixture(params=[through_wsgi, through_asgi], ids=["wsgi", "asgi"])
def ask(request):
    """
    Sends one request to a mock with *control* through one of the applications.
    """

    def ask(
        path="/_mock/stats",
        *,
        client=ELSEWHERE,
        server=OWN,
        method="GET",
        mock=None,
        control=None,
        **headers,
    ):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        mock = mock or Mock(Settings(control=Control(**(control or {}))))

        return request.param(mock, (client, server), method, path, {"Host": "localhost"} | named)

    return ask


class TestIsLocal:
    @pytest.mark.parametrize(
        "client",
        [
            "127.0.0.1",
            "127.0.0.2",
            "127.255.255.254",
            "::1",
            "0:0:0:0:0:0:0:1",
            "::ffff:127.0.0.1",
            "::FFFF:127.9.9.9",
            "::ffff:7f00:1",
        ],
    )
    @pytest.mark.parametrize("server", [None, "", OWN, "0.0.0.0", "::", "not-an-address"])
    def test_is_true_of_loopback_addresses(self, client, server):
        """
        A loopback address is of this machine, whatever the address of this end is.
        """
        assert is_local(client, server)

    @pytest.mark.parametrize(
        ("client", "server"),
        [
            (OWN, OWN),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("192.0.2.1", "::ffff:192.0.2.1"),
            ("::ffff:192.0.2.1", "::ffff:c000:201"),
            ("2001:db8::1", "2001:DB8:0::1"),
            ("fe80::1%2", "fe80::1%2"),
        ],
    )
    def test_is_true_of_the_address_that_was_called(self, client, server):
        """
        A connection whose ends have the same address does not leave this machine.
        """
        assert is_local(client, server)

    @pytest.mark.parametrize(
        "client",
        [
            ELSEWHERE,
            "::ffff:192.0.2.5",
            "10.0.0.1",
            "192.168.0.7",
            "169.254.1.1",
            "128.0.0.1",
            "126.255.255.255",
            "0.0.0.0",
            "::",
            "::2",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fe80::1%3",
            "2001:db8::5",
        ],
    )
    @pytest.mark.parametrize("server", [None, OWN, "127.0.0.1", "::1", "fe80::1%2"])
    def test_is_false_of_any_other_address(self, client, server):
        """
        Private addresses, and those that only contain 127.0.0.1, are of other machines.
        """
        assert not is_local(client, server)

    @pytest.mark.parametrize(
        "client",
        [
            None,
            "",
            " ",
            "localhost",
            "<local>",
            "/run/mock.sock",
            "127.0.0.1:80",
            "[::1]",
            "127.1",
            "0x7f.0.0.1",
            "127.0.0.01",
            " 127.0.0.1",
            "127.0.0.1, 192.0.2.5",
            "127.0.0.1%1",
            "2130706433",
        ],
    )
    def test_is_false_of_what_is_no_address(self, client):
        """
        An address that is unknown, as behind a UNIX socket, is not local, even if both ends have
        the same.
        """
        assert not is_local(client, None)
        assert not is_local(client, client)


class TestClientAddress:
    @pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", OWN])
    def test_of_this_machine_may(self, ask, client):
        """
        Programs on this machine use the control API without a token.
        """
        assert 200 == ask(client=client).status

    @pytest.mark.parametrize("client", [ELSEWHERE, "::ffff:192.0.2.5", "2001:db8::5"])
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/_mock/stats"),
            ("GET", "/_mock/events"),
            ("GET", "/_mock/events/wait"),
            ("HEAD", "/_mock/deliveries"),
            ("POST", "/_mock/reset"),
            ("PUT", "/_mock/faults"),
            ("DELETE", "/_mock/faults"),
            ("OPTIONS", "/_mock/stats"),
            ("GET", "/_mock"),
            ("GET", "/_mock/"),
            ("GET", "/_mock/nothing"),
            ("GET", "/_mock/health/"),
            ("GET", "/i/box/_mock/stats"),
        ],
    )
    def test_of_another_machine_may_not(self, ask, client, method, path):
        """
        Another machine is refused for every call, with any Host.
        """
        assert 403 == ask(path, client=client, method=method).status

    def test_of_another_machine_is_refused_with_the_flags_to_give(self, ask):
        """
        The refusal names the address, and both flags and keys that let it in.
        """
        assert ask().error == (
            "Address '192.0.2.5' is not this machine. If it should reach the control API, give "
            "--control-token TOKEN (control.token) and send Authorization: Bearer TOKEN, or let "
            "every machine in with --control-open (control.open = true)."
        )

    def test_of_another_machine_resets_nothing(self, ask):
        """
        A refused reset has no effect.
        """
        mock = Mock()
        mock.receive(Delivery("POST", "/v1/telemetry", "", {}, b""))

        ask("/_mock/reset", method="POST", mock=mock)

        assert 1 == len(mock.journal.deliveries("default"))

    @pytest.mark.parametrize("server", [None, OWN])
    @pytest.mark.parametrize(
        "header",
        ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP", "Client"],
    )
    def test_is_never_taken_from_a_header(self, ask, header, server):
        """
        A header that names another address changes nothing, in either direction.
        """
        named = "for=127.0.0.1" if header == "Forwarded" else "127.0.0.1"
        foreign = "for=192.0.2.5" if header == "Forwarded" else ELSEWHERE

        assert 403 == ask(server=server, **{header: named}).status
        assert 200 == ask(server=server, client="127.0.0.1", **{header: foreign}).status

    @pytest.mark.parametrize("client", ["", "<local>", "localhost", "/run/mock.sock"])
    def test_that_is_unknown_may_not(self, ask, client):
        """
        A server that does not know the address, as behind a UNIX socket, lets nobody in.
        """
        refused = ask(client=client, server=client)

        assert 403 == refused.status
        assert "--control-token" in refused.error

    def test_of_another_machine_may_ask_for_health(self, ask):
        """
        Health is open to everybody.
        """
        assert 200 == ask("/_mock/health").status
        assert 200 == ask("/_mock/health", control={"token": TOKEN}).status

    @pytest.mark.parametrize("control", [{}, {"token": TOKEN}, {"open": True}])
    def test_of_another_machine_may_send_telemetry(self, ask, control):
        """
        Telemetry is taken from anybody, without the control token.
        """
        assert 200 == ask("/health", control=control).status
        assert 401 == ask("/data/v1/telemetry", method="POST", control=control).status


class TestUnknownClientAddress:
    def test_of_wsgi_without_a_server_is_local(self):
        """
        Without REMOTE_ADDR there is no server: the request comes from this process.
        """
        assert 200 == through_wsgi(Mock(), (None, None), "GET", "/_mock/stats", {}).status

    def test_of_asgi_is_not_local(self):
        """
        An ASGI server that listens on a UNIX socket reports no client.
        """
        host = {"Host": "localhost"}
        refused = through_asgi(Mock(), (None, None), "GET", "/_mock/stats", host)

        assert 403 == refused.status
        assert refused.error.startswith("The client has no address. If it should reach ")

    @pytest.mark.parametrize("name", ["/run/mock.sock", "", OSError("closed")])
    def test_of_this_end_is_no_failure(self, name):
        """
        A UNIX socket has no address, and a closed one no name.
        """
        variables = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "werkzeug.socket": Socket(name)}

        delivery, _ = read_delivery(variables, now=lambda _: 0)

        assert delivery.server_address is None

    def test_of_a_delivery_made_by_a_program_is_local(self):
        """
        A delivery that is built by hand comes from this process.
        """
        made = Delivery("GET", "/_mock/stats", "", {}, b"")

        assert is_local(made.client_address, made.server_address)


class TestOpen:
    def test_lets_other_machines_in(self, ask):
        """
        With control.open every machine uses the control API, an unknown address too.
        """
        assert 200 == ask(control={"open": True}).status
        assert 200 == ask(control={"open": True}, client="").status

    @pytest.mark.parametrize("client", [ELSEWHERE, "127.0.0.1"])
    def test_keeps_the_rules_for_host_and_origin(self, ask, client):
        """
        A page elsewhere in the web is refused as before.
        """
        rebound = ask(control={"open": True}, client=client, Host="evil.example")
        foreign = ask(control={"open": True}, client=client, Origin="https://evil.example")

        assert (403, 403) == (rebound.status, foreign.status)
        assert "control.allowed_hosts" in rebound.error
        assert "control.allowed_origins" in foreign.error

    def test_does_not_replace_the_token(self, ask):
        """
        Where both are set, the token is required.
        """
        both = {"open": True, "token": TOKEN}

        assert 401 == ask(control=both).status
        assert 200 == ask(control=both, Authorization=BEARER).status


class TestHost:
    @pytest.mark.parametrize(
        ("server", "host"),
        [
            (OWN, OWN),
            (OWN, f"{OWN}:9001"),
            (f"::ffff:{OWN}", f"{OWN}:9001"),
            ("2001:db8::1", "[2001:db8::1]:9001"),
        ],
    )
    def test_may_be_the_address_that_was_called(self, ask, server, host):
        """
        A server on all addresses is called by one of them, which no name was made to resolve to.
        """
        assert 200 == ask(control={"open": True}, server=server, Host=host).status

    @pytest.mark.parametrize(
        ("server", "host"),
        [
            (OWN, "192.0.2.2"),
            (OWN, f"{OWN}.evil.example"),
            (OWN, f"evil.example:{OWN}"),
            (None, "None"),
            (None, "none"),
            (None, ""),
            ("mock", "mock"),
        ],
    )
    def test_may_not_be_another(self, ask, server, host):
        """
        Any other address or name is as foreign as before.
        """
        assert 403 == ask(control={"open": True}, server=server, Host=host).status


class TestToken:
    @pytest.mark.parametrize("client", [ELSEWHERE, "127.0.0.1", "::1", OWN, ""])
    @pytest.mark.parametrize("sent", [BEARER, f"bearer {TOKEN}", f"BEARER  {TOKEN}"])
    def test_lets_its_holder_in(self, ask, client, sent):
        """
        Who sends the token is let in from everywhere; the scheme has no case (RFC 9110 11.1).
        """
        assert 200 == ask(control={"token": TOKEN}, client=client, Authorization=sent).status

    @pytest.mark.parametrize("client", [ELSEWHERE, "127.0.0.1", OWN])
    @pytest.mark.parametrize(
        "sent",
        [
            None,
            "",
            "Bearer",
            "Bearer ",
            TOKEN,
            f"Basic {TOKEN}",
            f"Bearer{TOKEN}",
            f"Bearer {TOKEN[:-1]}",
            f"Bearer {TOKEN}x",
            f"Bearer {TOKEN.upper()}",
            f"Bearer {TOKEN} x",
            f"Bearer {TOKEN}, Bearer {TOKEN}",
            f"Bearer Bearer {TOKEN}",
            f"Bearer {TOKEN}\xe9",
            f"Bearer '{TOKEN}'",
            "Bearer None",
        ],
    )
    def test_keeps_everybody_else_out(self, ask, client, sent):
        """
        Without the exact token nobody is let in, from this machine neither.
        """
        headers = {} if sent is None else {"Authorization": sent}
        refused = ask(control={"token": TOKEN}, client=client, **headers)

        assert (401, "Bearer") == (refused.status, refused.headers["www-authenticate"])

    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            (f"/_mock/stats?token={TOKEN}", {}),
            (f"/_mock/stats?access_token={TOKEN}", {}),
            ("/_mock/stats", {"X-Control-Token": TOKEN}),
            ("/_mock/stats", {"Proxy-Authorization": BEARER}),
            ("/_mock/stats", {"Cookie": f"token={TOKEN}"}),
        ],
    )
    def test_is_taken_from_the_authorization_header_alone(self, ask, path, headers):
        """
        Nothing else is looked at: a query is written into logs.
        """
        assert 401 == ask(path, control={"token": TOKEN}, **headers).status

    def test_is_named_by_its_flag_and_not_shown(self, ask):
        """
        The refusal names the header to send and the flag that has the value.
        """
        refused = ask(control={"token": TOKEN}, Authorization="Bearer wr0ng")

        assert refused.error == (
            "The control API requires its token. Send it as Authorization: Bearer TOKEN, where "
            "TOKEN is the value of --control-token (control.token)."
        )

    def test_does_not_replace_the_rules_for_host_and_origin(self, ask):
        """
        A page elsewhere in the web is refused even with the token.
        """
        control = {"token": TOKEN}

        assert 403 == ask(control=control, Host="evil.example", Authorization=BEARER).status
        assert 403 == ask(control=control, Origin="null", Authorization=BEARER).status

    @pytest.mark.parametrize("token", ["a", "~" * 5000, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"])
    def test_may_have_any_visible_characters(self, ask, token):
        """
        Every printable character of ASCII but the blank arrives as it was set.
        """
        control = {"token": token}

        assert 200 == ask(control=control, Authorization=f"Bearer {token}").status
        assert 401 == ask(control=control, Authorization=f"Bearer {token}x").status


class TestPreflight:
    CONTROL = {"token": TOKEN, "allowed_origins": (PAGE,)}  # noqa: RUF012  never changed

    @pytest.mark.parametrize("client", [ELSEWHERE, "127.0.0.1"])
    def test_of_an_allowed_page_needs_no_token(self, ask, client):
        """
        Browsers ask without credentials whether the page may send some.
        """
        answer = ask(
            method="OPTIONS",
            client=client,
            control=self.CONTROL,
            Origin=PAGE,
            Access_Control_Request_Method="GET",
            Access_Control_Request_Headers="authorization",
        )
        cors = {name: value for name, value in answer.headers.items() if name.startswith("access")}

        assert (204, b"") == (answer.status, answer.body)
        assert cors == {
            "access-control-allow-origin": PAGE,
            "access-control-allow-methods": "GET, POST, PUT, DELETE",
            "access-control-allow-headers": "authorization",
        }

    def test_of_another_page_fails(self, ask):
        """
        The browser of any other page stops there.
        """
        answer = ask(method="OPTIONS", control=self.CONTROL, Origin="https://evil.example")

        assert 403 == answer.status
        assert "access-control-allow-origin" not in answer.headers

    def test_is_the_only_call_without_a_token(self, ask):
        """
        OPTIONS from a program is no preflight.
        """
        assert 401 == ask(method="OPTIONS", control=self.CONTROL).status

    def test_is_followed_by_a_refusal_that_the_page_can_read(self, ask):
        """
        A page that was allowed, and has no token, reads why it is refused.
        """
        refused = ask(control=self.CONTROL, Origin=PAGE)

        assert 401 == refused.status
        assert PAGE == refused.headers["access-control-allow-origin"]


class TestTokenSetting:
    @pytest.mark.parametrize(
        ("token", "what"),
        [
            ("", "is empty"),
            *(
                (token, "has characters other than visible ASCII ones")
                for token in (" ", "a b", " a", "a ", "a\n", "a\tb", "a\0", "a\x7f", "a\xa0", "ü")
            ),
        ],
    )
    def test_that_a_header_cannot_carry_is_a_mistake(self, token, what):
        """
        Blanks and invisible characters are refused, and the error does not show the value.
        """
        with pytest.raises(SettingError) as caught:
            Control(token=token)

        assert str(caught.value) == (
            f"token {what}. Give letters, digits and punctuation without blanks, or no token at "
            "all."
        )

    def test_is_not_part_of_what_is_printed(self):
        """
        The settings are printed without it.
        """
        assert TOKEN not in repr(Settings(control=Control(token=TOKEN)))
