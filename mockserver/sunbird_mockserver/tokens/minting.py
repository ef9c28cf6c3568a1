"""
Tokens, made for tests and for people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.tokens import nginx_base64
from sunbird_mockserver.tokens.signatures import algorithm as algorithm_named

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["encode", "mint", "sign_claims"]


def mint(
    key: str,
    secret: str,
    *,
    algorithm: str = "HS256",
    claims: Mapping[str, Any] | None = None,
    header: Mapping[str, Any] | None = None,
) -> str:
    """
    Make a token as the SDK's ``AuthTokenGenerate`` does, byte for byte without further arguments.

    Args:
        key: Key of the credential; goes into ``iss``.

        secret: Secret of the credential, of which the UTF-8 bytes sign; or PEM of a private key.

        algorithm: Algorithm to sign with; goes into ``alg``.

        claims: Added to the claims of the SDK, or put in their place.

        header: Added to ``typ`` and ``alg``, or put in their place; the signature stays that of
            *algorithm*.
    """
    return encode(
        {"typ": "JWT", "alg": algorithm, **(header or {})},
        # The nulls and empty texts are the SDK's: contract/clients.md 2.
        {"iss": key, "iat": None, "exp": None, "aud": "", "sub": "", **(claims or {})},
        secret,
        algorithm=algorithm,
    )


def encode(header: Any, claims: Any, secret: str, *, algorithm: str = "HS256") -> str:
    """
    Make a token of exactly this *header* and these *claims*, right or wrong.
    """
    signed = f"{_part(header)}.{_part(claims)}"
    signature = algorithm_named(algorithm).sign(secret, signed.encode())
    return f"{signed}.{nginx_base64.encode(signature)}"


def sign_claims(claims: Mapping[str, Any], pem: str, header: Mapping[str, Any]) -> str:
    """
    Make an RS256 token of *claims* with PyJWT; its *header* names ``alg`` as well.
    """
    from sunbird_mockserver.tokens.asymmetric import JWS  # loads cryptography
    from sunbird_mockserver.tokens.keys import private_key

    # PyJWT adds a typ unless there is one.
    return JWS.encode(_json(claims), private_key(pem), "RS256", {"typ": None, **header})


def _part(value: Any) -> str:
    return nginx_base64.encode(_json(value))


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
