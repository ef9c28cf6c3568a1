"""
Context of every endpoint of adminutil: consumers, keys, clock and randomness.
"""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from sunbird_mockserver.settings import Adminutil
from sunbird_mockserver.tokens.minting import sign_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.settings import SigningKey
    from sunbird_mockserver.upstreams.adminutil.signing_keys import Keys

__all__ = ["AdminutilContext", "RandomSource", "signed"]

_ALPHABET = string.ascii_letters + string.digits
_SECRET_LENGTH = 32


def _new_id() -> str:
    return str(uuid4())


def _new_secret() -> str:
    # What the gateway makes for a credential without one: contract/gateway-and-auth.md 4a.
    return "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))


@dataclass(frozen=True, slots=True)
class RandomSource:
    """
    Source of random ids and keys.

    Attributes:
        new_id: Makes the id of an answer.

        new_secret: Makes the secret of a credential.
    """

    new_id: Callable[[], str] = _new_id
    new_secret: Callable[[], str] = _new_secret


@dataclass(frozen=True, slots=True)
class AdminutilContext:
    """
    Consumers, signing keys and the current time.

    Attributes:
        consumers: The register of the gateway.

        keys: What to sign with.

        now: The time in ms since the epoch.

        settings: How the component is set up.

        profile: Which deployment is copied.

        chance: Where ids and secrets come from.
    """

    consumers: Consumers
    keys: Keys
    now: int
    settings: Adminutil = field(default_factory=Adminutil)
    profile: str = "sunbird"
    chance: RandomSource = field(default_factory=RandomSource)

    @property
    def now_s(self) -> int:
        """
        The time in s since the epoch, as claims have it.
        """
        return self.now // 1000


def signed(key: SigningKey, claims: Mapping[str, Any], **header: str) -> str:
    """
    A token of *claims* that is signed with *key* and names it. Claims that are None are left out.
    """
    kept = {name: value for name, value in claims.items() if value is not None}

    return sign_claims(kept, key.private_key, {"kid": key.kid, **header})
