"""
``sunbird-mock serve``: what it refuses before it starts, and what it says when it has.
"""

import pytest

from sunbird_mockserver.cli import main
from sunbird_mockserver.cli.banner import banner
from sunbird_mockserver.config import settings_from


@pytest.fixture
def config(tmp_path):
    """
    Writes a configuration, and has its path.
    """

    def write(text):
        path = tmp_path / "sunbird-mock.toml"
        path.write_text(text, "utf-8")

        return str(path)

    return write


class TestCannotRun:
    @pytest.mark.parametrize(
        ("text", "flags", "message"),
        [
            ("port = '9001'", ["--port", "0"], "port is '9001'; it should be a whole number."),
            ("gateway = 5", ["--gateway-cors", "open"], "gateway is 5; it should be a table."),
            ("[[consumers]]", [], "consumers[0].username is missing."),
            (
                "now = 1700000000",
                [],
                "now is '1700000000'; it looks like seconds; write 1700000000000.",
            ),
        ],
    )
    def test_a_mistake_in_the_file_is_named_with_the_file(
        self, capsys, config, text, flags, message
    ):
        """
        A mistake in the file is one even where a flag would hide it.
        """
        path = config(text)

        assert 2 == main(["serve", "--config", path, *flags])

        assert ("", f"sunbird-mock: {path}: {message}\n") == capsys.readouterr()

    def test_a_flag_with_a_value_of_no_use_is_named(self, capsys):
        """
        A flag is named as the key that it sets.
        """
        assert 2 == main(["serve", "--limits-journal-events", "0"])

        assert "sunbird-mock: limits.journal_events is 0; it should be 1 or more.\n" == (
            capsys.readouterr().err
        )

    @pytest.mark.parametrize("token", ["", "hush hush", "hush\n"])
    def test_a_control_token_of_no_use_is_named_and_not_shown(self, capsys, config, token):
        """
        Neither the flag nor the key may be empty, or have what a header cannot carry.
        """
        written = token.replace("\n", "\\n")

        assert 2 == main(["serve", "--control-token", token])
        assert 2 == main(["serve", "--config", config(f'[control]\ntoken = "{written}"')])

        shown = capsys.readouterr().err
        assert 2 == shown.count("control.token ")
        assert 2 == shown.count("\n")
        assert "hush" not in shown

    def test_a_time_in_seconds_is_named(self, capsys):
        """
        As milliseconds it would be a time in 1970.
        """
        assert 2 == main(["serve", "--now", "1700000000"])

        assert "looks like seconds; write 1700000000000." in capsys.readouterr().err

    def test_a_key_of_two_is_a_sentence(self, capsys, config):
        """
        Never a traceback.
        """
        declared = '[[consumers]]\nusername = "a"\n'
        keys = '[[consumers.credentials]]\nkey = "mobile_app-key"\nsecret = "s"\n'

        assert 2 == main(["serve", "--config", config(declared + keys)])

        assert 1 == capsys.readouterr().err.count("\n")


STANDARD = (
    "mobile_device, mobile_devicev2, desktop_admin, desktop_app, desktop_device, "
    "portal_anonymous_register, portal_loggedin_register, portal_anonymous, portal_loggedin, "
    "portal_anonymous_fallback_token, portal_loggedin_fallback_token"
)


def shown(**table):
    """
    The rows of the banner, each on one line and with single spaces.
    """
    unfolded = banner(settings_from(table)).replace("\n" + " " * 20, " ")

    return [" ".join(row.split()) for row in unfolded.splitlines()]


class TestBanner:
    def test_without_a_configuration_everything_is_there_for_the_first_request(self):
        """
        Where to send, where to look, and with what.
        """
        assert [
            "Sunbird is at http://127.0.0.1:9001 (profile sunbird). Ctrl-C ends it.",
            "clients send to http://127.0.0.1:9001/api/data/v1/telemetry",
            "host of their SDK http://127.0.0.1:9001",
            "what arrived http://127.0.0.1:9001/_mock/events",
            "key and secret partner-key / partner-secret",
            (
                "also NAME-key / NAME-secret, where NAME is api-admin, mobile_admin, mobile_app, "
                + STANDARD
            ),
        ] == shown()

    def test_names_declared_consumers_with_their_keys(self):
        """
        Each has a line; nothing says a secret.
        """
        lines = shown(
            consumers=[
                {
                    "username": "app",
                    "credentials": [{"key": "k1", "secret": "hush"}, {"key": "k2", "secret": "sh"}],
                },
                {"username": "mobile_app"},
            ]
        )

        assert [
            "consumer app with k1, k2",
            "consumer mobile_app without a key, in place of the standard one",
            f"also NAME-key / NAME-secret, where NAME is api-admin, mobile_admin, {STANDARD}",
        ] == lines[4:]

    def test_fits_a_wide_terminal(self):
        """
        A long row goes on below its own beginning.
        """
        assert 100 >= max(map(len, banner(settings_from({})).splitlines()))

    @pytest.mark.parametrize(
        ("host", "url"),
        [
            ("0.0.0.0", "http://127.0.0.1:9001"),
            ("::", "http://[::1]:9001"),
            ("0:0:0:0:0:0:0:0", "http://[::1]:9001"),
        ],
    )
    def test_all_addresses_are_one_that_clients_can_use(self, host, url):
        """
        Nobody can send to 0.0.0.0 everywhere.
        """
        lines = shown(host=host)

        assert lines[0].startswith(f"Sunbird is at {url} (")
        assert f"listens on all addresses of this machine ({host})" == lines[1]

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "2001:db8::7"])
    @pytest.mark.parametrize(
        ("control", "access"),
        [
            (
                {},
                (
                    "/_mock answers only this machine, unless --control-token TOKEN or "
                    "--control-open is given."
                ),
            ),
            (
                {"token": "hush"},
                "with the control token, which HTTP does not encrypt, it can use /_mock.",
            ),
            (
                {"open": True},
                "it can also read and reset what arrived, because the control API is open.",
            ),
            (
                {"open": True, "token": "hush"},
                "with the control token, which HTTP does not encrypt, it can use /_mock.",
            ),
        ],
    )
    def test_warns_where_other_machines_reach_it(self, host, control, access):
        """
        One sentence: what devices in the network can do, and what lets them do more.
        """
        warnings = [line for line in shown(host=host, control=control) if "warning" in line]

        assert [f"warning Any device in the network can send telemetry; {access}"] == warnings

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
    @pytest.mark.parametrize("control", [{}, {"token": "hush"}, {"open": True}])
    def test_does_not_warn_on_this_machine(self, host, control):
        """
        No other machine reaches a loopback address.
        """
        assert not any("network" in line for line in shown(host=host, control=control))

    @pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
    def test_states_that_a_token_is_needed_and_not_which(self, host):
        """
        The token is a secret.
        """
        text = banner(settings_from({"host": host, "control": {"token": "hush"}}))

        assert "/_mock/events with the control token\n" in text
        assert "hush" not in text

    @pytest.mark.parametrize(
        ("host", "url"),
        [
            ("localhost", "http://localhost:9001"),
            ("::1", "http://[::1]:9001"),
            ("192.168.0.7", "http://192.168.0.7:9001"),
        ],
    )
    def test_one_address_is_shown_as_it_was_given(self, host, url):
        """
        What was given is what clients use.
        """
        lines = shown(host=host)

        assert lines[0].startswith(f"Sunbird is at {url} (")
        assert not lines[1].startswith("listens on")

    @pytest.mark.parametrize(
        ("table", "key"),
        [
            ({}, "partner-key"),
            ({"consumers": [{"username": "a"}]}, "KEY"),
            (
                {"consumers": [{"username": "a", "credentials": [{"key": "k", "secret": "s"}]}]},
                "k",
            ),
        ],
    )
    def test_spark_wants_a_kid(self, table, key):
        """
        A token as the SDK makes it is refused there, so it says what to make instead.
        """
        assert (
            f"tokens need a kid: sunbird-mock token --key {key} --header kid={key}"
            == (shown(profile="spark", **table)[-1])
        )
