"""
The two nouns: a `Consumer` may call, a `Credential` is what it proves itself with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid5

from sunbird_mockserver.deployments.profiles import SPARK, UnknownAlgorithmError

__all__ = ["Consumer", "Credential", "Expiry"]

# Kong gives everything a random UUID. Ours follow from the names, so that two runs agree.
_IDS = UUID("5f0c7a52-9d0e-4c1b-8a55-6a1f5a0f3c0e")


@dataclass(frozen=True, slots=True)
class Credential:
    """
    A key and the secret or public key that a consumer's tokens are verified with.

    Attributes:
        key: What a token names it by, in ``iss`` or ``kid``. Unique among all consumers.

        secret: What HMAC signatures are made with: its UTF-8 bytes, nothing decoded.

        algorithm: The one algorithm that its tokens may use.

        rsa_public_key: PEM of the public key, whatever its kind, for the other algorithms.

        id: What rate limits are counted by. Follows from the key unless given.
    """

    key: str
    secret: str | None = field(default=None, repr=False)
    algorithm: str = "HS256"
    rsa_public_key: str | None = field(default=None, repr=False)
    id: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("A credential needs a key that is not empty: tokens name it by that.")
        if self.algorithm not in SPARK.algorithms:
            raise UnknownAlgorithmError(self.algorithm)
        object.__setattr__(self, "id", self.id or str(uuid5(_IDS, f"credential {self.key}")))

    @property
    def key_material(self) -> str | None:
        """
        The key to verify signatures with: the secret or the public key, by algorithm.
        """
        return self.secret if self.algorithm.startswith("HS") else self.rsa_public_key


@dataclass(frozen=True, slots=True)
class Consumer:
    """
    Somebody who may call, and what for.

    Attributes:
        username: Unique among all consumers.

        groups: What it may do; each route asks for one of them.

        credentials: What its tokens are signed with.

        id: As the gateway tells the service behind it. Follows from the username unless given.
    """

    username: str
    groups: frozenset[str] = frozenset()
    credentials: tuple[Credential, ...] = ()
    id: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.id or str(uuid5(_IDS, f"consumer {self.username}")))


class Expiry:
    """
    Expired credentials, except those issued since.

    Args:
        key: The key of the one credential; None: those of all consumers in *group*.

        group: See *key*.
    """

    def __init__(self, key: str | None, group: str) -> None:
        self._key = key
        self._group = group
        self._renewed: set[str] = set()

    def covers(self, key: str, consumer: Consumer) -> bool:
        """
        Return True if the credential with that *key*, of that *consumer*, has expired.
        """
        if key in self._renewed:
            return False

        return self._group in consumer.groups if self._key is None else self._key == key

    def renew(self, key: str) -> None:
        """
        Let the credential with that *key* be good from now on.
        """
        self._renewed.add(key)
