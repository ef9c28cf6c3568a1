"""
Keys of signatures: PEM to objects, and back. Import it late: it loads ``cryptography``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from sunbird_mockserver.tokens.errors import UnreadableKeyError

__all__ = ["KINDS", "NotRsaError", "new_private_key", "private_key", "public_half", "public_key"]

#: Names and classes of the public keys that an algorithm works with, by its first two letters.
KINDS: dict[str, tuple[str, Any]] = {
    "RS": ("an RSA key", RSAPublicKey),
    "PS": ("an RSA key", RSAPublicKey),
    "ES": ("a key on an elliptic curve", EllipticCurvePublicKey),
    "Ed": ("an Ed25519 or Ed448 key", (Ed25519PublicKey, Ed448PublicKey)),
}


class NotRsaError(ValueError):
    """
    A private key that is not RSA.
    """

    def __str__(self) -> str:
        return "Tokens are signed with RSA keys. Make one with `openssl genrsa 2048`."


# Reading a key takes longer than using it. PyJWT's `prepare_key` does not read it as the gateway:
# it takes private keys and SSH keys for public ones, and only one curve per algorithm.
@lru_cache(maxsize=64)
def public_key(pem: str) -> Any:
    """
    Read a public key.

    Raises:
        UnreadableKeyError: *pem* is none.
    """
    try:
        return load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableKeyError from error


@lru_cache(maxsize=64)
def private_key(pem: str) -> Any:
    """
    Read a private key without a password.

    Raises:
        UnreadableKeyError: *pem* is none.
    """
    try:
        return load_pem_private_key(pem.encode(), password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableKeyError from error


def new_private_key() -> str:
    """
    Make the PEM of a new RSA key.
    """
    key = generate_private_key(65537, 2048)

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@lru_cache(maxsize=64)
def public_half(pem: str) -> str:
    """
    Return the PEM of the public half of a private RSA key.

    Raises:
        UnreadableKeyError: *pem* is no private key.

        NotRsaError: It is one of another kind.
    """
    key = private_key(pem)
    if not isinstance(key, RSAPrivateKey):
        raise NotRsaError

    public = key.public_key()

    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
