"""
A sender, for tests that need one beside the app.
"""

from __future__ import annotations

import gzip as gzipping
import http.client
import json
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from pytest_sunbird.events import Event
from sunbird_telemetry.event_types import EVENT_TYPES
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pytest_sunbird.credentials import Credentials
    from pytest_sunbird.events import Delivery

__all__ = ["Client"]

_TELEMETRY = "/data/v1/telemetry"
# By its number a request is found again among those of the app.
_AGENT = "pytest-sunbird request {}"
_LEAST_PATIENCE_S = 1.0  # an inbox may be told not to wait; an answer takes its time
_numbers = count(1)


class Client:
    """
    Makes events and sends them, over HTTP as an app does.

    Args:
        inbox: Where to.

        new_id: Makes the ids of events and batches.
    """

    def __init__(
        self, inbox: Credentials, new_id: Callable[[], str] = lambda: str(uuid4())
    ) -> None:
        self._inbox = inbox
        self._new_id = new_id

    def deterministic(self) -> Client:
        """
        A client whose ids are 1, 2, 3 …: ``IMPRESSION:1``. Set the clock for equal ``ets``, too.
        """
        numbers = count(1)

        return Client(self._inbox, lambda: str(next(numbers)))

    def event(self, eid: str, **fields: Any) -> dict[str, Any]:
        """
        A valid event of type *eid*, the smallest there is, with *fields* merged into it.

        Args:
            eid: The event type.

            **fields: As in a JSON merge patch (RFC 7386): None leaves a member out.

        Raises:
            ValueError: Telemetry 3.0 has no such type.
        """
        from sunbird_telemetry.rules.examples import whole  # the first event pays for the rules

        if eid not in EVENT_TYPES:
            hint = did_you_mean(eid.upper(), EVENT_TYPES)
            msg = f"{eid!r} is no event type of telemetry 3.0.{hint}"
            raise ValueError(msg)
        mid = f"{eid}:{self._new_id()}"
        made: dict[str, Any] = whole(
            {
                "eid": eid,
                "mid": mid,
                "ets": self._inbox.clock.now,
                **fields,
            }
        )

        return made

    def send(
        self,
        events: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        *,
        msgid: str | None = None,
        token: str | None = None,
        gzip: bool = False,
        path: str = _TELEMETRY,
    ) -> Delivery:
        """
        POST *events* as a batch, and return that request with its answer.

        Args:
            events: One or more, as dicts or as they were recorded.

            msgid: The id of the batch; a new one unless given.

            token: What to be let in with; a good one unless given, none if empty.

            gzip: Whether to compress the body.

            path: Where to, behind `Sunbird.url`.

        Raises:
            TypeError: *events* is text.

            OSError: Nothing arrived. A connection that is cut after that is none of this.
        """
        if isinstance(events, str):  # which is a sequence, of what are no events
            raise TypeError(f"{events!r} is no event. Make one: client.event({events!r}).")
        body = json.dumps(self._batch(events, msgid)).encode()
        headers = {"Content-Type": "application/json", "User-Agent": _AGENT.format(next(_numbers))}
        if gzip:
            body, headers["Content-Encoding"] = gzipping.compress(body), "gzip"
        token = self._inbox.token() if token is None else token
        if token:
            headers["Authorization"] = f"Bearer {token}"

        return self._posted(path, body, headers)

    def _batch(
        self, events: Mapping[str, Any] | Iterable[Mapping[str, Any]], msgid: str | None
    ) -> dict[str, Any]:
        several = [events] if isinstance(events, dict | Event) else events

        return {
            "id": "api.sunbird.telemetry",
            "ver": "3.0",
            "params": {"msgid": self._new_id() if msgid is None else msgid},
            "ets": self._inbox.clock.now,
            "events": [each.json if isinstance(each, Event) else each for each in several],
        }

    def _posted(self, path: str, body: bytes, headers: dict[str, str]) -> Delivery:
        parts = urlsplit(self._inbox.url)
        patience = max(self._inbox.timeout, _LEAST_PATIENCE_S)
        connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
        problem: Exception | None = None
        try:
            connection.request("POST", parts.path + path, body, headers)
            connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            problem = error
        finally:
            connection.close()

        return self._recorded(headers["User-Agent"], problem)

    def _recorded(self, agent: str, problem: Exception | None) -> Delivery:
        for delivery in reversed(self._inbox.deliveries):
            if delivery.headers.get("user-agent") == agent:
                return delivery

        raise OSError(
            f"The request did not arrive at {self._inbox.url}: {problem or 'it was not recorded'}."
        ) from problem
