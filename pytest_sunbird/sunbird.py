"""
What a test holds in its hand: where to send, what arrived, and what is expected.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from pytest_sunbird.events import Delivery, Event, Events
from pytest_sunbird.explain import Missed, TelemetryMismatch
from sunbird_mockserver.adminutil import mint_refresh_token
from sunbird_mockserver.consumers import PARTNER, Consumer, Credential
from sunbird_mockserver.matching import criteria
from sunbird_mockserver.profiles import PROFILES
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
_HOUR_S = 3600
_WITHOUT_GROUPS = Consumer(
    "without-groups", credentials=(Credential("without-groups-key", "without-groups-secret"),)
)


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
        The key of a consumer that may send telemetry: `partner`'s, unless the settings of the
        server declare others.
        """
        return self._credential.key

    @property
    def secret(self) -> str:
        """
        The secret that goes with `key`.
        """
        return self._credential.secret or ""

    def token(
        self,
        *,
        key: str | None = None,
        secret: str | None = None,
        algorithm: str | None = None,
        header: Mapping[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        """
        A token that the gateway lets in, as the SDK's ``AuthTokenGenerate`` makes it.

        Args:
            key: Whose it is, in place of `key`.

            secret: What it is signed with; PEM for a private key. Default: the key's own secret if
                this inbox knows it, else `secret`.

            algorithm: What it is signed by. Default: what the key's credential wants, or HS256.

            header: Added to its header, or put in its place.

            **claims: Added to its claims, or put in their place.
        """
        key = self.key if key is None else key
        known = self._known(key)
        profile = PROFILES[self.server.mock.settings.profile]
        named = {"kid": key} if profile.key_claim == "kid" else {}

        return mint(
            key,
            self._secret_of(key, known) if secret is None else secret,
            algorithm=algorithm or (known.algorithm if known else "HS256"),
            claims=claims,
            header={**named, **(header or {})},
        )

    def expired_token(self, **claims: Any) -> str:
        """
        A token whose ``exp`` is an hour ago. The gateway lets it in, as the real one does.

        Neither ``exp`` nor ``nbf`` nor ``iat`` is ever looked at. To see what your app does when
        its token is refused, send `forged_token` or have the answer replaced by a fault.

        Args:
            **claims: Added to its claims, or put in their place.
        """
        return self.token(**{"exp": self._now_s - _HOUR_S, **claims})

    def forged_token(self, **claims: Any) -> str:
        """
        A token of the right key that is signed with a wrong secret: 403 ``Invalid signature``.

        Args:
            **claims: Added to its claims, or put in their place.
        """
        return self.token(**{"secret": f"not {self.secret}", **claims})

    def token_without_group(self, **claims: Any) -> str:
        """
        A good token of a consumer that may do nothing: 403 ``You cannot consume this service``.

        Only this inbox knows that consumer.

        Args:
            **claims: Added to its claims, or put in their place.
        """
        self.add_consumer(_WITHOUT_GROUPS)
        credential = _WITHOUT_GROUPS.credentials[0]

        return self.token(**{"key": credential.key, "secret": credential.secret, **claims})

    def refresh_token(
        self,
        kind: Literal["Offline", "Refresh"] = "Offline",
        *,
        header: Mapping[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        """
        A refresh token that ``POST /auth/v1/refresh/token`` takes.

        Args:
            kind: ``Offline``, as the apps have it; or ``Refresh``, which ends with its ``exp``.

            header: Added to its header, or put in its place.

            **claims: Added to its claims, or put in their place.
        """
        settings = self.server.mock.settings.adminutil

        return mint_refresh_token(
            settings, now_s=self._now_s, kind=kind, claims=claims, header=header
        )

    def add_consumer(self, consumer: Consumer) -> None:
        """
        Let *consumer* in, in this inbox only. One of the same name is replaced here.

        Raises:
            KeyTakenError: One of its keys belongs to another consumer.
        """
        self.server.mock.inbox_consumers.own(self.inbox).add(consumer)

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
        Forget what arrived, all stubs, and the consumers that only this inbox knows.
        """
        self.server.mock.reset(self.inbox)
        self.server.mock.inbox_consumers.forget(self.inbox)
        self.server.forget_stubs(self.inbox)

    @property
    def _credential(self) -> Credential:
        for consumer in self.server.mock.settings.consumers or (PARTNER,):
            for credential in consumer.credentials:
                signs = credential.secret and credential.algorithm.startswith("HS")
                if signs and "telemetryCreate" in consumer.groups:
                    return credential

        raise LookupError(
            "No consumer in the server's settings has a secret and the group telemetryCreate. "
            "Declare one, or give token() a key and a secret."
        )

    def _known(self, key: str) -> Credential | None:
        found = self.server.mock.inbox_consumers.of(self.inbox).find(key)

        return found[1] if found else None

    def _secret_of(self, key: str, known: Credential | None) -> str:
        if known is None:
            return self.secret
        if known.secret is None:
            raise LookupError(
                f"{key!r} has no secret that is known here. Give token() the private key of its "
                "pair as secret."
            )

        return known.secret

    @property
    def _now_s(self) -> int:
        return self.server.mock.clock() // 1000
