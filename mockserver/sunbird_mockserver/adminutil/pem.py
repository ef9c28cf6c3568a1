"""
RSA keys as text. ``cryptography`` is loaded when a function is called, not before.
"""

from __future__ import annotations

from functools import lru_cache

from sunbird_mockserver.tokens.signatures import UnreadableKeyError

__all__ = ["OtherKeyError", "new_private_key", "public_half"]


class OtherKeyError(ValueError):
    """
    A private key that is not RSA.
    """

    def __str__(self) -> str:
        return "Tokens are signed with RSA keys. Make one with `openssl genrsa 2048`."


def new_private_key() -> str:
    """
    PEM of a new private key.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return (
        rsa.generate_private_key(65537, 2048)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


@lru_cache(maxsize=64)
def public_half(private_key: str) -> str:
    """
    PEM of the public half of a private key.

    Raises:
        UnreadableKeyError: *private_key* is no PEM of a private key.

        OtherKeyError: It is of another kind than RSA.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    try:
        key = serialization.load_pem_private_key(private_key.encode(), password=None)
    except (TypeError, ValueError) as error:
        raise UnreadableKeyError from error
    if not isinstance(key, RSAPrivateKey):
        raise OtherKeyError

    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
