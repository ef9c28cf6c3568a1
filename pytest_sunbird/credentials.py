"""
Who may call, and tokens for them: good ones, and those that a client's errors are tried with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pytest_sunbird.inbox import Inbox
from sunbird_mockserver.adminutil import mint_refresh_token
from sunbird_mockserver.consumers import PARTNER, Consumer, Credential
from sunbird_mockserver.profiles import PROFILES
from sunbird_mockserver.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Credentials"]

_HOUR_S = 3600
_WITHOUT_GROUPS = Consumer(
    "without-groups", credentials=(Credential("without-groups-key", "without-groups-secret"),)
)


class Credentials(Inbox):
    """
    What the app under test needs to be let in, or to be refused.
    """

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
        return self.clock.now // 1000
