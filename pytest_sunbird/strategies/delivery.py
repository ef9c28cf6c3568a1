"""
Deliveries: whole requests that are answered 200.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.batch import batches
from pytest_sunbird.strategies.token import tokens
from sunbird_mockserver.delivery import Delivery

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from pytest_sunbird.strategies.token import ProfileName

__all__ = ["deliveries"]

# The public address, the gateway itself, and what portal pages post to.
_PATHS = ("/api/data/v1/telemetry", "/data/v1/telemetry", "/action/data/v3/telemetry")
_CONTENT_TYPES = ("application/json", "application/json; charset=utf-8", "Application/JSON")


def deliveries(
    batch: SearchStrategy[dict[str, Any]] | None = None,
    token: SearchStrategy[str] | None = None,
    *,
    profile: ProfileName = "sunbird",
    now: int | None = None,
) -> SearchStrategy[Delivery]:
    """
    Requests with a good token and a batch, compressed or not, that are answered 200.

    Args:
        batch: Where batches come from, in place of good ones. Beyond 1 MiB the answer is 413.

        token: Where tokens come from, in place of those of a fresh mock's `partner`.

        profile: The gateway that tokens are made for.

        now: When the request is received, in ms since the epoch. Default: the time of this call.
    """
    return _deliveries(
        tokens(profile) if token is None else token, batches(now=now) if batch is None else batch
    )


@st.composite
def _deliveries(
    draw: st.DrawFn, tokens: SearchStrategy[str], batches: SearchStrategy[dict[str, Any]]
) -> Delivery:
    batch = draw(batches)
    is_ascii, is_compressed, is_named = (draw(st.booleans()) for _ in range(3))
    body = json.dumps(batch, ensure_ascii=is_ascii, separators=(",", ":")).encode()
    headers = {
        "content-type": draw(st.sampled_from(_CONTENT_TYPES)),
        "authorization": f"Bearer {draw(tokens)}",
        **(_identity(batch) if is_named else {}),
    }
    if is_compressed:
        body = gzip.compress(body, mtime=0)
        headers["content-encoding"] = "gzip"

    return Delivery("POST", draw(st.sampled_from(_PATHS)), "", headers, body)


def _identity(batch: dict[str, Any]) -> dict[str, str]:
    """
    The headers that say whose *batch* is, as far as headers can.
    """
    match batch:
        case {"events": [{"context": {"did": str(did), "channel": str(channel)}}, *_]}:
            named = {"x-device-id": did, "x-channel-id": channel}
            return {name: value for name, value in named.items() if _fits_a_header(value)}
        case _:
            return {}


def _fits_a_header(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip()
