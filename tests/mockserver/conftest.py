"""
Keys, consumers and tokens for the tests of the gateway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric import rsa as rsa_keys

from sunbird_mockserver.consumers import Consumer, Consumers, Credential
from sunbird_mockserver.profiles import PROFILES
from sunbird_mockserver.tokens import Refused, base64, verify
from sunbird_mockserver.tokens.signatures import algorithm

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "s3cret"


class KeyPair(NamedTuple):
    """
    PEM of both halves of a key.
    """

    private: str
    public: str


def _pair(private) -> KeyPair:
    return KeyPair(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )


@pytest.fixture(scope="session")
def rsa() -> KeyPair:
    """
    One RSA key for the whole session: making it is slow.
    """
    return _pair(rsa_keys.generate_private_key(65537, 2048))


@pytest.fixture(scope="session")
def curves() -> dict[str, KeyPair]:
    """
    A key for each algorithm on a curve.
    """
    return {
        "ES256": _pair(ec.generate_private_key(ec.SECP256R1())),
        "ES384": _pair(ec.generate_private_key(ec.SECP384R1())),
        "ES512": _pair(ec.generate_private_key(ec.SECP521R1())),
        "EdDSA": _pair(ed25519.Ed25519PrivateKey.generate()),
    }


@pytest.fixture(scope="session")
def consumers(rsa: KeyPair, curves: dict[str, KeyPair]) -> Consumers:
    """
    One consumer with a credential of every kind, and of some that cannot work.
    """
    credentials = (
        Credential("good", SECRET, id="uuid-good"),
        Credential("wide", SECRET, "HS512"),
        Credential("bare"),
        Credential("device_key0", algorithm="RS256", rsa_public_key=rsa.public, id="uuid-device"),
        Credential("keyless", algorithm="RS256"),
        Credential("garbled", algorithm="RS256", rsa_public_key="-----BEGIN NOTHING-----"),
        Credential("curve", algorithm="ES256", rsa_public_key=curves["ES256"].public),
        Credential("mixed", algorithm="ES256", rsa_public_key=rsa.public),
    )
    return Consumers([Consumer("app", frozenset({"telemetryCreate"}), credentials)])


@pytest.fixture(scope="session")
def raw_token() -> Callable[..., str]:
    """
    Makes a token of any two texts, JSON or not.
    """

    def make(header: str, claims: str, secret: str = SECRET, *, by: str = "HS256") -> str:
        signed = ".".join(
            base64.encode(part.encode("utf-8", "surrogateescape")) for part in (header, claims)
        )
        return f"{signed}.{base64.encode(algorithm(by).sign(secret, signed.encode()))}"

    return make


@pytest.fixture(scope="session")
def answer(consumers: Consumers) -> Callable[..., object]:
    """
    What a gateway says to a request: the identity that it lets in, or status, message, challenge.
    """

    def ask(profile: str, authorization: str | None, query: str = "") -> object:
        result = verify(authorization, query, consumers=consumers, profile=PROFILES[profile])
        if isinstance(result, Refused):
            return result.status, result.message, result.www_authenticate
        return result.identity

    return ask
