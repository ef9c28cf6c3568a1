"""
The checks of stateless rules, grouped by what they look at, as parts of one schema per event type.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.findings.soundness import sound_rules
from sunbird_telemetry.specification.names import EVENT_TYPES

if TYPE_CHECKING:
    from sunbird_telemetry.findings.rule import Check

__all__ = ["ITSELF", "CheckGroup", "check_groups", "kind_of", "levels", "reference"]

#: A schema's reference to itself, as it stands in JSON.
ITSELF = json.dumps({"$ref": "#"})

_LEVELS = 6
_FLAT = {"not": {"type": ["object", "array"]}}
_ANY = ""  # an event type that only the rules for all types are about


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """
    Checks that share their places and their schema, so that one look serves all.
    """

    places: tuple[str, ...]
    clean_schema: str
    members: tuple[tuple[str, Check], ...]


def kind_of(eid: Any) -> str:
    """
    The event type that *eid* names in any case; empty for one that telemetry does not know.
    """
    kind = eid.upper() if isinstance(eid, str) else ""

    return kind if kind in EVENT_TYPES else _ANY


def levels(clean: str, number: int) -> dict[str, Any]:
    """
    The definitions of the check with that *number*, whose schema is *clean*, as JSON.
    """
    # A schema that refers to itself is written out level by level: following a value of any depth,
    # jsonschema-rs would overflow the stack and take the process with it.
    below = [*(reference(number, level) for level in range(1, _LEVELS)), _FLAT]

    return {
        f"{number}.{level}": json.loads(clean.replace(ITSELF, json.dumps(each)))
        for level, each in enumerate(below if ITSELF in clean else below[:1])
    }


def reference(number: int, level: int) -> dict[str, Any]:
    """
    A reference to what `levels` defines.
    """
    return {"$ref": f"#/$defs/{number}.{level}"}


def check_groups(kind: str, *, with_predicates: bool = True) -> tuple[CheckGroup, ...]:
    """
    The checks of events of that *kind*, with or without those that have a predicate.

    Raises:
        UnsoundRuleError: A rule cannot be compiled.
    """
    return _groups()(kind, with_predicates=with_predicates)


def _grouped(kind: str, *, with_predicates: bool) -> tuple[CheckGroup, ...]:
    members: dict[tuple[tuple[str, ...], str], list[tuple[str, Check]]] = {}
    for rule in sound_rules().values():
        for check in rule.checks:
            if (not check.eids or kind in check.eids) and (
                with_predicates or check.predicate is None
            ):
                key = check.places, json.dumps(check.clean_schema)
                members.setdefault(key, []).append((rule.name, check))

    return tuple(
        CheckGroup(places, clean, tuple(checks)) for (places, clean), checks in members.items()
    )


_groups = derived(lambda _: cache(_grouped))
