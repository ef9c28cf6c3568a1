"""
Events that the pipeline has had already, as they stand in archives of telemetry.raw and of
telemetry.unique.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.check.clocks import received
from sunbird_telemetry.pipeline.times import as_long, iso

__all__ = ["STAMPS", "unstamped"]

#: What the extractor writes into every event: contract/pipeline.md 4.2.
STAMPS = frozenset({"syncts", "@timestamp", "flags"})


def unstamped(event: Any) -> tuple[Any, int | None]:
    """
    *event* as its client sent it, and when it was received, in ms since the epoch, if the extractor
    has stamped it. Else *event* itself, and None.

    Its stamps are ``syncts`` and the ``@timestamp`` of the same moment, which hardly anybody else
    sends. Then ``flags`` is the pipeline's as well, and so is ``type`` if it is what the
    preprocessor writes: contract/pipeline.md 5.4.
    """
    syncts = received(event)
    if syncts is None:
        return event, None
    moment = as_long(syncts)
    # Times beyond the calendar have no text.
    if not iso(moment) or event.get("@timestamp") != iso(moment):
        return event, None
    sent = {name: event[name] for name in event if name not in STAMPS}
    if sent.get("type") == "events":
        del sent["type"]

    return sent, moment
