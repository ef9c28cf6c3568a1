"""
The register of consumers: by key for the gateway, by name for people.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sunbird_mockserver.consumers.model import Consumer, Credential, Expiry

__all__ = ["Consumers", "KeyTakenError", "UnknownConsumerError"]


class KeyTakenError(ValueError):
    """
    A key that already belongs to another consumer.

    Attributes:
        key: The key in question.

        username: Whose it is.
    """

    def __init__(self, key: str, username: str) -> None:
        super().__init__(key, username)
        self.key = key
        self.username = username

    def __str__(self) -> str:
        return (
            f"The key {self.key!r} already belongs to the consumer {self.username!r}, and the "
            "gateway looks credentials up by key alone. Choose another key."
        )


class UnknownConsumerError(LookupError):
    """
    A consumer that nobody declared.

    Attributes:
        username: Who was asked for.

        known: Who is there.
    """

    def __init__(self, username: str, known: Iterable[str]) -> None:
        super().__init__(username)
        self.username = username
        self.known = tuple(sorted(known))

    def __str__(self) -> str:
        known = ", ".join(self.known) or "none at all"
        return f"There is no consumer {self.username!r}. Declare it, or use one of: {known}."


class Consumers:
    """
    The register. Lookups take no lock; whoever changes it leaves every lookup an answer.

    Args:
        consumers: Who is in it from the start.

        parent: Another register, which is asked for whatever this one does not know. What is
            added here is not seen there.
    """

    def __init__(
        self, consumers: Iterable[Consumer] = (), *, parent: Consumers | None = None
    ) -> None:
        self._lock = Lock()
        self._by_name: dict[str, Consumer] = {}
        self._by_key: dict[str, tuple[str, Credential]] = {}
        self._promised: dict[str, tuple[str, Callable[[], Credential]]] = {}
        self._expiries: tuple[Expiry, ...] = ()
        self._parent = parent
        for consumer in consumers:
            self.add(consumer)

    def __iter__(self) -> Iterator[Consumer]:
        inherited = {} if self._parent is None else {each.username: each for each in self._parent}

        return iter((inherited | self._by_name).values())

    def named(self, username: str) -> Consumer | None:
        """
        The consumer of that name.
        """
        consumer = self._by_name.get(username)
        if consumer is None and self._parent is not None:
            return self._parent.named(username)

        return consumer

    def find(self, key: str) -> tuple[Consumer, Credential] | None:
        """
        The credential with that *key*, and whose it is.
        """
        entry = self._entry(key)
        if entry is None:
            return None
        username, credential = entry
        consumer = self.named(username)
        if consumer is None or (self._expiries and self._covering(key, consumer)):
            return None

        return consumer, credential

    def add(self, consumer: Consumer) -> None:
        """
        Let *consumer* in. One of the same name in this register is replaced, with its keys.

        Raises:
            KeyTakenError: One of its keys belongs to another consumer; nothing has changed then.
        """
        with self._lock:
            self._put(consumer)
        for key in _keys(consumer):
            self.renew(key)

    def add_credential(self, username: str, credential: Credential) -> Consumer:
        """
        Give the consumer of that name one more credential; one with the same key is replaced.

        Returns:
            The consumer as it is now.

        Raises:
            KeyTakenError: The key belongs to another consumer; nothing has changed then.

            UnknownConsumerError: Nobody has that name.
        """
        with self._lock:
            consumer = self.named(username)
            if consumer is None:
                raise UnknownConsumerError(username, (each.username for each in self))
            others = (each for each in consumer.credentials if each.key != credential.key)
            consumer = replace(consumer, credentials=(*others, credential))
            self._put(consumer)
        self.renew(credential.key)

        return consumer

    def expire(self, expiry: Expiry) -> None:
        """
        Find nothing any more of what *expiry* covers.
        """
        with self._lock:
            self._expiries += (expiry,)

    def restore(self, expiry: Expiry) -> None:
        """
        Find again what *expiry* covers.
        """
        with self._lock:
            self._expiries = tuple(each for each in self._expiries if each is not expiry)

    def expiry_of(self, key: str) -> Expiry | None:
        """
        Return the expiry that hides *key*; None if none does.
        """
        entry = self._entry(key) if self._expiries else None
        consumer = self.named(entry[0]) if entry else None

        return self._covering(key, consumer) if consumer else None

    def renew(self, key: str) -> None:
        """
        Let the credential with that *key* be good, whatever has expired.
        """
        for expiry in self._expiries:
            expiry.renew(key)

    def add_lazy(self, username: str, key: str, make: Callable[[], Credential]) -> None:
        """
        Let the consumer of that name have a credential that takes time to make.

        It is made when its key is looked up for the first time, so that nobody can tell by any
        answer whether it was there before. A key that has a credential or a promise keeps that,
        and a promise to nobody counts once that consumer is there.

        Args:
            username: Whose it is.

            key: The key of the credential.

            make: Makes the credential, the same at every call.
        """
        self._promised.setdefault(key, (username, make))

    def remove(self, username: str) -> None:
        """
        Forget the consumer of that name and its keys, if this very register has it.
        """
        with self._lock:
            consumer = self._by_name.pop(username, None)
            for key in _keys(consumer):
                del self._by_key[key]

    def _covering(self, key: str, consumer: Consumer) -> Expiry | None:
        return next((each for each in self._expiries if each.covers(key, consumer)), None)

    def _entry(self, key: str) -> tuple[str, Credential] | None:
        entry = self._by_key.get(key) or self._resolve_lazy(key)
        if entry is None and self._parent is not None:
            return self._parent._entry(key)  # noqa: SLF001  a register of the same class

        return entry

    def _resolve_lazy(self, key: str) -> tuple[str, Credential] | None:
        promised = self._promised.get(key)
        if promised is None:
            return None
        username, make = promised

        return self._by_key.setdefault(key, (username, make()))

    def _put(self, consumer: Consumer) -> None:
        for key in _keys(consumer):
            entry = self._entry(key)
            # The owner is unknown where a key is promised to somebody who is not there yet.
            if entry and entry[0] != consumer.username and self.named(entry[0]):
                raise KeyTakenError(key, entry[0])
        stale = _keys(self._by_name.get(consumer.username)) - _keys(consumer)
        # In this order a lookup in between finds the old or the new, never nothing.
        self._by_name[consumer.username] = consumer
        for credential in consumer.credentials:
            self._by_key[credential.key] = (consumer.username, credential)
        for key in stale:
            del self._by_key[key]


def _keys(consumer: Consumer | None) -> set[str]:
    return set() if consumer is None else {each.key for each in consumer.credentials}
