"""
Fields of event types, as dotted paths. A path through a list stands for the fields of all of its
items.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.specification import TELEMETRY
from sunbird_telemetry.specification.documented_values import VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sunbird_telemetry.specification import Specification

__all__ = ["Field", "common_fields", "fields_of"]

# Documented, and not checked by any schema: contract/spec.yaml parts.pdata, platform.
_UNCHECKED = {"context.pdata": ("platform",)}

_SCALARS = {"string", "number", "integer", "boolean"}

# Beyond any field of telemetry 3.0; a deployment's own schema may lead back to itself.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Field:
    """
    One place in the events of a type.

    Attributes:
        path: Where it is: ``edata.pageid``; empty for the event.

        required: Whether every event of the type has it.

        free: Whether the specification says nothing of what is below it, so that anything may be.

        values: What the documents or the schema allow it to be; empty for anything.

        inner: What is below it, by name.
    """

    path: str = ""
    required: bool = True
    free: bool = False
    values: tuple[str, ...] = ()
    inner: Mapping[str, Field] = field(default_factory=dict)

    def find(self, path: str) -> Field | None:
        """
        The field at *path*, if there may be one.
        """
        here: Field | None = self
        for name in path.split("."):
            if here is None or here.free:
                break
            here = here.inner.get(name)

        return here

    def all(self) -> Iterator[Field]:
        """
        Every field below this one that has a name, outer ones first.
        """
        for each in self.inner.values():
            yield each
            yield from each.all()

    def with_paths(self, paths: Iterable[str]) -> Field:
        """
        This field, and below it all *paths*, where it is free to have them.
        """
        whole = self
        for path in paths:
            whole = _grafted(whole, path.split("."))

        return whole

    def occurring(self, value: Any) -> Iterator[tuple[str, Any]]:
        """
        The paths below this field that *value* has, each with what stands there.

        Null is nothing: the pipeline removes it, contract/pipeline.md 5.
        """
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict):
                yield from self._members(item)

    def _members(self, item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, inner in self.inner.items():
            member = item.get(name)
            if member is not None:
                yield inner.path, member
                yield from inner.occurring(member)


@lru_cache(maxsize=128)
def fields_of(eid: str, specification: Specification = TELEMETRY) -> Field:
    """
    Return the fields of the event type *eid*.
    """
    return _Reader(specification, eid).read([specification.schema(eid)])


def common_fields(specification: Specification = TELEMETRY) -> Field:
    """
    Return the fields that every event type has: all but ``edata``.
    """
    envelope = fields_of("envelope", specification)

    return replace(
        envelope, inner={name: each for name, each in envelope.inner.items() if name != "edata"}
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    specification: Specification
    eid: str

    def read(self, schemas: Iterable[Any], path: str = "", *, required: bool = True) -> Field:
        parts = [part for schema in schemas for part in self._parts(schema)]
        wanted = {name for part in parts for name in part.get("required", ())}
        inner = {
            name: self.read(found, _below(path, name), required=required and name in wanted)
            for name, found in _properties(parts).items()
            if path.count(".") < _DEEPEST
        }
        for name in _UNCHECKED.get(path, ()):
            inner.setdefault(name, Field(_below(path, name), required=False))

        return Field(
            path,
            required,
            free=bool(path) and not inner and not any(map(_is_scalar, parts)),
            values=self._values(path, parts),
            inner=inner,
        )

    def _parts(self, schema: Any, depth: int = 8) -> Iterator[Mapping[str, Any]]:
        # Schemas of a deployment's own types may be any: whatever is no object says nothing here.
        if not isinstance(schema, dict) or not depth:
            return
        yield schema
        name = str(schema.get("$ref", "")).rpartition("/")[2].removesuffix(".json")
        if self.specification.choose_schema(name):
            yield from self._parts(self.specification.schema(name), depth - 1)
        for inner in (*schema.get("allOf", ()), schema.get("items")):
            yield from self._parts(inner, depth - 1)

    def _values(self, path: str, parts: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        documented = VALUES.get((self.eid.upper(), "/" + path.replace(".", "/")), ())
        fixed = [value for part in parts for value in part.get("enum", ())]

        return documented or tuple(value for value in fixed if isinstance(value, str))


def _properties(parts: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            found.setdefault(name, []).append(schema)

    return found


def _is_scalar(part: Mapping[str, Any]) -> bool:
    return part.get("type") in _SCALARS or "enum" in part or "const" in part


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _grafted(here: Field, names: Sequence[str]) -> Field:
    if not names:
        return here
    name, *rest = names
    inner = here.inner.get(name, Field(_below(here.path, name), required=False, free=True))

    return replace(here, inner={**here.inner, name: _grafted(inner, rest)})
