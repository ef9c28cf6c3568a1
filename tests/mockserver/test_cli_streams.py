"""
Standard streams of the command that are closed, full, or no longer read.
"""

import json
import os
import subprocess
import sys
import threading
from io import FileIO
from pathlib import Path

import pytest

from sunbird_mockserver.cli import main
from sunbird_mockserver.cli.command import command
from sunbird_mockserver.cli.streams import _Sink

# Warnings are errors, and errors at the end of the interpreter are shown.
STRICT = ("-X", "dev", "-W", "error")
EVENTS = json.dumps({"eid": "START"}) + "\n"
JOURNAL = {
    "received": 0,
    "method": "POST",
    "path": "/v1/telemetry",
    "answer": {"status": 200},
    "diagnosis": None,
    "findings": [],
    "events": [],
}
CLOSED_INPUT = "sunbird-mock: Standard input cannot be read: it is closed.\n"
CLOSED_OUTPUT = "sunbird-mock: Standard output cannot be written: it is closed.\n"
FULL = "sunbird-mock: Standard output cannot be written: No space left on device.\n"

needs_a_full_disk = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="no disk that is always full"
)


@pytest.fixture
def run(tmp_path):
    """
    Runs the command as a process, with the redirections of a shell.
    """
    (tmp_path / "events.jsonl").write_text(EVENTS, "utf-8")
    (tmp_path / "journal.ndjson").write_text(json.dumps(JOURNAL) + "\n", "utf-8")

    def run(arguments, redirections="", *, python=STRICT, stdout=subprocess.PIPE, **variables):
        inherited = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        words = [sys.executable, *python, "-m", "sunbird_mockserver", *arguments.split()]
        ended = subprocess.run(
            ["sh", "-c", f'exec "$0" "$@" {redirections}', *words],
            env={**inherited, **variables},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

        return ended.returncode, (ended.stdout or b"").decode(), ended.stderr.decode()

    return run


@needs_a_full_disk
class TestFullOutput:
    @pytest.mark.parametrize(
        "arguments",
        [
            "--help",
            "--version",
            "serve --help",
            "check events.jsonl",
            "check --output-format jsonl events.jsonl",
            "demo",
            "explain --all",
            "show journal.ndjson",
            "token",
            "token --explain x",
        ],
    )
    def test_is_a_sentence(self, run, arguments):
        """
        What cannot be written is reported once, and the command could not run.
        """
        assert (2, "", FULL) == run(arguments, ">/dev/full")

    @pytest.mark.parametrize(
        ("python", "variables"),
        [((), {}), ((), {"PYTHONUNBUFFERED": "1"}), (("-OO",), {})],
        ids=["buffered", "unbuffered", "optimised"],
    )
    def test_is_a_sentence_however_python_runs(self, run, python, variables):
        """
        Buffers and optimisation make no difference.
        """
        assert (2, "", FULL) == run("token", ">/dev/full", python=python, **variables)

    def test_is_a_sentence_for_the_completion_of_a_shell(self, run):
        """
        The script for a shell is output like any other.
        """
        variables = {"_SUNBIRD_MOCK_COMPLETE": "zsh_source"}

        assert (2, "", FULL) == run("", ">/dev/full", **variables)

    def test_of_both_streams_is_an_exit_code(self, run):
        """
        Without a place for a sentence the code remains.
        """
        assert (2, "", "") == run("token", ">/dev/full 2>&1")


class TestClosedOutput:
    @pytest.mark.parametrize(
        "arguments",
        ["--help", "check events.jsonl", "demo", "show journal.ndjson"],
    )
    def test_is_a_sentence(self, run, arguments):
        """
        A closed stream is one that cannot be written.
        """
        assert (2, "", CLOSED_OUTPUT) == run(arguments, ">&-")

    def test_does_not_matter_where_nothing_is_written(self, run):
        """
        A mistake of the user is reported on standard error all the same.
        """
        code, _, err = run("sevre", ">&-")

        assert (2, True) == (code, "No such command 'sevre'" in err)


class TestClosedInput:
    @pytest.mark.parametrize("arguments", ["check -", "show -", "token --explain -"])
    def test_is_a_sentence(self, run, arguments):
        """
        A command that reads standard input could not run.
        """
        assert (2, "", CLOSED_INPUT) == run(arguments, "<&-")

    def test_does_not_matter_to_other_commands(self, run):
        """
        No file that is opened later is mistaken for standard input.
        """
        code, out, err = run("check events.jsonl", "<&-")

        assert (1, "") == (code, err)
        assert out.endswith("1 of 1 event would be dropped.\n")


class TestClosedError:
    @pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
    @needs_a_full_disk
    def test_loses_the_sentence_alone(self, run, redirection):
        """
        The exit code stays, and no sentence gets into standard output.
        """
        assert (2, "", "") == run("sevre", redirection)

    def test_does_not_matter_where_nothing_is_written(self, run):
        """
        Output and exit code are as ever.
        """
        code, out, _ = run("token", "2>&-")

        assert (0, 1) == (code, out.count("\n"))

    def test_with_all_others_is_an_exit_code(self, run):
        """
        A command without any stream ends in order.
        """
        assert (2, "", "") == run("check -", "<&- >&- 2>&-")


class TestBrokenPipe:
    @pytest.mark.parametrize(
        ("arguments", "variables"),
        [
            ("explain --all", {}),
            ("check --output-format jsonl events.jsonl", {}),
            ("check --output-format jsonl events.jsonl", {"PYTHONUNBUFFERED": "1"}),
            ("demo", {}),
        ],
    )
    def test_is_quiet(self, run, arguments, variables):
        """
        A reader that leaves, such as ``head``, is no error; the code is that of SIGPIPE in a shell.
        """
        reader, writer = os.pipe()
        os.close(reader)
        try:
            assert (141, "", "") == run(arguments, stdout=writer, **variables)
        finally:
            os.close(writer)


class TestSink:
    def test_waits_for_a_slow_reader(self):
        """
        A pipe that another process has made non-blocking gets every byte.
        """
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        data = bytes(range(256)) * 1024  # several times what a pipe holds
        received = []
        with FileIO(reader) as source, FileIO(writer, "w") as file:
            thread = threading.Thread(target=lambda: received.append(source.readall()))
            thread.start()
            size = _Sink(file).write(data)
            file.close()
            thread.join()

        assert (len(data), [data]) == (size, received)


def test_help_needs_no_docstrings(capsys):
    """
    Optimised Python (``-OO``) removes docstrings, and no help.
    """
    script = "import sys; from sunbird_mockserver.cli import main\nfor name in sys.argv[1:]:"
    script += " main([name, '--help'])"
    optimised = [sys.executable, "-OO", "-c", script, *command.commands]
    for name in command.commands:
        main([name, "--help"])

    assert capsys.readouterr().out == subprocess.check_output(optimised, text=True, timeout=60)


def test_a_server_starts_without_docstrings():
    """
    Nor does a flag of ``serve`` need one.
    """
    optimised = [sys.executable, "-OO", "-m", "sunbird_mockserver", "serve", "--port", "0"]
    with subprocess.Popen(optimised, stdout=subprocess.PIPE, text=True) as process:
        try:
            first = process.stdout.readline()
        finally:
            process.kill()

    assert first.startswith("Sunbird is at http://127.0.0.1:")
