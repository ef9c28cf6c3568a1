"""
Events that the pipeline has had already, as they stand in archives of its topics.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.check.clocks import received
from sunbird_telemetry.pipeline.times import as_long, iso

__all__ = ["unstamped"]


def unstamped(event: Any) -> tuple[Any, int | None]:
    """
    *event* as its client sent it, and when it was received, in ms since the epoch, if the extractor
    has stamped it. Else *event* itself, and None.

    Its stamps are ``syncts`` and the ``@timestamp`` of the same moment, which hardly anybody else
    sends. Then ``flags`` and ``type`` are the pipeline's as well: contract/pipeline.md 4.2, 5.4.
    """
    syncts = received(event)
    if syncts is None or event.get("@timestamp") != iso(as_long(syncts)):
        return event, None
    sent = {name: event[name] for name in event if name not in {"syncts", "@timestamp", "flags"}}
    if sent.get("type") == "events":
        del sent["type"]

    return sent, as_long(syncts)
