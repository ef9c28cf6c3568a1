"""
HTTP behaviour of each Kong version, as tables; `profiles` has its rules for tokens.

Source: contract/gateway-and-auth.md 0, 1 and 3, and the sources of Kong 0.14.1 and 3.9.1 named
there.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KONG_0_14", "KONG_3_9", "KongVersion"]


@dataclass(frozen=True, slots=True)
class KongVersion:
    """
    HTTP behaviour of one version of Kong.

    Attributes:
        server: Product and version, as in ``Server`` on the gateway's own answers.

        via: The value of ``Via`` on answers that came from upstream.

        newline: Whether JSON bodies end in a line feed.

        no_route: The message of a 404.

        preflight_status: What a preflight is answered with.

        preflight_methods: What it is told to be allowed.

        preflight_asks: Headers that make a request with the method OPTIONS a preflight. One
            without them goes on to the next plugin.

        limit: The header that tells how many requests an hour has room for.

        remaining: The header that tells how many are left.

        standard_limits: Whether ``RateLimit-*`` and ``Retry-After`` are sent as well.

        numbers_requests: Whether each request has an id, which answers and error bodies carry.

        negotiates: Whether refusals, other than of tokens, come in a form that ``Accept`` chooses.

        measures_files: Whether a body without ``Content-Length`` is measured even where it does
            not fit into memory.

        normalizes: Whether ``//``, ``/../`` and needless percent-encoding are resolved first.

        names_credential: Whether the service behind is told the credential's key.
    """

    server: str
    via: str
    newline: bool
    no_route: str
    preflight_status: int
    preflight_methods: str
    preflight_asks: frozenset[str]
    limit: str
    remaining: str
    standard_limits: bool
    numbers_requests: bool
    negotiates: bool
    measures_files: bool
    normalizes: bool
    names_credential: bool


KONG_0_14 = KongVersion(
    server="kong/0.14.1",
    via="kong/0.14.1",
    newline=True,
    no_route="no route and no API found with those values",
    preflight_status=204,
    preflight_methods="GET,HEAD,PUT,PATCH,POST,DELETE",
    preflight_asks=frozenset(),
    limit="X-RateLimit-Limit-hour",
    remaining="X-RateLimit-Remaining-hour",
    standard_limits=False,
    numbers_requests=False,
    negotiates=False,
    measures_files=False,
    normalizes=False,
    names_credential=False,
)

KONG_3_9 = KongVersion(
    server="kong/3.9.1",
    # With the protocol's version in front of it, unlike 0.14.1.
    via="1.1 kong/3.9.1",
    newline=False,
    no_route="no Route matched with those values",
    preflight_status=200,
    preflight_methods="GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT",
    preflight_asks=frozenset({"origin", "access-control-request-method"}),
    limit="X-RateLimit-Limit-Hour",
    remaining="X-RateLimit-Remaining-Hour",
    standard_limits=True,
    numbers_requests=True,
    negotiates=True,
    measures_files=True,
    normalizes=True,
    names_credential=True,
)
