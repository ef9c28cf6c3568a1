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
    from sunbird_mockserver.upstreams.adminutil.context import AdminutilContext
    from sunbird_mockserver.upstreams.adminutil.refresh_tokens import Grant

__all__ = ["refresh_token"]

_FORM = "application/x-www-form-urlencoded"
_FIELD = "refresh_token"
_ABSENT = Failure(400, "BAD_REQUEST", "")
_INVALID = Failure(400, "invalid_grant", "invalid_grant")
_BROKEN = Failure(500, "INTERNAL_SERVER_ERROR", "Oops! Something went wrong!")
_NOTHING = {"access_token": None, "expires_in": 0, "refresh_expires_in": 0, _FIELD: None}
_ROLES = [{"role": "PUBLIC", "scope": []}]


def refresh_token(context: AdminutilContext, delivery: Delivery) -> Reply:
    """
    A new access token, and the refresh token back as it was.
    """
    if spring_boot.media_type(delivery) != _FORM:
        raise spring_boot.wrong_type(delivery.headers.get("content-type", ""))
    form = delivery.body.decode("utf-8", "replace")
    token = dict(reversed(parse_qsl(form, keep_blank_values=True))).get(_FIELD)
    if token is None:
        return _answer(context, _NOTHING, _ABSENT)
    try:
        grant = check(token, context.settings, now_s=context.now_s)
    except InvalidGrantError:
        return _answer(context, _NOTHING, _INVALID)
    except BrokenTokenError:
        return _answer(context, _NOTHING, _BROKEN)

    return _answer(context, _granted(context, grant, token))


def _granted(context: AdminutilContext, grant: Grant, token: str) -> dict[str, Any]:
    now, claims = context.now_s, grant.claims
    expires = min(now + context.settings.access_validity(context.profile), grant.until)
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
        "access_token": signed(context.keys.take(ACCESS), access, typ="JWT"),
        "expires_in": expires - now,
        "refresh_expires_in": 0 if grant.offline else grant.until - now,
        _FIELD: token,
    }


def _answer(
    context: AdminutilContext, result: dict[str, Any], failure: Failure | None = None
) -> Reply:
    params = {
        "resmsgid": context.chance.new_id(),
        "status": "failed" if failure else "successful",
        "err": failure.err if failure else None,
        "errmsg": failure.errmsg if failure else None,
    }
    value = {
        "id": "api.refresh.token",
        "ver": "1.0",
        "ts": context.now,
        "params": params,
        "result": result,
    }

    return spring_boot.json_reply(failure.status if failure else 200, value)
