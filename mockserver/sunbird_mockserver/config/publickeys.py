"""
Public keys of credentials. Import it late: it loads a large library.
"""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sunbird_mockserver.config.mistakes import ConfigurationError

__all__ = ["check"]

_KINDS: dict[str, tuple[str, Any]] = {
    "RS": ("an RSA key", RSAPublicKey),
    "PS": ("an RSA key", RSAPublicKey),
    "ES": ("a key on an elliptic curve", EllipticCurvePublicKey),
    "Ed": ("an Ed25519 or Ed448 key", (Ed25519PublicKey, Ed448PublicKey)),
}


def check(pem: str | None, algorithm: str, where: str) -> None:
    """
    Refuse a text that no signature by *algorithm* can be checked with.

    Raises:
        ConfigurationError: It is missing, unreadable, or a key for another algorithm.
    """
    whole = "Give its PEM text whole, from -----BEGIN PUBLIC KEY----- to the end."
    if not pem:
        what = f"{where} is missing: {algorithm} signatures are checked with it."
        raise ConfigurationError(f"{what} {whole}")
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise ConfigurationError(f"{where} is no public key. {whole}") from None
    kind, types = _KINDS[algorithm[:2]]
    if not isinstance(key, types):
        raise ConfigurationError(f"{where} should be {kind}: {algorithm} works with no other.")
