"""
Public keys of credentials. Import it late: it loads ``cryptography``.
"""

from __future__ import annotations

from sunbird_mockserver.config.mistakes import ConfigurationError
from sunbird_mockserver.tokens.errors import UnreadableKeyError
from sunbird_mockserver.tokens.keys import KINDS, public_key

__all__ = ["check"]

_WHOLE = "Give its PEM text whole, from -----BEGIN PUBLIC KEY----- to the end."


def check(pem: str | None, algorithm: str, where: str) -> None:
    """
    Refuse a text that no signature by *algorithm* can be checked with.

    Raises:
        ConfigurationError: It is missing, unreadable, or a key for another algorithm.
    """
    if not pem:
        what = f"{where} is missing: {algorithm} signatures are checked with it."
        raise ConfigurationError(f"{what} {_WHOLE}")
    try:
        key = public_key(pem)
    except UnreadableKeyError:
        raise ConfigurationError(f"{where} is no public key. {_WHOLE}") from None
    kind, types = KINDS[algorithm[:2]]
    if not isinstance(key, types):
        raise ConfigurationError(f"{where} should be {kind}: {algorithm} works with no other.")
