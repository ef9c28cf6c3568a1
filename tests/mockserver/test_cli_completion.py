"""
Completion of the command in shells.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sunbird_mockserver.cli import main
from sunbird_mockserver.cli.command import command

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
LINES = dict(re.findall(r"^\| (bash|zsh|fish)[^|]* \| `(.+)` \| `", README, re.MULTILINE))


@pytest.fixture
def complete(monkeypatch, capsys):
    """
    Completes the last of some words, as bash asks for it.
    """

    def complete(*words):
        monkeypatch.setenv("_SUNBIRD_MOCK_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(["sunbird-mock", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))

        assert 0 == main([])
        return capsys.readouterr().out.splitlines()

    return complete


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_script_for_every_documented_shell(shell, monkeypatch, capsys):
    """
    The line of the README makes the script of its shell.
    """
    (variable,) = re.findall(r"_SUNBIRD_MOCK_COMPLETE=(\w+) sunbird-mock", LINES[shell])
    monkeypatch.setenv("_SUNBIRD_MOCK_COMPLETE", variable)

    assert 0 == main([])
    assert f"_SUNBIRD_MOCK_COMPLETE={shell}_complete" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash on the PATH")
def test_the_documented_line_works_in_bash(tmp_path):
    """
    After it, bash knows what completes the command.
    """
    script = tmp_path / "sunbird-mock"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sunbird_mockserver "$@"\n', "utf-8")
    script.chmod(0o755)
    lines = f'PATH="{tmp_path}:$PATH"\n{LINES["bash"]}\ncomplete -p sunbird-mock\n'

    shown = subprocess.run(
        ["bash", "--norc"], input=lines, capture_output=True, text=True, timeout=60, check=True
    )

    assert "complete -o nosort -F _sunbird_mock_completion sunbird-mock\n" == shown.stdout


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (["c"], ["plain,check"]),
        (["check", "ev"], ["file,ev"]),
        (["show", "j"], ["file,j"]),
        (["explain", "ets-in-s"], ["plain,ets-in-seconds"]),
        (["serve", "--gateway-c"], ["plain,--gateway-cors"]),
        (["serve", "--profile", "sp"], ["plain,spark"]),
    ],
)
def test_completes_what_was_begun(complete, words, completions):
    """
    Commands, options and their values, files, and names of rules.
    """
    assert completions == complete(*words)


def test_completes_every_command(complete):
    """
    Nothing begun is everything there is.
    """
    assert [f"plain,{name}" for name in sorted(command.commands)] == complete("")
