"""
A mock behind werkzeug's client: what is sent to it, and what its control API says of that.
"""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from werkzeug.test import Client

from sunbird_mockserver import Mock, Settings, create_app
from sunbird_mockserver.tokens import mint

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from sunbird_mockserver import Clock

NOW = 1_700_000_000_000
_numbers = count()
TOKEN = mint("partner-key", "partner-secret")


def event(eid: str = "IMPRESSION", mid: str = "m", **edata: Any) -> dict[str, Any]:
    """
    An event that arrives, and about which there is nothing to tell.
    """
    return {
        "eid": eid,
        "ets": NOW,
        "ver": "3.0",
        "mid": mid,
        "actor": {"id": "u", "type": "User"},
        "context": {
            "channel": "c",
            "env": "home",
            "sid": "s",
            "did": "d",
            "pdata": {"id": "p", "ver": "1"},
        },
        "object": {"id": "3", "type": "Content"},
        "edata": {"type": "view", "pageid": "login", "uri": "/", **edata},
    }


class Api:
    """
    One mock, with a clock that stands still unless it is given another, or None for its own.
    """

    def __init__(self, settings: Settings | None = None, clock: Clock | None = lambda: NOW) -> None:
        self.mock = Mock(settings, clock=clock)
        self.client = Client(create_app(self.mock))

    def send(self, *events: Any, inbox: str = "", token: str = TOKEN) -> TestResponse:
        """
        POST a batch of *events* as a client does, by default with a good token.
        """
        batch = {
            "id": "api",
            "ver": "3.0",
            "params": {"msgid": f"b{next(_numbers)}"},
            "events": events,
        }
        return self.post(json.dumps(batch), inbox=inbox, authorization=f"Bearer {token}")

    def post(
        self, body: bytes | str, path: str = "/data/v1/telemetry", inbox: str = "", **headers: str
    ) -> TestResponse:
        """
        POST *body*, as JSON unless *headers* say otherwise.
        """
        said = {"content-type": "application/json", **_named(headers)}
        return self.client.post(_inside(inbox) + path, data=body, headers=said)

    def ask(
        self, call: str, inbox: str = "", *, method: str = "GET", body: str = "", **headers: str
    ) -> TestResponse:
        """
        Call the control API.
        """
        return self.client.open(
            f"{_inside(inbox)}/_mock/{call}", method=method, data=body, headers=_named(headers)
        )

    def seqs(self, query: str = "", inbox: str = "") -> list[int]:
        """
        The numbers of the events that match *query*.
        """
        return [each["seq"] for each in self.ask(f"events?{query}", inbox).json["events"]]


def _inside(inbox: str) -> str:
    return f"/i/{inbox}" if inbox else ""


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
