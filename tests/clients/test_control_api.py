"""
The control API in Chromium, called by a page of another origin.
"""

from __future__ import annotations

import pytest

from sunbird_mockserver import MockServer, Settings
from sunbird_mockserver.settings import Control

TOKEN = "c0ntrol-t0ken"
FETCH = """
async ([url, authorization]) => {
  const answer = await fetch(url, { headers: { authorization } });
  return [answer.status, Object.keys(await answer.json())];
}
"""


@pytest.fixture
def ask(open_page, page_origin):
    """
    Sends the page's request to a mock that allows the page and requires a token.
    """
    control = Control(token=TOKEN, allowed_origins=(page_origin,))
    with MockServer(Settings(control=control)) as server:
        page = open_page("2.0.1")

        yield lambda sent: page.evaluate(FETCH, [f"{server.url()}/_mock/deliveries", sent])


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (f"Bearer {TOKEN}", [200, ["total", "deliveries"]]),
        ("Bearer wr0ng", [401, ["error"]]),
    ],
)
def test_a_page_that_is_allowed_reads_the_answer_to_its_token(ask, sent, answer):
    """
    The browser's preflight passes without a token, and the page reads the refusal of a wrong one.
    """
    assert answer == ask(sent)
