import io
import os

import pytest
from rich.console import Console

from sunbird_mockserver.cli import main
from sunbird_mockserver.demo import run
from sunbird_telemetry import Fate


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=200)


def rows(text):
    """
    What the demonstration says of each event, without the reasons.
    """
    lines = text.replace("200 SUCCESS", "").replace("403 Invalid signature", "").splitlines()
    words = [line.replace("all 4 again", "4*").split()[:2] for line in lines]

    return sorted(tuple(pair) for pair in words if len(pair) == 2 and pair[1] in set(Fate))


def first_act(console):
    """
    What the app sends, without what comes after it.
    """
    return console.file.getvalue().partition("The app sends a second batch")[0]


def test_all_eight_fates_occur(console):
    """
    One screen shows everything that may become of an event.
    """
    run(None, console)

    assert set(Fate) == {fate for _, fate in rows(console.file.getvalue())}
    assert "3 requests, 2 x 200 SUCCESS, 1 x 403 Invalid signature" in console.file.getvalue()


FATES = sorted(
    [
        ("START", "accepted"),
        ("IMPRESSION", "accepted"),
        ("IMPRESSION", "failed"),
        ("INTERACT", "failed"),
        ("END", "accepted"),
        ("SEARCH", "accepted"),
        ("AUDIT", "failed"),
    ]
)
SUMMARY = (
    "3 requests, all 200 SUCCESS; 3 of 7 events would be dropped (3 failed). "
    "The others: 4 accepted."
)


def test_without_node_our_own_sender_sends(console):
    """
    Nothing is needed but Python.
    """
    assert 0 == run(None, console)

    assert FATES == rows(first_act(console))
    assert SUMMARY in console.file.getvalue()


def test_the_sdk_sends_where_it_is(console, node, node_modules):
    """
    With Node and the SDK the traffic is real, and its fates are the same.
    """
    assert 0 == run(str(node_modules), console)

    assert "telemetry-sdk 2.0.1 under Node.js" in console.file.getvalue()
    assert FATES == rows(first_act(console))
    assert SUMMARY in console.file.getvalue()


def test_an_app_that_cannot_run_is_said_so(console, tmp_path, node):
    """
    A broken SDK ends the demonstration with what Node said, not with a traceback.
    """
    package = tmp_path / "@project-sunbird" / "telemetry-sdk"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "2.0.1", "main": "none.js"}')

    assert 2 == run(str(tmp_path), console)

    assert "The app could not run: Error: Cannot find " in console.file.getvalue()


def test_the_command_shows_it_and_ends_by_itself(capfd, monkeypatch):
    """
    ``sunbird-mock demo`` is clean: exit 0.
    """
    monkeypatch.delitem(os.environ, "SUNBIRD_NODE_MODULES", raising=False)

    assert 0 == main(["demo"])

    assert SUMMARY in " ".join(capfd.readouterr().out.split())
