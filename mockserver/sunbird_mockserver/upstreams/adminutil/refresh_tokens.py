"""
Refresh tokens: which are good, for how long, and how one for a test is made.

The checks are those of adminutil 4.5.0, in its order: contract/gateway-and-auth.md 4c.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import orjson

from sunbird_mockserver.tokens import nginx_base64
from sunbird_mockserver.tokens.signatures import algorithm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.settings import Adminutil

__all__ = ["BrokenTokenError", "Grant", "InvalidGrantError", "check", "mint_refresh_token"]

_PARTS = 3
_LONG = 2**63


class InvalidGrantError(Exception):
    """
    The token is not good: 400.
    """


class BrokenTokenError(Exception):
    """
    The component's own code breaks over the token: 500.
    """


@dataclass(frozen=True, slots=True)
class Grant:
    """
    A refresh token that is good.

    Attributes:
        claims: What it says.

        until: When it ends, in s since the epoch.
    """

    claims: Mapping[str, Any]
    until: int

    @property
    def offline(self) -> bool:
        """
        True for an offline token, whose validity counts from ``iat``, not to ``exp``.
        """
        return bool(self.claims["typ"] == "Offline")


def check(token: str, settings: Adminutil, *, now_s: int) -> Grant:
    """
    The grant that *token* is, at *now_s* seconds since the epoch.

    Raises:
        InvalidGrantError: It is none.

        BrokenTokenError: It lacks what the component takes for granted.
    """
    # As Java splits: empty parts at the end do not count.
    parts = token.rstrip(".").split(".")
    if len(parts) != _PARTS:
        raise InvalidGrantError
    header, claims = _decoded(parts[0]), _decoded(parts[1])
    kid, alg = _member(header, "kid"), _member(header, "alg")
    hs256 = alg == "HS256"
    _require(hs256 or kid == settings.refresh_kid)
    _require(hs256 or alg == "RS256")
    _require(_member(header, "typ") == "JWT")
    _require(_member(claims, "iss") == settings.issuer)
    _require(_member(claims, "typ") in ("Offline", "Refresh"))
    _require(_is_signed_by_secret(token, settings) if hs256 else _is_signed(token, settings))

    return _in_time(claims, settings.offline_validity_s, now_s)


def mint_refresh_token(
    settings: Adminutil,
    *,
    now_s: int,
    kind: Literal["Offline", "Refresh"] = "Offline",
    claims: Mapping[str, Any] | None = None,
    header: Mapping[str, Any] | None = None,
) -> str:
    """
    A refresh token that the mock takes, unless told otherwise.

    Args:
        settings: Whose issuer and secret to use.

        now_s: When it is issued, in s since the epoch.

        kind: ``Offline``, as the apps have it; or ``Refresh``, which ends with ``exp``, in an hour.

        claims: Added to its claims, or put in their place.

        header: Added to its header, or put in its place.
    """
    said = {
        "iat": now_s,
        "exp": 0 if kind == "Offline" else now_s + 3600,
        "iss": settings.issuer,
        "aud": settings.issuer,
        "sub": "f:sunbird:learner-1",
        "typ": kind,
        **(claims or {}),
    }
    named = {"alg": "HS256", "typ": "JWT", "kid": settings.refresh_kid, **(header or {})}
    signed = f"{_encoded(named)}.{_encoded(said)}"

    return f"{signed}.{_hs256(signed, settings)}"


def _encoded(value: Mapping[str, Any]) -> str:
    # Not orjson: whoever makes a token for a test may want numbers beyond 64 bits in it.
    return nginx_base64.encode(json.dumps(value, separators=(",", ":")).encode())


def _decoded(part: str) -> dict[str, Any]:
    text = nginx_base64.decode(part.encode("utf-8", "replace"), standard=False)
    try:
        value = orjson.loads(text or b"")
    except ValueError:
        raise BrokenTokenError from None
    if not isinstance(value, dict):
        raise BrokenTokenError

    return value


def _member(value: Mapping[str, Any], name: str) -> object:
    """
    Return the member *name*; a null counts as missing.
    """
    if value.get(name) is None:
        raise BrokenTokenError

    return value[name]


def _require(good: bool) -> None:  # noqa: FBT001  read as a sentence
    if not good:
        raise InvalidGrantError


def _is_signed_by_secret(token: str, settings: Adminutil) -> bool:
    # Computed and compared whole, so that what follows the third part counts too.
    signed = ".".join(token.split(".")[:2])
    expected = f"{signed}.{_hs256(signed, settings)}"

    return hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace"))


def _is_signed(token: str, settings: Adminutil) -> bool:
    header, claims, signature = token.split(".")[:_PARTS]
    found = nginx_base64.decode(signature.encode("utf-8", "replace"), standard=False)
    if found is None or not settings.refresh_public_key:
        return False
    data = f"{header}.{claims}".encode("utf-8", "replace")

    return algorithm("RS256").verify(settings.refresh_public_key, data, found)


def _hs256(signed: str, settings: Adminutil) -> str:
    data = signed.encode("utf-8", "replace")

    return nginx_base64.encode(hmac.digest(settings.refresh_secret_bytes, data, "sha256"))


def _in_time(claims: Mapping[str, Any], offline_validity_s: int, now_s: int) -> Grant:
    issued, expires = _whole(claims, "iat"), _whole(claims, "exp")
    if claims["typ"] == "Offline":
        _require(issued <= now_s)
        expires = issued + offline_validity_s
    _require(expires >= now_s)

    return Grant(claims, expires)


def _whole(claims: Mapping[str, Any], name: str) -> int:
    value = _member(claims, name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BrokenTokenError
    if value != int(value) or abs(value) >= _LONG:
        raise BrokenTokenError

    return int(value)
