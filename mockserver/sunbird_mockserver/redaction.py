"""
Redaction of requests and answers: everything is kept except secrets.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sunbird_mockserver.bodies import (
    HIDDEN,
    SECRET_NAMES,
    kept_body,
    kept_reply,
    without_tokens,
)
from sunbird_mockserver.delivery import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.delivery import Delivery

__all__ = ["kept", "redacted", "without_secrets"]

# contract/gateway-and-auth.md 1 and 5.
_SECRET_HEADERS = frozenset(
    {
        "access-token",
        "apikey",
        "authorization",
        "cookie",
        "proxy-authorization",
        "token",
        "x-access-token",
        "x-api-key",
        "x-auth",
        "x-auth-token",
        "x-authenticated-for",
        "x-authenticated-user-token",
        "x-forwarded-access-token",
        "x-forwarded-authorization",
        "x-refresh-token",
    }
)
_SECRET_REPLY_HEADERS = _SECRET_HEADERS | {"set-cookie"}
# The ingress turns the second one into a bearer: contract/gateway-and-auth.md 0.
_SECRET_PARAMETERS = SECRET_NAMES | {"jwt", "ehvyhwsdt"}
_SCHEME = re.compile(r"(?:basic|bearer|digest|jwt|token)(?= |$)", re.IGNORECASE)
# The same in an address, e.g. in the Referer of a page, or in a path whose "?" was encoded.
_PARAMETER = re.compile(
    rf"((?:[?&]|%3f|%26)(?:{'|'.join(sorted(_SECRET_PARAMETERS))})=)[^&#\s]+", re.IGNORECASE
)
# What clients send whose token was never set: that is the news, and no secret.
_NO_SECRETS = frozenset({"", "null", "undefined"})
# A text is searched once per secret. Only an attack brings more.
_MOST_SECRETS = 32


def kept(delivery: Delivery, reply: Reply) -> tuple[Delivery, Reply]:
    """
    Both without their secrets: a page may echo a path, and a stub may hand out a token.
    """
    return redacted(delivery), _redacted_reply(kept_reply(delivery, reply), delivery)


def redacted(delivery: Delivery) -> Delivery:
    """
    *delivery* without its tokens. The scheme in front of one stays: it is often what is wrong.
    """
    headers = {
        name: _hidden(value) if name in _SECRET_HEADERS else _without_tokens(value)
        for name, value in delivery.headers.items()
    }

    return replace(
        delivery,
        path=_without_tokens(delivery.path),
        headers=headers,
        query=_query(delivery.query),
        body=kept_body(delivery),
    )


def without_secrets(text: str, delivery: Delivery) -> str:
    """
    *text* without anything that `redacted` takes out of *delivery*. None of it where there are too
    many secrets to look for.
    """
    secrets = sorted(set(_secrets(delivery)), key=len, reverse=True)
    if len(secrets) > _MOST_SECRETS:
        return HIDDEN
    # Split, not replaced one after the other: a secret may be a part of what stands for another.
    pieces = [text]
    for secret in secrets:
        pieces = [part for piece in pieces for part in piece.split(secret)]

    return HIDDEN.join(map(_without_tokens, pieces))


def _redacted_reply(reply: Reply, delivery: Delivery) -> Reply:
    headers = tuple((name, _reply_header(name, value)) for name, value in reply.headers)
    if b"ey" not in reply.body and headers == reply.headers:
        return reply
    body = without_secrets(reply.body.decode("utf-8", "surrogateescape"), delivery)

    return Reply(reply.status, headers, body.encode("utf-8", "surrogateescape"))


def _reply_header(name: str, value: str) -> str:
    return _hidden(value) if name.lower() in _SECRET_REPLY_HEADERS else _without_tokens(value)


def _secrets(delivery: Delivery) -> Iterator[str]:
    for name in _SECRET_HEADERS & delivery.headers.keys():
        yield from _words(delivery.headers[name])
    for parameter in delivery.query.split("&"):
        name, _, value = parameter.partition("=")
        if _is_secret(name):
            yield from (*_words(value), *_words(unquote(value)))


def _words(value: str) -> list[str]:
    secret = _secret_part(value)

    return [] if secret in _NO_SECRETS else [secret]


def _secret_part(value: str) -> str:
    scheme = _SCHEME.match(value)

    return value[scheme.end() :].strip() if scheme else value.strip()


def _hidden(value: str) -> str:
    if _secret_part(value) in _NO_SECRETS:
        return value
    scheme = _SCHEME.match(value)

    return f"{scheme[0]} {HIDDEN}" if scheme else HIDDEN


def _without_tokens(text: str) -> str:
    if "?" in text or "%3" in text:
        text = _PARAMETER.sub(rf"\1{HIDDEN}", text)

    return without_tokens(text)


def _query(query: str) -> str:
    return "&".join(map(_parameter, query.split("&"))) if query else query


def _parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    if _is_secret(name) and value not in _NO_SECRETS:
        return f"{name}{equals}{HIDDEN}"

    return _without_tokens(parameter)


def _is_secret(name: str) -> bool:
    return unquote(name).lower() in _SECRET_PARAMETERS
