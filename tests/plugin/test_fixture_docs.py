"""
What the pages about the fixture show is true, and nothing is left out of them.
"""

import re
from pathlib import Path

import pytest

from plugin.failing import golden
from pytest_sunbird import Batch, Delivery, Event, Sunbird

DOCS = Path(__file__).parent.parent.parent / "docs"
FIXTURE = (DOCS / "fixture.md").read_text("utf-8")
FAILURES = (DOCS / "failures.md").read_text("utf-8")
README = (DOCS.parent / "README.md").read_text("utf-8")
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^<!-- (.*?) -->\n```text\n(.*?)\n```", re.MULTILINE | re.DOTALL)

APP = '''
import asyncio
import re
from uuid import uuid4

import pytest


class App:
    """
    An app that reports which page was opened.
    """

    def __init__(self, client):
        self._client, self._sid = client, str(uuid4())

    def _send(self, eid, edata):
        context = {"sid": self._sid}
        self._client.send(self._client.event(eid, context=context, edata=edata))

    def open(self, pageid):
        visits = [{"objid": "do_1", "objtype": "Content", "index": 0}]
        self._send("START", {"type": "app"})
        self._send("IMPRESSION", {"pageid": pageid, "uri": "/" + pageid, "visits": visits})

    def close(self):
        self._send("END", {"type": "app"})

    async def open_async(self, pageid):
        await asyncio.to_thread(self.open, pageid)


@pytest.fixture
def app(sunbird):
    return App(sunbird.client)
'''


@pytest.mark.parametrize("example", EXAMPLE.findall(FIXTURE))
def test_examples_pass(pytester, example):
    """
    Each runs as it stands, against an app that does what it says.
    """
    pytester.makeconftest(APP)
    pytester.makepyfile(example)

    pytester.runpytest().assert_outcomes(passed=1)


def test_failures_are_shown_as_they_are():
    """
    The pages show what the plugin prints.
    """
    shown = SHOWN.findall(README + FAILURES)

    assert shown == [(name, golden(name)) for name, _ in shown]


def test_nothing_is_left_out():
    """
    Page or README mention every public name.
    """
    names = {
        name
        for view in (Sunbird, Event, Batch, Delivery)
        for name in dir(view)
        if not name.startswith("_")
    } - set(dir(dict))

    assert [] == sorted(name for name in names if not re.search(rf"\b{name}\b", FIXTURE + README))
