"""
Making tokens, for tests and for people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.tokens import base64
from sunbird_mockserver.tokens.signatures import algorithm as algorithm_named

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["encode", "mint"]


def mint(
    key: str,
    secret: str,
    *,
    algorithm: str = "HS256",
    claims: Mapping[str, Any] | None = None,
    header: Mapping[str, Any] | None = None,
) -> str:
    """
    A token as the SDK's ``AuthTokenGenerate`` makes it, byte for byte unless told otherwise.

    Args:
        key: Whose token it is; goes into ``iss``.

        secret: What to sign with: the secret's UTF-8 bytes, or PEM of a private key.

        algorithm: What to sign by; goes into ``alg``.

        claims: Added to what the SDK claims, or put in its place.

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
    A token of exactly this *header* and these *claims*, right or wrong, signed with *secret*.
    """
    signed = f"{_part(header)}.{_part(claims)}"
    signature = algorithm_named(algorithm).sign(secret, signed.encode())
    return f"{signed}.{base64.encode(signature)}"


def _part(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.encode(text.encode("utf-8", "surrogatepass"))
