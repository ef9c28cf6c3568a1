"""
The public ingress: nginx in front of Kong, for everything under ``/api``.

Source: contract/gateway-and-auth.md 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.gateway.forwarding import with_target

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Delivery

__all__ = ["forwarded", "is_public", "unprefixed"]

_PREFIX = "/api"
# The mock listens on this machine, so that is where its clients are.
_CLIENT = "127.0.0.1"
# What nginx's "if" takes for false.
_FALSE = ("", "0")


def is_public(path: str) -> bool:
    """
    Return True if the ingress forwards *path* to Kong.
    """
    return path.startswith(_PREFIX + "/")


def unprefixed(path: str) -> str:
    """
    The public *path* as Kong gets it.
    """
    return path.removeprefix(_PREFIX)


def forwarded(delivery: Delivery, parameter: str | None, new_id: Callable[[str], str]) -> Delivery:
    """
    The public *delivery* as Kong gets it.

    Args:
        delivery: As the client sent it.

        parameter: The query parameter that stands in for an ``Authorization`` header, if any.

        new_id: Makes the id of a request that brings none.
    """
    headers = dict(delivery.headers)
    headers.pop("expect", None)
    # nginx reads the whole body first, and then knows its length.
    if headers.pop("transfer-encoding", None):
        headers["content-length"] = str(len(delivery.body))
    if headers.get("authorization", "") in _FALSE:
        headers.pop("authorization", None)
        if parameter and (token := _argument(delivery.query, parameter)) not in _FALSE:
            headers["authorization"] = f"Bearer {token}"
    headers["x-real-ip"] = _CLIENT
    if not headers.get("x-request-id"):
        headers["x-request-id"] = new_id(delivery.inbox)

    return with_target(delivery, unprefixed(delivery.path), headers)


def _argument(query: str, name: str) -> str:
    """
    Return nginx's value of *name* in *query*: the first one, not decoded, ignoring case.
    """
    if not query:
        return ""
    arguments = (argument.partition("=") for argument in query.split("&"))

    return next((value for key, _, value in arguments if key.lower() == name.lower()), "")
