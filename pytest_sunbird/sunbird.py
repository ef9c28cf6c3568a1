"""
What a test holds in its hand: where to send, what arrived, and what is expected.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from pytest_sunbird.events import Delivery, Event, Events
from pytest_sunbird.explain import Missed, TelemetryMismatch
from sunbird_mockserver.matching import criteria
from sunbird_mockserver.query import Query, select
from sunbird_mockserver.tokens import mint
from sunbird_mockserver.waiting import await_events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_httpserver import HTTPServer

    from sunbird_mockserver import MockServer

__all__ = ["Sunbird", "inbox_name"]

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
_numbers = count(1)


def inbox_name(test: str) -> str:
    """
    A name for the inbox of *test* that fits into a URL and that no other test of this process has.
    """
    readable = _NOT_IN_A_NAME.sub("-", test).strip("-")[:_LONGEST_NAME]

    return f"{readable or 'test'}.{next(_numbers)}"


class Sunbird:
    """
    One inbox of a mock server: what is sent to `url` is seen here, and only here.

    Args:
        server: The server that has the inbox.

        inbox: Its name.
    """

    def __init__(self, server: MockServer, inbox: str) -> None:
        self.server = server
        self.inbox = inbox

    def __repr__(self) -> str:
        return f"<Sunbird {self.url}>"

    @property
    def url(self) -> str:
        """
        What the app under test should be told as its host. No slash at the end: SDKs add their own.
        """
        return self.server.url(self.inbox)

    @property
    def key(self) -> str:
        """
        The key of a consumer that may send telemetry.
        """
        return "partner-key"

    @property
    def secret(self) -> str:
        """
        The secret that goes with `key`.
        """
        return "partner-secret"

    def token(self, **claims: Any) -> str:
        """
        A token that the gateway lets in, as the SDK's ``AuthTokenGenerate`` makes it.

        Args:
            **claims: Added to its claims, or put in their place.
        """
        return mint(self.key, self.secret, claims=claims)

    @property
    def httpserver(self) -> HTTPServer:
        """
        Stubs for other endpoints that the app calls. The mock's own routes go first.
        """
        return self.server.stubs(self.inbox)

    @property
    def events(self) -> Events:
        """
        The events that arrived, in order. A snapshot: later arrivals do not change it.
        """
        found = select(self.server.mock.journal, Query((self.inbox,)))

        return Events(Event(recorded) for recorded in found)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """
        The requests that arrived and their answers, refused ones included. A snapshot.
        """
        return tuple(map(Delivery, self.server.mock.journal.deliveries(self.inbox)))

    def expect(self, eid: str, *, timeout: float = 5.0, **fields: Any) -> Event:
        """
        The first event of type *eid* that has *fields*, as soon as it is there.

        Whatever its fate: an event that the pipeline would drop has arrived, too.

        Args:
            eid: The event type, e.g. ``"IMPRESSION"``.

            timeout: How long to wait for it, in s.

            **fields: What must stand in it. Objects match in part, all else as a whole.

        Raises:
            TelemetryMismatch: None arrived in time. Says what came nearest.
        """
        __tracebackhide__ = True
        wanted: Mapping[str, Any] = {"eid": eid, **fields}
        query = Query((self.inbox,), tuple(criteria(wanted)), timeout=timeout)
        if found := await_events(self.server.mock.journal, query):
            return Event(found[0])

        raise TelemetryMismatch(
            Missed(query.criteria, timeout, self.events, self.deliveries, self.url)
        )

    def reset(self) -> None:
        """
        Forget what arrived, and all stubs.
        """
        self.server.mock.reset(self.inbox)
        self.server.forget_stubs(self.inbox)
