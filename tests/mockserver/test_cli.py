import pytest
from click import Command

from sunbird_mockserver.cli import main
from sunbird_mockserver.cli.main import command
from sunbird_mockserver.cli.options import merged, settings_options

COULD_NOT_RUN = 2


class TestMain:
    def test_help_names_every_command(self, capsys):
        """
        Help is on standard output, and shows what there is to call.
        """
        assert 0 == main(["--help"])

        shown = capsys.readouterr().out
        assert all(name in shown for name in command.commands)

    @pytest.mark.parametrize("name", command.commands)
    def test_every_command_has_help(self, capsys, name):
        """
        Each command explains itself.
        """
        assert 0 == main([name, "--help"])

        assert capsys.readouterr().out.startswith(f"Usage: sunbird-mock {name}")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["serve", "--prot", "1"], "No such option '--prot'"),
            (["serve", "--port", "x"], "'x' is not a valid integer"),
            (["serve", "--profile", "moon"], "'moon' is not one of 'sunbird', 'spark'"),
            (["serve", "--config", "none.toml"], "none.toml cannot be read: No such file"),
            (["sevre"], "No such command 'sevre'"),
        ],
    )
    def test_a_wrong_call_is_two_and_a_sentence_on_standard_error(self, capsys, arguments, message):
        """
        Exit 2: it could not run, and standard error says why.
        """
        assert COULD_NOT_RUN == main(arguments)

        captured = capsys.readouterr()
        assert message in captured.err
        assert not captured.out


class TestSettingsOptions:
    def test_every_flag_says_what_it_does(self):
        """
        Help texts come from the settings' own descriptions, so none may be missing.
        """
        flags = settings_options(Command("any")).params

        assert {
            "--profile",
            "--host",
            "--port",
            "--gateway-max-body-bytes",
            "--gateway-cors",
            "--gateway-portal",
            "--service-version",
            "--adminutil-issuer",
            "--adminutil-refresh-kid",
            "--adminutil-refresh-secret",
            "--adminutil-refresh-public-key",
            "--adminutil-access-validity-s",
            "--adminutil-offline-validity-s",
            "--limits-journal-events",
            "--limits-journal-bytes",
        } == {flag.opts[0] for flag in flags}
        assert all(flag.help and not flag.help.startswith(" [") for flag in flags)


class TestMerged:
    def test_a_flag_wins_over_the_file(self):
        """
        What is said on the command line is nearer than what the file says.
        """
        table = {"port": 1, "gateway": {"cors": "open", "portal": "open"}}

        assert {"port": 2, "gateway": {"cors": "real", "portal": "open"}} == merged(
            table, {"port": 2, "gateway__cors": "real", "profile": None}
        )
