"""
Differences between the releases of the telemetry service, as one table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

from sunbird_mockserver.delivery import Reply

Headers: TypeAlias = tuple[tuple[str, str], ...]

_DATASET = "sb-telemetry"


@dataclass(frozen=True, slots=True)
class Version:
    """
    One release of the telemetry service.

    Attributes:
        name: What the configuration calls it.

        json_headers: What an answer in JSON opens with, up to and including its type.

        page_headers: The same of an error page.

        bare_headers: The same of an answer without a body.

        options: The answer to OPTIONS, which no path or body changes.

        illegal: The characters that the 404 page percent-encodes in the path.

        id_is_mid: Whether ``id`` of the batch is replaced by its ``mid``.

        dataset: What is stamped on a batch that names no ``dataset``; None where nothing is.

        quotes_hash: Whether the page about a body that is neither object nor list quotes a ``#`` in
            its place, as body-parser 1.18 does.
    """

    name: str
    json_headers: Headers
    page_headers: Headers
    bare_headers: Headers
    options: Reply
    illegal: re.Pattern[str]
    id_is_mid: bool
    dataset: str | None
    quotes_hash: bool


_JSON = ("Content-Type", "application/json; charset=utf-8")
_HTML = ("Content-Type", "text/html; charset=utf-8")
_NOSNIFF = ("X-Content-Type-Options", "nosniff")
_POLICY = "Content-Security-Policy"

_CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET,PUT,POST,PATCH,DELETE,OPTIONS"),
)
_ALLOWED = "Access-Control-Allow-Headers"
_ALLOWED_REST = "cid, user-id, x-auth, Cache-Control, X-Requested-With, datatype, *"

_CONTENT_POLICY = (
    "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
    "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';"
    "script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests"
)
_AFTER_POLICY = (
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Origin-Agent-Cluster", "?1"),
    ("Referrer-Policy", "no-referrer"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    _NOSNIFF,
    ("X-DNS-Prefetch-Control", "off"),
    ("X-Download-Options", "noopen"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
    ("X-XSS-Protection", "0"),
    *_CORS,
    (_ALLOWED, f"Content-Type, Authorization, {_ALLOWED_REST}"),
)
_HELMET = ((_POLICY, _CONTENT_POLICY), *_AFTER_POLICY)
_EXPRESS = (
    ("X-Powered-By", "Express"),
    *_CORS,
    # No blank after "Authorization,": contract/pipeline.md 1.3.
    (_ALLOWED, f"Content-Type, Authorization,{_ALLOWED_REST}"),
)
_OPTIONS_OK = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", "2"),
    ("ETag", 'W/"2-nOO9QiTIwXgNtWtBJezz8kv3SLc"'),
)

_NOT_AN_ESCAPE = "%(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|$)"

MASTER = Version(
    name="master",
    json_headers=(*_HELMET, _JSON),
    page_headers=((_POLICY, "default-src 'none'"), *_AFTER_POLICY, _HTML),
    bare_headers=_HELMET,
    options=Reply(200, (*_HELMET, ("Content-Length", "0")), b""),
    illegal=re.compile(rf"(?:[^!#-;=?-_a-z|~]|{_NOT_AN_ESCAPE})+"),
    id_is_mid=True,
    dataset=_DATASET,
    quotes_hash=False,
)


_V811 = Version(
    name="8.1.1",
    json_headers=(*_EXPRESS, _JSON),
    page_headers=(*_EXPRESS, (_POLICY, "default-src 'self'"), _NOSNIFF, _HTML),
    bare_headers=_EXPRESS,
    options=Reply(200, (*_EXPRESS, *_OPTIONS_OK), b"OK"),
    illegal=re.compile(rf"(?:[^!%&-;=?-\[\]_a-z~]|{_NOT_AN_ESCAPE})+"),
    id_is_mid=True,
    dataset=_DATASET,
    quotes_hash=True,
)

# The dispatcher stamps no dataset before 8.1.1, and `id` is the client's own until January 2026:
# contract/pipeline.md 1.1.
_V330 = replace(_V811, name="3.3.0", id_is_mid=False, dataset=None)

#: By the name that the configuration uses.
VERSIONS = {version.name: version for version in (MASTER, _V811, _V330)}
