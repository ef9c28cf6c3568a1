"""
What the documentation shows is true, and nothing is left out of it.
"""

import json
import re
import tomllib
from pathlib import Path

from click import Command

from sunbird_mockserver.cli.command import command
from sunbird_mockserver.cli.options import settings_options
from sunbird_mockserver.config import settings_from
from sunbird_mockserver.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

APP = '''
import json
import time
from urllib.request import Request, urlopen


class App:
    """
    An app that reports which page was opened.
    """

    def __init__(self, telemetry_host, token):
        self._host, self._token = telemetry_host, token

    def open(self, pageid):
        event = {
            "eid": "IMPRESSION",
            "ets": time.time_ns() // 1_000_000,
            "ver": "3.0",
            "mid": "IMPRESSION:1",
            "actor": {"id": "learner-1", "type": "User"},
            "context": {"channel": "ch", "env": "home", "pdata": {"id": "partner.app"}},
            "edata": {"type": "view", "pageid": pageid, "uri": "/" + pageid},
        }
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self._token}
        body = json.dumps({"events": [event]}).encode()
        urlopen(Request(self._host + "/api/data/v1/telemetry", body, headers)).close()
'''


def blocks(language, page=README):
    """
    The fenced blocks of *language* in the README, or on another *page*.
    """
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def test_the_example_of_a_test_passes(pytester):
    """
    The README's first test runs as it stands, against an app that does what it says.
    """
    (example,) = blocks("python")
    pytester.makepyfile(my_app=APP, test_my_app=example)

    pytester.runpytest().assert_outcomes(passed=1)


def test_the_example_of_a_configuration_is_the_defaults():
    """
    Every key is shown, with its default, but for the consumers. A key without one is a comment.
    """
    (example,) = blocks("toml")
    table = tomllib.loads(example)
    (consumer,) = settings_from({"consumers": table.pop("consumers")}).consumers

    assert Settings() == settings_from(table)
    assert "school-app" == consumer.username


def test_every_key_of_the_configuration_is_shown():
    """
    The README shows every key, by itself or within its table.
    """
    (example,) = blocks("toml")
    flags = [flag.opts[0] for flag in settings_options(Command("")).params]
    keys = [flag.removeprefix("--").replace("-", "_") for flag in flags]

    assert [] == [
        key
        for key in keys
        if not any(
            re.search(rf"^(?:# )?{name} = ", example, re.MULTILINE)
            for name in (key, key.partition("_")[2])
        )
    ]


def test_every_command_is_mentioned():
    """
    The README mentions every command.
    """
    assert [] == [name for name in command.commands if f"sunbird-mock {name}" not in README]


def test_links_lead_somewhere():
    """
    A link to another page of ours has a page at its end.
    """
    targets = [
        page.parent / target
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    ]

    assert [] == [target for target in targets if not target.is_file()]


def test_examples_of_json_are_json():
    """
    What is shown as JSON can be read as such.
    """
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            json.loads(block)


class TestCoverage:
    PAGE = (ROOT / "docs" / "coverage.md").read_text("utf-8")

    def test_the_report_is_what_the_session_says(self, pytester, monkeypatch):
        """
        The page's plan and the README's test make the page's report.
        """
        monkeypatch.setenv("COLUMNS", "80")
        (example,), (plan,), (shown,) = (
            blocks("python"),
            blocks("toml", self.PAGE),
            blocks("text", self.PAGE),
        )
        pytester.makepyfile(my_app=APP, test_my_app=example)
        pytester.makefile(".toml", plan=plan)

        result = pytester.runpytest("--sunbird-plan=plan.toml", "--sunbird-fail-under=90")

        assert shown in "".join(f"{line.rstrip()}\n" for line in result.outlines)
        assert 1 == result.ret

    def test_the_example_in_python_runs(self):
        """
        What the page shows is true.
        """
        (example,) = blocks("python", self.PAGE)

        exec(example, {})  # noqa: S102 - the page is ours
