"""
Signature algorithms of the gateways, by name.

HMAC is here, on the standard library; `sunbird_mockserver.tokens.asymmetric` has the others, which
PyJWT computes, and loads at first need. HMAC is not PyJWT's because its algorithms load
``cryptography``, and because it refuses secrets that the gateway takes: empty ones, PEM, JWK.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Protocol

from sunbird_mockserver.deployments.profiles import SPARK, UnknownAlgorithmError

__all__ = [
    "Algorithm",
    "algorithm",
]


class Algorithm(Protocol):
    """
    Signature algorithm.
    """

    def sign(self, key: str, data: bytes) -> bytes:
        """
        Return the signature of *data*; *key* is the secret, or PEM of the private key.
        """
        ...

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        """
        Check *signature*; *key* is the secret, or PEM of the public key.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Hmac:
    digest: str

    def sign(self, key: str, data: bytes) -> bytes:
        return hmac.digest(key.encode("utf-8", "surrogatepass"), data, self.digest)

    def verify(self, key: str, data: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(self.sign(key, data), signature)


_HMAC = {"HS256": _Hmac("sha256"), "HS384": _Hmac("sha384"), "HS512": _Hmac("sha512")}


def algorithm(name: str) -> Algorithm:
    """
    Return the algorithm of that name.

    Raises:
        UnknownAlgorithmError: There is none.
    """
    if name in _HMAC:
        return _HMAC[name]
    if name not in SPARK.algorithms:
        raise UnknownAlgorithmError(name)
    from sunbird_mockserver.tokens import asymmetric  # loads cryptography

    return asymmetric.ALGORITHMS[name]
