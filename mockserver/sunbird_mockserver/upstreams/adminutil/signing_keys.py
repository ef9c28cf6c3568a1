"""
The keys that tokens are signed with, in rings: one ring per consumer, used in turn.

A key is made when its turn comes for the first time, or when the gateway looks it up, and
``cryptography`` is loaded then.
"""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from sunbird_mockserver.consumers import Credential
from sunbird_mockserver.settings import SigningKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
        self._make = make or _new_private_key
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
        ring = list(self._ring(consumer))
        with self._lock:
            turn = self._turns.get(consumer, 0)
            self._turns[consumer] = turn + 1

        return ring[turn % len(ring)][1]()

    def enrol_given(self, consumers: Consumers) -> None:
        """
        Let the gateway know the public halves of all keys: of those that come from the
        configuration, and of those that are made once somebody looks for them.
        """
        for consumer in _KINDS | self._given:
            kind = _KINDS.get(consumer)
            owner = kind.owner if kind else consumer
            if owner is not None:
                for kid, key in self._ring(consumer):
                    consumers.add_lazy(owner, kid, partial(_credential, key))

    def _ring(self, consumer: str) -> Iterator[tuple[str, Callable[[], SigningKey]]]:
        """
        The kids of the keys of *consumer*, and where to get the key.
        """
        if given := self._given.get(consumer):
            for key in given:
                yield key.kid, partial(_itself, key)
        elif kind := _KINDS.get(consumer):
            for number in range(1, _PER_RING + 1):
                kid = f"{kind.prefix}{number}"
                yield kid, partial(self._made_key, consumer, kid)
        else:
            raise NoKeysError(consumer)

    def _made_key(self, consumer: str, kid: str) -> SigningKey:
        with self._lock:
            if kid not in self._made:
                self._made[kid] = SigningKey(consumer, kid, self._make())

            return self._made[kid]


def _new_private_key() -> str:
    from sunbird_mockserver.tokens.keys import new_private_key  # loads cryptography

    return new_private_key()


def _itself(key: SigningKey) -> SigningKey:
    return key


def _credential(key: Callable[[], SigningKey]) -> Credential:
    from sunbird_mockserver.tokens.keys import public_half

    made = key()

    return Credential(made.kid, algorithm="RS256", rsa_public_key=public_half(made.private_key))
