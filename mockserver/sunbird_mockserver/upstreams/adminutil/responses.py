"""
The frame around what register and sign answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sunbird_mockserver.upstreams.adminutil import spring_boot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.delivery import Reply
    from sunbird_mockserver.upstreams.adminutil.context import AdminutilContext

__all__ = ["INTERNAL", "Failure", "enveloped", "msgid_in"]


class Failure(NamedTuple):
    """
    Error code and message of an answer without a result.

    Attributes:
        status: The HTTP status code.

        err: The code.

        errmsg: The sentence.
    """

    status: int
    err: str
    errmsg: str


INTERNAL = "INTERNAL_ERROR"


def msgid_in(document: Mapping[str, Any]) -> Any:
    """
    The id that the client gave its request; empty without one.
    """
    msgid = (spring_boot.obj(document.get("params"), "params") or {}).get("msgid")

    return "" if msgid is None else msgid


def enveloped(
    context: AdminutilContext,
    api: str,
    result: Mapping[str, Any],
    *,
    msgid: str | None,
    failure: Failure | None = None,
) -> Reply:
    """
    The answer of the endpoint *api*. Nulls are written out: contract/gateway-and-auth.md 4.
    """
    params = {
        "status": "failed" if failure else "successful",
        "err": failure.err if failure else None,
        "errmsg": failure.errmsg if failure else None,
        "msgid": msgid,
        "resmsgid": context.chance.new_id(),
    }
    value = {
        "id": f"ekstep.api.am.adminutil.{api}",
        "ver": "1.0",
        "ets": context.now,
        "params": params,
        "result": result,
    }

    return spring_boot.json_reply(failure.status if failure else 200, value)
