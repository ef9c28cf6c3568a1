"""
Locating the token in a request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from sunbird_mockserver.deployments.profiles import Cause
from sunbird_mockserver.tokens.errors import Stop

if TYPE_CHECKING:
    from sunbird_mockserver.deployments.profiles import Profile

__all__ = ["find", "in_header", "in_query"]

# The gateway's own pattern is not anchored either; only the first letter may be of either case.
_BEARER = re.compile(r"[Bb]earer\s+(.+)", re.ASCII)

# ngx.req.get_uri_args() reads no more parameters than that.
_MAX_PARAMETERS = 100


def find(authorization: str | None, query: str, profile: Profile) -> str:
    """
    The one token of a request.

    Raises:
        Stop: There is none, there are several, or it is a parameter without a value.
    """
    found = in_query(query)
    if profile.first_source_wins:
        found = found or in_header(authorization)
    else:
        gathered = dict.fromkeys((*found, *in_header(authorization)))
        found = [token for token in gathered if token != ""]
    if not found:
        raise Stop(_why_none(authorization))
    if len(found) > 1:
        raise Stop(Cause.MULTIPLE_TOKENS)
    if found[0] is None:
        raise Stop(Cause.VALUELESS_PARAMETER)
    return found[0]


def in_query(query: str) -> list[str | None]:
    """
    The values of every ``jwt`` parameter, None for one without ``=``.
    """
    if "jwt" not in query and "%" not in query:
        return []
    parameters = (
        pair.partition("=") for pair in query.split("&", _MAX_PARAMETERS)[:_MAX_PARAMETERS]
    )
    return [
        unquote_plus(value, "latin-1") if equals else None
        for name, equals, value in parameters
        if unquote_plus(name, "latin-1") == "jwt"
    ]


def in_header(authorization: str | None) -> list[str | None]:
    """
    The bearer token of an ``Authorization`` header, if it has one.
    """
    match = _BEARER.search(authorization or "")
    return [match[1]] if match else []


def _why_none(authorization: str | None) -> Cause:
    if authorization is None:
        return Cause.NO_AUTHORIZATION
    bare = authorization.strip().lower() in {"bearer", ""}
    return Cause.BARE_BEARER if bare else Cause.NO_BEARER
