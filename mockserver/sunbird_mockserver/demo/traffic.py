"""
Traffic of the demo's app, mistakes included.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ["CALLS", "CONFIG", "batch", "by_hand", "nightly", "well_formed"]

_HUNDRED_DAYS_MS = 100 * 24 * 3600 * 1000

#: How the app sets the SDK up; host and token are added.
CONFIG: dict[str, Any] = {
    "endpoint": "/data/v1/telemetry",
    "channel": "0126987879750369",
    "pdata": {"id": "partner.school-app", "ver": "1.4.0", "pid": "school-app"},
    "env": "library",
    "uid": "learner-17",
    "did": "device-1",
    "sid": "session-1",
    "batchsize": 3,
}
_CONTEXT = {key: CONFIG[key] for key in ("channel", "pdata", "env", "sid", "did")}
_WITHOUT_PDATA = {key: value for key, value in _CONTEXT.items() if key != "pdata"} | {"pdata": None}

#: Method, edata, options: as the app calls the SDK.
CALLS: tuple[tuple[str, dict[str, Any], dict[str, Any] | None], ...] = (
    ("start", {"type": "app", "mode": "play", "pageid": "home", "duration": 1.2}, None),
    ("impression", {"type": "list", "pageid": "library", "uri": "/library"}, None),
    # `itype` is from an older page of the documentation: contract/spec.yaml d2_old_fields.
    ("impression", {"itype": "detail", "pageid": "book", "uri": "/library/book/7"}, None),
    # The docs call pdata optional, the pipeline does not: contract/spec.yaml pdata_required.
    ("interact", {"type": "CLICK", "id": "open-book"}, {"context": _WITHOUT_PDATA}),
    # The SDK keeps a context once given, so the app gives the right one again.
    ("end", {"type": "app", "mode": "play", "duration": 93}, {"context": _CONTEXT}),
)


def by_hand(now: int) -> list[list[dict[str, Any]]]:
    """
    The same batches that the SDK makes of `CALLS`, for a machine without Node.

    Args:
        now: The time of the first event, in ms since the epoch.
    """
    events = [
        _event(method.upper(), edata, now + n, (options or {}).get("context"))
        for n, (method, edata, options) in enumerate(CALLS)
    ]

    return [events[: CONFIG["batchsize"]], events[CONFIG["batchsize"] :]]


def nightly(now: int) -> list[dict[str, Any]]:
    """
    Return the batches that a partner's nightly script sends without an SDK.

    Args:
        now: The time, in ms since the epoch.
    """
    found = {"type": "content", "query": "fractions", "size": 2, "topn": []}
    saved = {"props": ["progress"], "state": "Live", "prevstate": "Draft"}
    # Seconds instead of milliseconds, and as text.
    late = _event("AUDIT", saved, now) | {"ets": str(now // 1000)}

    return [_event("SEARCH", found, now), late]


def well_formed(now: int) -> list[Any]:
    """
    Events without a field that is wrong, none of which arrives as it was sent.

    Args:
        now: The time, in ms since the epoch.
    """
    federated = _event("HEARTBEAT", {}, now) | {"actor": {"id": "f:idp:learner-17", "type": "User"}}

    return [
        _event("INTERRUPT", {"type": "background"}, now),
        _event("END", {"type": "app", "duration": 93}, now - _HUNDRED_DAYS_MS),
        federated,
        None,
    ]


def batch(events: list[Any], now: int) -> dict[str, Any]:
    """
    The body of a POST that carries *events*.
    """
    msgid = _md5(events)

    return {
        "id": "api.sunbird.telemetry",
        "ver": "3.0",
        "params": {"msgid": msgid},
        "ets": now,
        "events": events,
    }


def _event(
    eid: str, edata: dict[str, Any], ets: int, context: dict[str, Any] | None = None
) -> dict[str, Any]:
    event: dict[str, Any] = {
        "eid": eid,
        "ets": ets,
        "ver": "3.0",
        "actor": {"id": CONFIG["uid"], "type": "User"},
        "context": context or _CONTEXT,
        "object": {"id": "do_31277", "type": "Content", "ver": "1.0"},
        "edata": edata,
    }

    return event | {"mid": f"{eid}:{_md5(event)}"}


def _md5(value: Any) -> str:
    # As the SDK makes its ids; nothing here is a secret.
    return hashlib.md5(json.dumps(value).encode(), usedforsecurity=False).hexdigest()
