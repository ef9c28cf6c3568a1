"""
The keys that tokens are signed with, in rings: one ring per consumer, used in turn.

A key is made when its turn comes for the first time, and ``cryptography`` is loaded then.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from sunbird_mockserver.adminutil.pem import new_private_key, public_half
from sunbird_mockserver.adminutil.settings import SigningKey
from sunbird_mockserver.consumers import Credential, UnknownConsumerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sunbird_mockserver.consumers import Consumers

__all__ = ["ACCESS", "Keys", "NoKeysError"]

ACCESS = "access"


class _Kind(NamedTuple):
    prefix: str
    owner: str | None = None


# Which names v2 register knows, what their keys are called, and which consumer of the gateway the
# public halves belong to: contract/gateway-and-auth.md 2 and 4a.
_KINDS = {
    "mobile_device": _Kind("mobile_devicev2_key", "mobile_devicev2"),
    "desktop_device": _Kind("desktop_devicev2_key", "desktop_device"),
    "portal_anonymous": _Kind("portal_anonymous_key", "portal_anonymous"),
    "portal_loggedin": _Kind("portal_loggedin_key", "portal_loggedin"),
    ACCESS: _Kind("accessv1_key"),
}
# The real one picks a key at random. Two in turn do the same, and no two tokens that follow each
# other are ever equal.
_PER_RING = 2


class NoKeysError(LookupError):
    """
    A consumer for whom nothing can be signed.

    Attributes:
        consumer: The name in question.
    """

    def __init__(self, consumer: str) -> None:
        super().__init__(consumer)
        self.consumer = consumer

    def __str__(self) -> str:
        return (
            f"There is no key to sign with for {self.consumer!r}. Give one under "
            "[[adminutil.signing_keys]]."
        )


class Keys:
    """
    All rings of one mock.

    Args:
        given: Keys from the configuration. A consumer that has one gets none made.

        make: Makes the PEM of a private key.
    """

    def __init__(
        self, given: Iterable[SigningKey] = (), *, make: Callable[[], str] | None = None
    ) -> None:
        self._lock = Lock()
        self._make = make or new_private_key
        self._given: dict[str, list[SigningKey]] = {}
        self._made: dict[str, SigningKey] = {}
        self._turns: dict[str, int] = {}
        for key in given:
            self._given.setdefault(key.consumer, []).append(key)

    def take(self, consumer: str) -> SigningKey:
        """
        The key whose turn it is to sign for *consumer*.

        Raises:
            NoKeysError: It has no ring.
        """
        with self._lock:
            turn = self._turns.get(consumer, 0)
            self._turns[consumer] = turn + 1
            if ring := self._given.get(consumer):
                return ring[turn % len(ring)]

            return self._nth(consumer, turn % _PER_RING)

    def enrol(self, key: SigningKey, consumers: Consumers) -> None:
        """
        Let the gateway know the public half of *key*, unless it knows a credential of that name.
        """
        kind = _KINDS.get(key.consumer)
        owner = kind.owner if kind else key.consumer
        if owner is None or consumers.find(key.kid):
            return
        public = public_half(key.private_key)
        # Without such a consumer tokens are signed all the same; the gateway does not know them.
        with suppress(UnknownConsumerError):
            consumers.add_credential(
                owner, Credential(key.kid, algorithm="RS256", rsa_public_key=public)
            )

    def enrol_given(self, consumers: Consumers) -> None:
        """
        Let the gateway know all keys that come from the configuration.
        """
        for ring in self._given.values():
            for key in ring:
                self.enrol(key, consumers)

    def _nth(self, consumer: str, turn: int) -> SigningKey:
        kind = _KINDS.get(consumer)
        if kind is None:
            raise NoKeysError(consumer)
        kid = f"{kind.prefix}{turn + 1}"
        if kid not in self._made:
            self._made[kid] = SigningKey(consumer, kid, self._make())

        return self._made[kid]
