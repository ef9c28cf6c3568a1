"""
The forms in which Kong writes an error down, and how it chooses one by what the client accepts.

Source: contract/gateway-and-auth.md 1 and 2, with the texts of kong/error_handlers.lua at 0.14.1
and kong/tools/http.lua at 3.9.1.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["JSON", "Page", "chosen", "first_known"]


class Page(NamedTuple):
    """
    One form of an error.

    Attributes:
        content_type: The value of that header.

        text: What is written, with places for the message and the request's id.
    """

    content_type: str
    text: str


# In the order in which 0.14.1 looks for them in Accept, which it does not parse. The character set
# is nginx's doing, and nginx leaves JSON and other XML than text/xml alone.
_OLD_PAGES = {
    "text/html": Page(
        "text/html; charset=UTF-8",
        "<html><head><title>Kong Error</title></head><body><h1>Kong Error</h1>"
        "<p>{message}.</p></body></html>\n",
    ),
    "application/json": Page("application/json", '{{"message":"{message}"}}\n'),
    "application/xml": Page(
        "application/xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<error><message>{message}</message></error>\n',
    ),
    "": Page("text/plain; charset=UTF-8", "{message}\n"),
}

JSON = Page(
    "application/json; charset=utf-8",
    '{{\n  "message":"{message}",\n  "request_id":"{request_id}"\n}}',
)
_PLAIN = Page("text/plain; charset=utf-8", "{message}\nrequest_id: {request_id}\n")
_PAGES = {
    "text/html": Page(
        "text/html; charset=utf-8",
        '<!doctype html>\n<html>\n  <head>\n    <meta charset="utf-8">\n'
        "    <title>Error</title>\n  </head>\n  <body>\n    <h1>Error</h1>\n"
        "    <p>{message}.</p>\n    <p>request_id: {request_id}</p>\n  </body>\n</html>\n",
    ),
    "application/xml": Page(
        "application/xml; charset=utf-8",
        '<?xml version="1.0" encoding="UTF-8"?>\n<error>\n  <message>{message}</message>\n'
        "  <requestid>{request_id}</requestid>\n</error>\n",
    ),
    "text/plain": _PLAIN,
    "text/*": _PLAIN,
}
_NAME = r"(?:[a-z0-9][-a-z0-9!#$&^_+.]+|\*)"
_ACCEPTED = re.compile(
    rf"({_NAME}/{_NAME})(?:\s*;\s*q=(1(?:\.0{{0,3}})?|0(?:\.\d{{0,3}})?)|\s*;\s*[^;=]+(?:=[^;]*)?)*",
    re.IGNORECASE,
)


def first_known(accept: str) -> Page:
    """
    The page of Kong 0.14.1: the first one in its own order whose type is named anywhere.
    """
    return next(page for name, page in _OLD_PAGES.items() if name in accept)


def chosen(accept: str) -> Page:
    """
    The page of Kong 3.9.1: that of the best quality; JSON for everything it does not know.
    """
    best, page = 0.0, JSON
    for found in map(_ACCEPTED.match, map(str.strip, accept.split(","))):
        if found and (quality := float(found[2] or 1)) > best:
            best, page = quality, _PAGES.get(found[1], JSON)

    return page
