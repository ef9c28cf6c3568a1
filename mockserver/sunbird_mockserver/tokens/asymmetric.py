"""
The algorithms with a private and a public key. Import it late: it loads a large library.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from sunbird_mockserver.tokens.signatures import UnreadableKeyError, WrongLengthError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.tokens.signatures import Algorithm

__all__ = ["ALGORITHMS"]

# The gateway lets PSS signatures be of 2048-bit keys only: jwt_parser.lua of Kong 3.9.1.
_PSS_OCTETS = 256


@dataclass(frozen=True, slots=True)
class _Rsa:
    digest: HashAlgorithm

    def sign(self, key: str, data: bytes) -> bytes:
        signature: bytes = _private(key).sign(data, PKCS1v15(), self.digest)
        return signature

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        return _holds(RSAPublicKey, _public(key), signature, data, PKCS1v15(), self.digest)


@dataclass(frozen=True, slots=True)
class _Pss:
    digest: HashAlgorithm

    def sign(self, key: str, data: bytes) -> bytes:
        padding = PSS(MGF1(self.digest), PSS.DIGEST_LENGTH)
        signature: bytes = _private(key).sign(data, padding, self.digest)
        return signature

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        public = _public(key)
        if len(signature) != _PSS_OCTETS:
            raise WrongLengthError
        padding = PSS(MGF1(self.digest), PSS.AUTO)
        return _holds(RSAPublicKey, public, signature, data, padding, self.digest)


@dataclass(frozen=True, slots=True)
class _Ecdsa:
    """
    A signature is its two numbers side by side, each *octets* long: RFC 7518 3.4.
    """

    digest: HashAlgorithm
    octets: int

    def sign(self, key: str, data: bytes) -> bytes:
        numbers = decode_dss_signature(_private(key).sign(data, ECDSA(self.digest)))
        return b"".join(number.to_bytes(self.octets, "big") for number in numbers)

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        public = _public(key)
        if len(signature) != 2 * self.octets:
            raise WrongLengthError
        halves = signature[: self.octets], signature[self.octets :]
        der = encode_dss_signature(*(int.from_bytes(half, "big") for half in halves))
        return _holds(EllipticCurvePublicKey, public, der, data, ECDSA(self.digest))


@dataclass(frozen=True, slots=True)
class _Eddsa:
    def sign(self, key: str, data: bytes) -> bytes:
        signature: bytes = _private(key).sign(data)
        return signature

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        return _holds((Ed25519PublicKey, Ed448PublicKey), _public(key), signature, data)


ALGORITHMS: Mapping[str, Algorithm] = {
    "RS256": _Rsa(SHA256()),
    "RS384": _Rsa(SHA384()),
    "RS512": _Rsa(SHA512()),
    "PS256": _Pss(SHA256()),
    "PS384": _Pss(SHA384()),
    "PS512": _Pss(SHA512()),
    "ES256": _Ecdsa(SHA256(), 32),
    "ES384": _Ecdsa(SHA384(), 48),
    "ES512": _Ecdsa(SHA512(), 66),
    "EdDSA": _Eddsa(),
}


def _holds(kind: Any, public: Any, *arguments: Any) -> bool:
    """
    Whether the check passes. A key of another *kind* proves nothing.
    """
    if not isinstance(public, kind):
        return False
    try:
        public.verify(*arguments)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


# Reading a key takes longer than using it, and is a function of its text alone.
@lru_cache(maxsize=64)
def _public(pem: str) -> Any:
    try:
        return load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableKeyError from error


@lru_cache(maxsize=64)
def _private(pem: str) -> Any:
    try:
        return load_pem_private_key(pem.encode(), password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableKeyError from error
