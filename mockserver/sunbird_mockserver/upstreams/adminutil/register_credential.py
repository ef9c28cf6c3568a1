"""
``/v1|v2/consumer/{consumer}/credential/register``: a key and a token for one more install.

Source: contract/gateway-and-auth.md 4a.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.consumers import Credential, KeyTakenError, UnknownConsumerError
from sunbird_mockserver.tokens import encode
from sunbird_mockserver.upstreams.adminutil import spring_boot
from sunbird_mockserver.upstreams.adminutil.context import signed
from sunbird_mockserver.upstreams.adminutil.responses import INTERNAL, Failure, enveloped, msgid_in
from sunbird_mockserver.upstreams.adminutil.signing_keys import NoKeysError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.upstreams.adminutil.context import AdminutilContext

__all__ = ["register_v1", "register_v2"]

# The builder's own id is thrown away: contract/gateway-and-auth.md 4a.
_API = "consumer.create"
# Java's white space, which a no-break space is not.
_SPACE = re.compile(r"\s", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_RULES: tuple[tuple[Callable[[str | None], Any], str], ...] = (
    (lambda key: not key, "KEY IS MANDATORY"),
    (lambda key: key and _SPACE.search(key), "KEY MUST NOT HAVE SPACE"),
    (lambda key: key and _UUID.fullmatch(key), "KEY MUST NOT BE A UUID"),
)
_INTERNAL = Failure(500, INTERNAL, "UNABLE TO REGISTER CREDENTIAL DUE TO INTERNAL ERROR")
_NOT_CREATED = "ERROR WHEN CREATING CREDENTIAL FOR CONSUMER."
# Looking for a credential and making it is one step: two apps that start together share a secret.
_creating = Lock()


@dataclass(frozen=True, slots=True)
class _Result:
    key: str = ""
    secret: str = ""
    token: str = ""
    failure: Failure | None = None


def register_v1(context: AdminutilContext, delivery: Delivery, consumer: str) -> Reply:
    """
    The credential of that key, made if there is none yet, and an HS256 token of it.
    """
    return _register(context, delivery, consumer, _stored)


def register_v2(context: AdminutilContext, delivery: Delivery, consumer: str) -> Reply:
    """
    An RS256 token for that key. Nothing is stored; the gateway knows the key that signs.
    """
    return _register(context, delivery, consumer, _signed)


def _register(
    context: AdminutilContext,
    delivery: Delivery,
    consumer: str,
    make: Callable[[AdminutilContext, str, str], _Result],
) -> Reply:
    document = spring_boot.read_json(delivery)
    key, broken = _key_in(document)
    msgid = msgid_in(document)
    if broken:
        return _answer(
            context, _Result(failure=Failure(400, "BAD_REQUEST", ", ".join(broken))), None
        )
    if not isinstance(msgid, str):
        return _answer(context, _Result(failure=_INTERNAL), None)

    return _answer(context, make(context, consumer, key), msgid)


def _key_in(document: dict[str, Any]) -> tuple[str, list[str]]:
    """
    The key that is asked for, and which rules it breaks.
    """
    ets = document.get("ets")
    if ets is not None and (isinstance(ets, bool) or not isinstance(ets, (int, float))):
        raise spring_boot.not_readable("ets is not a number")
    request = spring_boot.obj(document.get("request"), "request")
    if request is None:
        return "", ["REQUEST IS MANDATORY"]
    key = spring_boot.text(request.get("key"), "request.key")

    return key or "", [message for breaks, message in _RULES if breaks(key)]


def _stored(context: AdminutilContext, consumer: str, key: str) -> _Result:
    try:
        secret = _secret_of(context, consumer, key)
    except KeyTakenError:
        return _not_created(f" KEY : {key}, already exists.")
    except UnknownConsumerError:
        return _not_created("")
    token = encode({"alg": "HS256"}, {"iss": key, "iat": context.now_s}, secret)

    return _Result(key, secret, token)


def _secret_of(context: AdminutilContext, consumer: str, key: str) -> str:
    with _creating:
        found = context.consumers.find(key)
        if found and found[0].username == consumer:
            return found[1].secret or ""
        secret = context.chance.new_secret()
        context.consumers.add_credential(consumer, Credential(key, secret))

    return secret


def _not_created(why: str) -> _Result:
    return _Result(failure=Failure(400, "CREATE_CREDENTIAL_ERROR", _NOT_CREATED + why))


def _signed(context: AdminutilContext, consumer: str, key: str) -> _Result:
    try:
        signing = context.keys.take(consumer)
    except NoKeysError:
        return _Result(key, failure=_INTERNAL)
    context.consumers.renew(signing.kid)

    return _Result(key, token=signed(signing, {"iss": key, "iat": context.now_s}))


def _answer(context: AdminutilContext, result: _Result, msgid: str | None) -> Reply:
    shown = {"key": result.key, "secret": result.secret, "token": result.token}

    return enveloped(context, _API, shown, msgid=msgid, failure=result.failure)
