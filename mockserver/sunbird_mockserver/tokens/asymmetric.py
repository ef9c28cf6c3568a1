"""
Algorithms with a private and a public key, on PyJWT. Import it late: it loads ``cryptography``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from jwt import PyJWS
from jwt.algorithms import RSAAlgorithm, RSAPSSAlgorithm, get_default_algorithms

from sunbird_mockserver.deployments.profiles import SPARK
from sunbird_mockserver.tokens.errors import WrongLengthError
from sunbird_mockserver.tokens.keys import KINDS, private_key, public_key

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["ALGORITHMS", "JWS"]

# The lengths that the gateway's plugin asserts: jwt_parser.lua of Kong 3.9.1. It lets PSS
# signatures be of 2048-bit keys only.
_PSS_OCTETS = 256
_OCTETS = {"ES256": 64, "ES384": 96, "ES512": 132}


class _AnyLengthRsa(RSAAlgorithm):
    """
    RSA without PyJWT's warning about keys of less than 2048 bits.
    """

    def check_key_length(self, key: Any) -> str | None:  # noqa: ARG002  the signature is PyJWT's
        return None


class _AnySaltPss(RSAPSSAlgorithm):
    """
    RSA-PSS that takes a salt of any length: contract/gateway-and-auth.md 10.9.
    """

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        digest = self.hash_alg()
        try:
            key.verify(sig, msg, PSS(MGF1(digest), PSS.AUTO), digest)
        except InvalidSignature:
            return False
        return True


_PYJWT = get_default_algorithms() | {
    "PS256": _AnySaltPss(RSAPSSAlgorithm.SHA256),
    "PS384": _AnySaltPss(RSAPSSAlgorithm.SHA384),
    "PS512": _AnySaltPss(RSAPSSAlgorithm.SHA512),
}


@dataclass(frozen=True, slots=True)
class _KeyPair:
    name: str

    def sign(self, key: str, data: bytes) -> bytes:
        signature = _PYJWT[self.name].sign(data, private_key(key))
        if len(signature) != _OCTETS.get(self.name, len(signature)):
            raise TypeError(f"{self.name} signs with another curve than that of the key.")

        return signature

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        public = public_key(key)
        octets = _PSS_OCTETS if self.name.startswith("PS") else _OCTETS.get(self.name)
        if octets not in (None, len(signature)):
            raise WrongLengthError
        _, kind = KINDS[self.name[:2]]
        try:
            return isinstance(public, kind) and _PYJWT[self.name].verify(data, public, signature)
        except (UnsupportedAlgorithm, ValueError):
            return False


ALGORITHMS: Mapping[str, _KeyPair] = {
    name: _KeyPair(name) for name in SPARK.algorithms if not name.startswith("HS")
}

#: Encoder of RS256 tokens: the one behind `jwt.encode`, without its warning about short keys. To
#: filter that around a call would change the warnings of all threads, the user's tests included.
JWS = PyJWS(algorithms=[])
JWS.register_algorithm("RS256", _AnyLengthRsa(RSAAlgorithm.SHA256))
