"""
Examples of rules show what matters only. Here they are completed.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.specification import EVENT_TYPES, schema

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["patched", "whole", "whole_batch", "whole_events"]

_USUAL = {
    "actor": {"id": "874ed8a5-782e-4f6c-8f36-e0288455901e", "type": "User"},
    "context": {
        "sid": "b1a8f3c2-7d39-4c0e-9a55-0e1f2d3c4b5a",
        "did": "f0e1d2c3b4a5968778695a4b3c2d1e0f",
    },
    "ver": "3.0",
}


def whole(example: Any) -> Any:
    """
    The event that *example* shows a part of; what is no object is returned as it is.

    The part is a merge patch (RFC 7386) of a good event of its ``eid``, START if it has none, so
    null means that a member is left out. An ``eid`` that telemetry does not know patches a START.
    """
    if not isinstance(example, dict):
        return example
    eid = example.get("eid")
    # The last example of a type is the smallest event of it.
    least = schema(eid if eid in EVENT_TYPES else "START")["examples"][-1]

    return patched(patched(least, _USUAL), example)


def whole_events(examples: Sequence[Any]) -> list[Any]:
    """
    The events that *examples* show parts of, each with a mid of its own unless it gives one.
    """
    events = [whole(example) for example in examples]
    for number, (example, event) in enumerate(zip(examples, events, strict=True)):
        if isinstance(event, dict) and "mid" not in example:
            event["mid"] = f"{event.get('eid')}:{number}"

    return events


def whole_batch(example: Any) -> Any:
    """
    The batch that *example* shows a part of, with whole events; a bare list is one of events.
    """
    if isinstance(example, list):
        return whole_events(example)
    if not isinstance(example, dict):
        return example
    least = {
        "id": "api.sunbird.telemetry",
        "ver": "3.0",
        "params": {"msgid": "5f0c1c6e"},
        "events": [{}],
    }
    batch = patched(least, example)
    if isinstance(batch.get("events"), list):
        batch["events"] = whole_events(batch["events"])

    return batch


def patched(value: Any, patch: Any) -> Any:
    """
    *value* after the merge patch *patch* (RFC 7386); neither is changed.
    """
    if not isinstance(patch, dict):
        return deepcopy(patch)
    result = dict(value) if isinstance(value, dict) else {}
    for name, member in patch.items():
        if member is None:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name), member)

    return deepcopy(result)
