import subprocess
import sys

import click
import pytest
from click import Command

from sunbird_mockserver.cli import main
from sunbird_mockserver.cli.command import command
from sunbird_mockserver.cli.configured import merged
from sunbird_mockserver.cli.options import settings_options

COULD_NOT_RUN = 2
INTERRUPTED = 130
HEAVY = {
    "werkzeug",
    "pytest_httpserver",
    "pytest",
    "uvicorn",
    "rich",
    "cryptography",
    "jwt",
    "asyncio",
}

LOADED = """
import sys
from sunbird_mockserver.cli import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
raise SystemExit(code)
"""
INTERRUPT = """
import sys

class CtrlC:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
from sunbird_mockserver.cli import main
raise SystemExit(main(sys.argv[2:]))
"""


def run(*arguments):
    """
    A Python of its own, with these arguments.
    """
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


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

    def test_without_arguments_it_shows_its_help(self, capsys):
        """
        There is no command to guess: it could not run, and says what there is.
        """
        assert COULD_NOT_RUN == main([])

        assert "Usage: sunbird-mock" in "".join(capsys.readouterr())

    @pytest.mark.parametrize("arguments", [[], *([name] for name in command.commands)])
    def test_help_fits_a_terminal(self, capsys, arguments):
        """
        No line of a help text is longer than 80 columns, and each has examples.
        """
        main([*arguments, "--help"])

        shown = capsys.readouterr().out
        assert [] == [line for line in shown.splitlines() if len(line) > 80]
        assert "Examples:\n" in shown

    def test_summaries_are_whole_sentences(self, capsys):
        """
        The list of commands cuts nothing off.
        """
        main(["--help"])

        rows = capsys.readouterr().out.partition("Commands:\n")[2].partition("\n\n")[0]
        assert [] == [row for row in rows.splitlines() if not row.endswith((".", ")"))]

    @pytest.mark.parametrize("name", command.commands)
    def test_every_command_is_in_the_module_of_its_name(self, name):
        """
        A row of the table leads to a command that is called like that.
        """
        assert name == command.get_command(click.Context(command), name).name

    def test_is_also_a_module(self):
        """
        ``python -m sunbird_mockserver`` is the same command.
        """
        ran = run("-m", "sunbird_mockserver", "--help")

        assert (0, "") == (ran.returncode, ran.stderr)
        assert ran.stdout.startswith("Usage: sunbird-mock ")


class TestStart:
    @pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["token"]])
    def test_loads_no_more_than_it_needs(self, arguments):
        """
        What answers at once loads neither a server nor a large library.
        """
        assert set() == HEAVY.intersection(run("-c", LOADED, *arguments).stderr.split())

    def test_help_loads_no_command(self):
        """
        The commands load when they are called.
        """
        loaded = run("-c", LOADED, "--help").stderr.split()

        assert not {f"sunbird_mockserver.cli.{name}" for name in command.commands} & set(loaded)

    @pytest.mark.parametrize(
        ("module", "arguments"),
        [
            ("click", ["--help"]),
            ("sunbird_mockserver.cli.serve", ["serve"]),
            ("sunbird_mockserver.mock", ["serve", "--port", "0"]),
            ("uvicorn", ["serve", "--port", "0"]),
            ("sunbird_mockserver.demo", ["demo"]),
            ("sunbird_mockserver.diagnosis.token_report", ["token", "--explain", "x"]),
        ],
    )
    def test_ctrl_c_while_it_loads_is_no_traceback(self, module, arguments):
        """
        Whoever changes their mind at once gets the exit code of that, and not a word.
        """
        ran = run("-c", INTERRUPT, module, *arguments)

        assert (INTERRUPTED, "", "") == (ran.returncode, ran.stdout, ran.stderr.strip())


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
            "--now",
            "--timezone",
            "--environment",
            "--pipeline-batch-ttl-s",
            "--pipeline-mid-ttl-s",
            "--pipeline-ignore-months",
            "--pipeline-max-event-bytes",
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
            "--control-token",
            "--control-open",
        } == {flag.opts[0] for flag in flags}
        assert all(flag.help and not flag.help.startswith(" [") for flag in flags)

    @pytest.mark.parametrize(
        ("arguments", "value"),
        [([], None), (["--control-open"], True), (["--no-control-open"], False)],
    )
    def test_a_key_that_is_true_or_false_has_two_flags(self, arguments, value):
        """
        Without either the file decides.
        """
        flags = settings_options(Command("any"))

        assert value is flags.make_context("any", arguments).params["control__open"]


class TestSecret:
    @pytest.fixture
    def token(self):
        """
        Reads the value of ``--control-token``.
        """
        flags = settings_options(Command("any"))

        def read(given):
            return flags.make_context("any", ["--control-token", given]).params["control__token"]

        return read

    @pytest.mark.parametrize("content", ["hush", "hush\n", "hush\r\n"])
    def test_is_read_from_a_file(self, tmp_path, token, content):
        """
        ``@FILE`` keeps a secret out of the list of processes; one line end is not part of it.
        """
        path = tmp_path / "token"
        path.write_bytes(content.encode())

        assert "hush" == token(f"@{path}")

    @pytest.mark.parametrize("given", ["hush", "a@b", ""])
    def test_is_taken_as_it_is_given(self, token, given):
        """
        Only an ``@`` in front names a file.
        """
        assert given == token(given)

    @pytest.mark.parametrize("content", [None, b"hush\xff"])
    def test_is_not_shown_where_it_cannot_be_read(self, tmp_path, capsys, content):
        """
        Neither what was given nor what the file has is part of the error.
        """
        path = tmp_path / "hush"
        if content:
            path.write_bytes(content)

        assert COULD_NOT_RUN == main(["serve", "--control-token", f"@{path}"])

        shown = capsys.readouterr().err
        assert "Invalid value for '--control-token': The file behind @ " in shown
        assert "hush" not in shown


class TestMerged:
    def test_a_flag_wins_over_the_file(self):
        """
        What is said on the command line is nearer than what the file says.
        """
        table = {"port": 1, "gateway": {"cors": "open", "portal": "open"}}

        assert {"port": 2, "gateway": {"cors": "real", "portal": "open"}} == merged(
            table, {"port": 2, "gateway__cors": "real", "profile": None}
        )
