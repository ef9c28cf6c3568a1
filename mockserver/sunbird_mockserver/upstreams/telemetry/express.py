"""
Answers as Express writes them: ETags, JSON and error pages.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha1
from typing import TYPE_CHECKING
from urllib.parse import quote

from sunbird_mockserver.delivery import Reply

if TYPE_CHECKING:
    import re

    from sunbird_mockserver.upstreams.telemetry.versions import Version

# What JavaScript's encodeURI leaves alone, besides letters, digits and "_.-~".
_URI_SAFE = ";/?:@&=+$,#!*'()"

_HTML = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\n": "<br>"}
)
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Error</title>
</head>
<body>
<pre>%s</pre>
</body>
</html>
"""


def etag(body: bytes) -> str:
    """
    The weak ETag of *body*: its length in hex and most of its SHA-1.
    """
    digest = b64encode(sha1(body, usedforsecurity=False).digest())

    return f'W/"{len(body):x}-{digest[:27].decode()}"'


def json_reply(version: Version, status: int, body: bytes) -> Reply:
    """
    An answer in JSON.
    """
    length = ("Content-Length", str(len(body)))

    return Reply(status, (*version.json_headers, length, ("ETag", etag(body))), body)


def page(version: Version, status: int, text: str) -> Reply:
    """
    The HTML page of an error, with *text* as its only sentence.
    """
    # Express replaces blanks by pairs, so an odd one stays: finalhandler, recorded.
    shown = _without_halves(text).translate(_HTML).replace("  ", " &nbsp;")
    body = (_PAGE % shown).encode()

    return Reply(status, (*version.page_headers, ("Content-Length", str(len(body)))), body)


def encode_url(path: str, illegal: re.Pattern[str]) -> str:
    """
    *path* with its *illegal* characters percent-encoded.
    """
    return illegal.sub(lambda found: quote(found.group(), safe=_URI_SAFE), path)


def _without_halves(text: str) -> str:
    # An excerpt of V8 may end within a surrogate pair; Node writes U+FFFD for the half.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
