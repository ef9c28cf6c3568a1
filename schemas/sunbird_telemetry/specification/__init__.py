"""
Telemetry 3.0 as data: the schemas, and which one of them judges an event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.specification.names import EVENT_TYPES, SHARED_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "BASE_URI",
    "EVENT_TYPES",
    "SHARED_PARTS",
    "TELEMETRY",
    "Specification",
    "choose_schema",
    "schema",
    "uri",
]

#: What schemas are called by: ``$id`` is this, the name and ``.json``. RFC 2606 promises that
#: nothing answers there, and nothing asks.
BASE_URI = "https://pytest-sunbird.invalid/telemetry/3.0/"

_NAMES = frozenset(SHARED_PARTS).union(map(str.lower, EVENT_TYPES))


@dataclass(frozen=True, slots=True, eq=False)
class Specification:
    """
    The schemas that one deployment judges by.

    Attributes:
        extra: Schemas beyond telemetry 3.0, or in place of its own, by lower-case name. They may
            refer to the shared parts as in ``{"$ref": "common.json"}``. Made by `with_types`.
    """

    extra: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def event_types(self) -> tuple[str, ...]:
        """
        The event types in their own spelling, sorted.
        """
        return tuple(sorted({*EVENT_TYPES, *map(str.upper, self.extra)}))

    def with_types(self, schemas: Mapping[str, Mapping[str, Any]]) -> Specification:
        """
        This specification and *schemas* of more event types, by ``eid``.

        They are read as draft 2020-12, whatever their ``$schema`` and ``$id`` say. References lead
        to our schema of that file name, so schemas made for the pipeline can be given as they are.
        """
        more = {eid.lower(): _adopted(eid.lower(), schema) for eid, schema in schemas.items()}

        return Specification(MappingProxyType({**self.extra, **more}))

    def choose_schema(self, eid: str | None) -> str | None:
        """
        The name of the schema that judges an event with *eid*, or `None` without such a schema.

        Shared parts are found as well, and case does not matter; that the event type's own schema
        then insists on upper case is another matter. Without an *eid* the envelope judges.
        """
        if eid is None:
            return "envelope"
        name = eid.lower()

        return name if name in _NAMES or name in self.extra else None

    def schema(self, name: str) -> Mapping[str, Any]:
        """
        The schema called *name*: an event type or a shared part, in any case.

        Raises:
            KeyError: There is no such schema.
        """
        chosen = self.choose_schema(name)
        if chosen is None:
            raise KeyError(name)

        return self.extra[chosen] if chosen in self.extra else _load(chosen)

    def resources(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """
        Every schema after its URI, so that references resolve without asking a network.
        """
        for name in sorted(_NAMES.union(self.extra)):
            yield uri(name), self.schema(name)


def uri(name: str) -> str:
    """
    The ``$id`` of the schema called *name*.
    """
    return f"{BASE_URI}{name}.json"


#: Telemetry 3.0 as upstream Sunbird judges by it.
TELEMETRY = Specification()


def schema(eid: str) -> Mapping[str, Any]:
    """
    The schema of telemetry 3.0 that is called *eid*; see `Specification.schema`.
    """
    return TELEMETRY.schema(eid)


def choose_schema(eid: str | None) -> str | None:
    """
    Return the name of the telemetry 3.0 schema for *eid*; see `Specification.choose_schema`.
    """
    return TELEMETRY.choose_schema(eid)


def _adopted(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    here: dict[str, Any] = _with_our_references(schema)

    return {**here, "$schema": _load("common")["$schema"], "$id": uri(name)}


def _with_our_references(node: Any) -> Any:
    # Schemas made for the pipeline refer to its files as resource:/schemas/...: contract/spec.yaml
    # meta.schema_drafts.
    match node:
        case {"$ref": str(target)} if target.endswith(".json"):
            return {**node, "$ref": target.rpartition("/")[2]}
        case dict():
            return {key: _with_our_references(value) for key, value in node.items()}
        case list():
            return [_with_our_references(item) for item in node]
        case _:
            return node


@cache
def _load(name: str) -> Mapping[str, Any]:
    import json
    from importlib.resources import files

    text = (files(__package__) / "3.0" / f"{name}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)

    return loaded
