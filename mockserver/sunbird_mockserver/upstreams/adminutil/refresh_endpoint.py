"""
``/v1/auth/refresh/token``: a new access token for a refresh token.

Source: contract/gateway-and-auth.md 4c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from sunbird_mockserver.upstreams.adminutil import spring_boot
from sunbird_mockserver.upstreams.adminutil.context import signed
from sunbird_mockserver.upstreams.adminutil.refresh_tokens import (
    BrokenTokenError,
    InvalidGrantError,
    check,
)
from sunbird_mockserver.upstreams.adminutil.responses import Failure
from sunbird_mockserver.upstreams.adminutil.signing_keys import ACCESS

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.upstreams.adminutil.context import Desk
    from sunbird_mockserver.upstreams.adminutil.refresh_tokens import Grant

__all__ = ["refresh_token"]

_FORM = "application/x-www-form-urlencoded"
_FIELD = "refresh_token"
_ABSENT = Failure(400, "BAD_REQUEST", "")
_INVALID = Failure(400, "invalid_grant", "invalid_grant")
_BROKEN = Failure(500, "INTERNAL_SERVER_ERROR", "Oops! Something went wrong!")
_NOTHING = {"access_token": None, "expires_in": 0, "refresh_expires_in": 0, _FIELD: None}
_ROLES = [{"role": "PUBLIC", "scope": []}]


def refresh_token(desk: Desk, delivery: Delivery) -> Reply:
    """
    A new access token, and the refresh token back as it was.
    """
    if spring_boot.media_type(delivery) != _FORM:
        raise spring_boot.wrong_type(delivery.headers.get("content-type", ""))
    form = delivery.body.decode("utf-8", "replace")
    token = dict(reversed(parse_qsl(form, keep_blank_values=True))).get(_FIELD)
    if token is None:
        return _answer(desk, _NOTHING, _ABSENT)
    try:
        grant = check(token, desk.settings, now_s=desk.now_s)
    except InvalidGrantError:
        return _answer(desk, _NOTHING, _INVALID)
    except BrokenTokenError:
        return _answer(desk, _NOTHING, _BROKEN)

    return _answer(desk, _granted(desk, grant, token))


def _granted(desk: Desk, grant: Grant, token: str) -> dict[str, Any]:
    now, claims = desk.now_s, grant.claims
    expires = min(now + desk.settings.access_validity(desk.profile), grant.until)
    access = {
        "exp": expires,
        "iat": now,
        "iss": claims["iss"],
        "aud": claims.get("aud"),
        "sub": claims.get("sub"),
        "typ": "Bearer",
        "roles": _ROLES,
    }

    return {
        "access_token": signed(desk.keys.take(ACCESS), access, typ="JWT"),
        "expires_in": expires - now,
        "refresh_expires_in": 0 if grant.offline else grant.until - now,
        _FIELD: token,
    }


def _answer(desk: Desk, result: dict[str, Any], failure: Failure | None = None) -> Reply:
    params = {
        "resmsgid": desk.chance.new_id(),
        "status": "failed" if failure else "successful",
        "err": failure.err if failure else None,
        "errmsg": failure.errmsg if failure else None,
    }
    value = {
        "id": "api.refresh.token",
        "ver": "1.0",
        "ts": desk.now,
        "params": params,
        "result": result,
    }

    return spring_boot.json_reply(failure.status if failure else 200, value)
