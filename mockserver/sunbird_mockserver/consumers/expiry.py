"""
Credentials that the gateway is told to have lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunbird_mockserver.consumers.model import Consumer

__all__ = ["Expiry"]


class Expiry:
    """
    What is lost, but for what was handed out since.

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
        Whether the credential with that *key*, of that *consumer*, is lost.
        """
        if key in self._renewed:
            return False

        return self._group in consumer.groups if self._key is None else self._key == key

    def renew(self, key: str) -> None:
        """
        Let the credential with that *key* be good from now on.
        """
        self._renewed.add(key)
