"""
What the preprocessor makes of a SHARE: contract/pipeline.md 5.6.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.gson import as_gson_reads
from sunbird_telemetry.pipeline.corrections import correct
from sunbird_telemetry.pipeline.derived import Derived, first_of, new_uuid
from sunbird_telemetry.pipeline.passage import JobThrowsError, Passage, at, device_id, text_at
from sunbird_telemetry.pipeline.routes import SHARE_ITEM
from sunbird_telemetry.pipeline.times import as_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["check_share", "share_items"]

_JAVA_DOUBLE = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[fFdD]?")
# What Java's String.trim takes away.
_JAVA_BLANKS = "".join(map(chr, range(0x21)))


def share_items(
    share: Mapping[str, Any], *, syncts: int, new_id: Callable[[], str] = new_uuid
) -> tuple[Derived, ...]:
    """
    What the preprocessor makes of a SHARE that it keeps: contract/pipeline.md 5.6.

    Args:
        share: The event as it was sent, valid.

        syncts: Its batch's.

        new_id: Makes the second half of each ``mid``.
    """
    passage = Passage(as_gson_reads({**share}))
    correct(passage)
    event = passage.event

    return tuple(
        Derived(as_gson_reads(_share_item(event, syncts, item, edata, new_id())), SHARE_ITEM)
        for item, edata in _measures(event)
    )


def check_share(share: dict[str, Any]) -> None:
    """
    Throw where the job would, on a valid SHARE that it makes SHARE_ITEMs of.

    It copies these two without asking what they are. Read in its code (ShareEventsFlattener and
    Events), not run.
    """
    if any(_measures(share)):
        text_at(share, "dimensions", "channel")
        if not isinstance(at(share, "context", "rollup"), dict | None):
            raise JobThrowsError


def _share_item(
    share: dict[str, Any],
    syncts: int,
    item: dict[str, Any],
    edata: dict[str, Any],
    tail: str,
) -> dict[str, Any]:
    about, context = share.get("object"), share["context"]
    whole = at(about, "id") if at(about, "type") else None
    producer = {name: context.get(name) for name in ("env", "sid", "pdata", "cdata", "rollup")}

    return {
        "eid": "SHARE_ITEM",
        "ets": as_long(share["ets"]),
        "syncts": syncts,
        "ver": "3.0",
        "mid": f"{share['mid']}-{tail}",
        "actor": {
            "id": first_of(text_at(share, "uid"), share["actor"]["id"]),
            "type": share["actor"]["type"],
        },
        "context": {
            "channel": first_of(text_at(share, "dimensions", "channel"), context["channel"]),
            "did": device_id(share),
            **producer,
        },
        "object": {
            **{name: item.get(name) for name in ("id", "type", "ver")},
            "rollup": {"l1": whole or None},
        },
        "tags": share.get("tags"),
        "edata": {"dir": share["edata"].get("dir"), **edata},
    }


def _measures(share: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """
    Each shared thing with the edata of the events it becomes: one per entry of its params.
    """
    for item in _objects(at(share, "edata", "items")):
        if "params" not in item:
            yield item, {"type": at(share, "edata", "type"), "size": 0}
        for entry in _objects(item.get("params", [])):
            kind = "import" if _number(entry.get("transfers")) else "download"
            yield item, {"type": kind, "size": _number(entry.get("size"))}


def _objects(value: Any) -> list[dict[str, Any]]:
    # Whatever a schema of the deployment's own lets pass.
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return value

    raise JobThrowsError


def _number(value: Any) -> float:
    """
    What the job reads *value* as: texts are read as numbers, and 0 is what it cannot read.
    """
    if isinstance(value, str):
        found = _JAVA_DOUBLE.fullmatch(value.strip(_JAVA_BLANKS))
        return float(found[1]) if found else 0

    return value if type(value) in {int, float} else 0
