"""
What a client that called every API method must have left in the journal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The edata given to each API method, in the order of the calls.
CALLS: dict[str, Any] = json.loads(Path(__file__).with_name("calls.json").read_text("utf-8"))

#: The same by event type: a method is named after the type that it sends.
GIVEN = {method.upper(): edata for method, edata in CALLS.items()}

#: Members that an SDK writes into the edata it was given: contract/clients.md 1.
ADDED = {"START": {"uaspec"}, "END": {"duration"}}

#: The SDK documents METRICS as free name and number pairs, which the pipeline's schema refuses:
#: contract/spec.yaml conflicts, metrics_shape.
FATES = dict.fromkeys(GIVEN, ("accepted", None)) | {
    "INTERRUPT": ("unindexed", None),
    "METRICS": ("failed", '"/allOf/1/properties/edata"'),
}


def edata_given(events: Iterable[Any]) -> dict[str, Any]:
    """
    The edata of *events* by type, without the members that the SDK added.
    """
    return {
        event.eid: {
            name: value
            for name, value in event.edata.items()
            if name not in ADDED.get(event.eid, ())
        }
        for event in events
    }


def fates(events: Iterable[Any]) -> dict[str, tuple[str, str | None]]:
    """
    The fate of *events* by type, each with the pipeline's reason.
    """
    return {event.eid: (event.fate, event.reason) for event in events}
