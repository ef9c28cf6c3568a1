"""
Who may use the control API.
"""

import pytest

from asking import Api, event
from sunbird_mockserver import Settings
from sunbird_mockserver.settings import Control

PAGE = "http://app.example:3000"


def api(host="127.0.0.1", hosts=(), origins=()):
    control = Control(allowed_hosts=hosts, allowed_origins=origins)

    return Api(Settings(host=host, control=control))


class TestHost:
    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1",
            "127.0.0.1:9001",
            "localhost",
            "localhost:80",
            "LocalHost:9001",
            "[::1]",
            "[::1]:9001",
        ],
    )
    def test_of_this_machine_may(self, host):
        """
        The names of this machine are let in, on any port.
        """
        assert 200 == api().ask("stats", host=host).status_code

    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "evil.example:9001",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "127.0.0.1@evil.example",
            "evil.example@127.0.0.1",
            "127.0.0.1#.evil.example",
            "127.0.0.1/evil",
            "localhost, evil.example",
            "[::1].evil.example",
            "[::2]",
            "::1",
            "127.0.0.1:x",
            "192.168.0.7",
            "[",
            " ",
        ],
    )
    def test_of_another_machine_may_not(self, host):
        """
        A page whose name was made to resolve to this machine is refused, however it spells that.
        """
        assert 403 == api().ask("stats", host=host).status_code

    def test_is_told_what_to_set(self):
        """
        The refusal names the host and the setting.
        """
        assert api().ask("events", host="evil.example").json == {
            "error": "Host 'evil.example' is not this machine. If it should reach the control API, "
            "add it to control.allowed_hosts."
        }

    @pytest.mark.parametrize(
        ("given", "host"),
        [
            ("192.168.0.7", "192.168.0.7:9001"),
            ("mock.local", "Mock.Local:9001"),
            ("fe80::7", "[FE80::7]:9001"),
            ("[fe80::7]", "[fe80::7]"),
        ],
    )
    def test_that_was_given_may(self, given, host):
        """
        The address that the server was told to listen on is let in, and hosts that were allowed.
        """
        assert 200 == api(host=given).ask("stats", host=host).status_code
        assert 200 == api(hosts=(given,)).ask("stats", host=host).status_code

    def test_without_a_name_may_not(self):
        """
        No setting lets in a request that names no host.
        """
        assert 403 == api(host="", hosts=("",)).ask("stats", host="").status_code


class TestOrigin:
    def test_of_the_server_itself_may(self):
        """
        The mock's own pages are let in.
        """
        answer = api().ask("stats", host="localhost:9001", origin="http://localhost:9001")

        assert 200 == answer.status_code

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "http://localhost:9002",
            "http://localhost",
            "https://localhost:9001",
            "http://127.0.0.1:9001",
            "http://localhost:9001.evil.example",
            "",
        ],
    )
    def test_of_another_page_may_not(self, origin):
        """
        Any other page is refused: another name, port or scheme is another origin.
        """
        answer = api().ask("stats", host="localhost:9001", origin=origin)

        assert 403 == answer.status_code
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_is_told_what_to_set(self):
        """
        The refusal names the origin and the setting.
        """
        assert api().ask("events", origin="null").json == {
            "error": "Pages from 'null' may not use the control API. If these should, "
            "add it to control.allowed_origins."
        }

    def test_of_another_page_resets_nothing(self):
        """
        A page somewhere in the web cannot empty an inbox.
        """
        mock = api()
        mock.send(event())
        mock.ask("reset", method="POST", origin="https://evil.example")

        assert [1] == mock.seqs()

    @pytest.mark.parametrize("named", [PAGE, PAGE + "/"])
    @pytest.mark.parametrize(
        ("call", "status"), [("stats", 200), ("x", 404), ("reset", 405), ("events?limit=x", 400)]
    )
    def test_that_was_allowed_may_and_reads_all_answers(self, named, call, status):
        """
        A page that was named reads the answers, those that say what is wrong included.
        """
        answer = api(origins=(named,)).ask(call, origin=PAGE)

        assert status == answer.status_code
        assert PAGE == answer.headers["Access-Control-Allow-Origin"]
        assert "Origin" == answer.headers["Vary"]

    def test_allowed_does_not_help_a_wrong_host(self):
        """
        Host and Origin must both be right.
        """
        assert 403 == api(origins=(PAGE,)).ask("stats", host="evil", origin=PAGE).status_code


class TestPreflight:
    def test_of_an_allowed_page_passes(self):
        """
        The browser hears that the page may send what it wants to.
        """
        answer = api(origins=(PAGE,)).ask(
            "faults",
            method="OPTIONS",
            origin=PAGE,
            access_control_request_method="PUT",
            access_control_request_headers="content-type",
        )
        cors = {name: value for name, value in answer.headers if name.startswith("Access")}

        assert (204, b"") == (answer.status_code, answer.data)
        assert cors == {
            "Access-Control-Allow-Origin": PAGE,
            "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
            "Access-Control-Allow-Headers": "content-type",
        }

    def test_allows_no_header_that_was_not_asked_for(self):
        """
        Who asks for no header hears of none.
        """
        answer = api(origins=(PAGE,)).ask("stats", method="OPTIONS", origin=PAGE)

        assert "Access-Control-Allow-Headers" not in answer.headers

    def test_of_another_page_fails(self):
        """
        The browser of any other page stops there.
        """
        answer = api(origins=(PAGE,)).ask("stats", method="OPTIONS", origin="https://evil.example")

        assert 403 == answer.status_code
        assert "Access-Control-Allow-Origin" not in answer.headers


class TestHealth:
    @pytest.mark.parametrize(
        "headers", [{"host": "mock.internal:9001"}, {"origin": "https://evil.example"}]
    )
    def test_is_open_to_everybody(self, headers):
        """
        Whoever waits for the server may ask for its health, under any name.
        """
        assert 200 == api().ask("health", **headers).status_code

    def test_is_readable_only_for_allowed_pages(self):
        """
        To be answered is not to be read: browsers keep the answer from other pages.
        """
        answer = api().ask("health", origin="https://evil.example")

        assert "Access-Control-Allow-Origin" not in answer.headers


def test_telemetry_is_not_guarded():
    """
    The copied Sunbird takes telemetry from anywhere, as the real one does.
    """
    mock = api()
    answer = mock.post("{}", host="evil.example", origin="null")

    assert 401 == answer.status_code
