"""
Keys, consumers and tokens for the tests of the gateway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric import rsa as rsa_keys

from keypairs import KeyPair, key_pair
from sunbird_mockserver.consumers import Consumer, Consumers, Credential
from sunbird_mockserver.deployments.profiles import PROFILES
from sunbird_mockserver.tokens import Refused, nginx_base64, verify
from sunbird_mockserver.tokens.signatures import algorithm

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "s3cret"


@pytest.fixture(scope="session")
def rsa() -> KeyPair:
    """
    One RSA key for the whole session: making it is slow.
    """
    return key_pair(rsa_keys.generate_private_key(65537, 2048))


@pytest.fixture(scope="session")
def curves() -> dict[str, KeyPair]:
    """
    A key for each algorithm on a curve.
    """
    return {
        "ES256": key_pair(ec.generate_private_key(ec.SECP256R1())),
        "ES384": key_pair(ec.generate_private_key(ec.SECP384R1())),
        "ES512": key_pair(ec.generate_private_key(ec.SECP521R1())),
        "EdDSA": key_pair(ed25519.Ed25519PrivateKey.generate()),
    }


@pytest.fixture(scope="session")
def pairs(rsa: KeyPair, curves: dict[str, KeyPair]) -> dict[str, KeyPair]:
    """
    What each algorithm signs with, and what its signatures are checked with.
    """
    # Long enough for PyJWT to use it without a warning, by HS512 too.
    secret = KeyPair("s" * 64, "s" * 64)
    secrets = dict.fromkeys(("HS256", "HS384", "HS512"), secret)
    keys = dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), rsa)

    return secrets | keys | curves


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
            nginx_base64.encode(part.encode("utf-8", "surrogateescape"))
            for part in (header, claims)
        )
        return f"{signed}.{nginx_base64.encode(algorithm(by).sign(secret, signed.encode()))}"

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
