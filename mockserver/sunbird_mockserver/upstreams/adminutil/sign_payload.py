"""
``/v1/sign/payload``: tokens that say whose child somebody is. In the cluster only.

Source: contract/gateway-and-auth.md 4b.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_mockserver.upstreams.adminutil import spring_boot
from sunbird_mockserver.upstreams.adminutil.context import signed
from sunbird_mockserver.upstreams.adminutil.responses import INTERNAL, Failure, enveloped, msgid_in
from sunbird_mockserver.upstreams.adminutil.signing_keys import ACCESS

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.upstreams.adminutil.context import AdminutilContext

__all__ = ["sign_payload"]

_API = "sign.payload"
_VALIDITY_S = 63_072_000
_NO_REQUEST = Failure(400, "BAD_REQUEST", "REQUEST IS MANDATORY")
_INTERNAL = Failure(500, INTERNAL, "UNABLE TO SIGN PAYLOAD DUE TO INTERNAL ERROR")


def sign_payload(context: AdminutilContext, delivery: Delivery) -> Reply:
    """
    A token for each pair of ``parentId`` and ``sub``. What else an element says is not repeated.
    """
    document = spring_boot.read_json(delivery)
    request = spring_boot.obj(document.get("request"), "request")
    if request is None:
        return _failed(context, _NO_REQUEST, None)
    pairs, msgid = _pairs(request.get("data")), msgid_in(document)
    if pairs is None or not isinstance(msgid, str):
        return _failed(context, _INTERNAL, None)

    return enveloped(
        context, _API, {"data": [_with_token(context, *pair) for pair in pairs]}, msgid=msgid
    )


def _failed(context: AdminutilContext, failure: Failure, msgid: str | None) -> Reply:
    return enveloped(context, _API, {"data": []}, msgid=msgid, failure=failure)


def _pairs(data: Any) -> list[tuple[str | None, str | None]] | None:
    """
    Read the pairs to sign; None where the component breaks over them.
    """
    if data is None:
        return None
    if not isinstance(data, list):
        raise spring_boot.not_readable("request.data is not a list")
    elements = [spring_boot.obj(each, "an element of request.data") for each in data]
    if None in elements:
        return None

    return [
        (
            spring_boot.text(each.get("parentId"), "parentId"),
            spring_boot.text(each.get("sub"), "sub"),
        )
        for each in elements
        if each is not None
    ]


def _with_token(
    context: AdminutilContext, parent: str | None, sub: str | None
) -> dict[str, str | None]:
    claims = {
        "parentId": parent,
        "sub": sub,
        "iat": context.now_s,
        "exp": context.now_s + _VALIDITY_S,
    }

    return {"parentId": parent, "sub": sub, "token": signed(context.keys.take(ACCESS), claims)}
