"""
What may be kept of the bodies that carry secrets: those of register, refresh, sign and devices.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import orjson

from sunbird_mockserver.unzipping import unzipped

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply

__all__ = ["HIDDEN", "SECRET_NAMES", "kept_body", "kept_reply"]

HIDDEN = "[not kept]"

# Anywhere in the path: a request that missed its route by a slash holds the same secrets.
_ENDPOINTS = re.compile(
    r"/credential/register|/token\b|/sign/payload|/device/register", re.IGNORECASE
)
SECRET_NAMES = frozenset(
    {
        "access_token",
        "client_secret",
        "fcmtoken",
        "id_token",
        "password",
        "refresh_token",
        "secret",
        "token",
    }
)
_FORM_NAME = re.compile(r"[\w.\[\]+-]+")


def kept_body(delivery: Delivery) -> bytes:
    """
    The body of *delivery* without its secrets. One that cannot be read is left out as a whole.
    """
    if not delivery.body or not _has_secrets(delivery.path):
        return delivery.body
    text = unzipped(delivery.body) or b""

    return _json(text) or _form(text) or HIDDEN.encode()


def kept_reply(delivery: Delivery, reply: Reply) -> Reply:
    """
    The *reply* to *delivery* without its secrets. Pages are kept: they hold none.
    """
    if not _has_secrets(delivery.path):
        return reply

    return replace(reply, body=_json(reply.body) or reply.body)


def _has_secrets(path: str) -> bool:
    return _ENDPOINTS.search(unquote(path) if "%" in path else path) is not None


def _json(text: bytes) -> bytes | None:
    try:
        return orjson.dumps(_hidden(orjson.loads(text)))
    except (orjson.JSONDecodeError, RecursionError):
        return None


def _hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _member(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner) for inner in value]

    return value


def _member(name: str, value: Any) -> Any:
    # Nothing and the empty text say something, and are no secret.
    if name.lower() in SECRET_NAMES and value not in (None, ""):
        return HIDDEN

    return _hidden(value)


def _form(text: bytes) -> bytes | None:
    pairs = [pair.partition("=") for pair in text.decode("utf-8", "replace").split("&")]
    if not all(_FORM_NAME.fullmatch(unquote(name)) for name, _, _ in pairs):
        return None
    kept = (f"{name}{sign}{_parameter(name, value)}" for name, sign, value in pairs)

    return "&".join(kept).encode()


def _parameter(name: str, value: str) -> str:
    return HIDDEN if value and unquote(name).lower() in SECRET_NAMES else value
