"""
A refused token and everything that helps to tell why.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.tokens.locate import in_header, in_query
from sunbird_mockserver.tokens.summary import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.consumers import Consumers, Credential
    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.deployments.profiles import Profile
    from sunbird_mockserver.tokens import Refused

__all__ = ["Case", "shown"]

# Devices that register bring thousands; the ones that people declare come first.
_MOST_CREDENTIALS = 1000
_MOST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Case:
    """
    A refused token.

    Attributes:
        delivery: The request as the gateway saw it.

        refused: What the gateway found.

        profile: Which deployment is copied.

        consumers: Who is known.
    """

    delivery: Delivery
    refused: Refused
    profile: Profile
    consumers: Consumers

    @property
    def authorization(self) -> str:
        """
        The header's value; empty without one.
        """
        return self.delivery.headers.get("authorization", "")

    @property
    def text(self) -> str:
        """
        The token that the gateway looked at; empty if there is none.
        """
        found = [*in_query(self.delivery.query), *in_header(self.authorization)]
        # An empty parameter is a token where the first source wins, and nothing elsewhere.
        tokens = found if self.profile.first_source_wins else list(filter(None, found))

        return (tokens[0] if tokens else None) or ""

    @property
    def header(self) -> dict[str, Any]:
        """
        The members of the token's header, as far as it can be read.
        """
        return _members(describe(self.text).header)

    @property
    def claims(self) -> dict[str, Any]:
        """
        The members of the token's claims, as far as they can be read.
        """
        return _members(describe(self.text).claims)

    def credentials(self) -> Iterator[Credential]:
        """
        Every credential, up to a bound.
        """
        found = (each for consumer in self.consumers for each in consumer.credentials)

        return islice(found, _MOST_CREDENTIALS)

    def is_key(self, value: Any) -> bool:
        """
        Return True if *value* is the key of a credential.
        """
        return isinstance(value, str) and self.consumers.find(value) is not None

    def is_secret(self, value: Any) -> bool:
        """
        Return True if *value* is the secret of a credential, which must not be shown.
        """
        return any(value == each.secret for each in self.credentials())


def shown(value: Any) -> str:
    """
    *value* as it can stand in a sentence.
    """
    text = repr(value)

    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"


def _members(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
