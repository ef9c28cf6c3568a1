"""
One delivery to the telemetry service, in the words of a test.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.upstreams.telemetry import MASTER, VERSIONS, answer

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Reply

NOW = 1_700_000_000_000


@pytest.fixture
def serve():
    """
    Sends *body* and gives what the service did; headers as keywords, None for an absent one.
    """

    def serve(body=b"", *, method="POST", path="/v1/telemetry", version=MASTER, **headers):
        headers = {"content_type": "application/json", "content_length": str(len(body)), **headers}
        sent = {
            name.replace("_", "-"): value for name, value in headers.items() if value is not None
        }
        delivery = Delivery(method, path, "", sent, body)

        return answer(delivery, version=version, now=NOW, new_mid=lambda: "new-mid")

    return serve


@pytest.fixture
def sentence():
    """
    What an error page says, as a person reads it.
    """

    def sentence(reply: Reply) -> str:
        shown = reply.body.decode().partition("<pre>")[2].partition("</pre>")[0]

        return html.unescape(shown.replace("<br>", "\n")).replace("\N{NO-BREAK SPACE}", " ")

    return sentence


@pytest.fixture(params=list(VERSIONS))
def version(request):
    """
    Each release in turn.
    """
    return VERSIONS[request.param]


@pytest.fixture(params=["8.1.1", "3.3.0"])
def old_version(request):
    """
    Each release before helmet in turn.
    """
    return VERSIONS[request.param]
