"""
Plans: the events, fields and values that an app promises to send, and the file they stand in.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.coverage.fields import common_fields, fields_of
from sunbird_telemetry.specification import TELEMETRY
from sunbird_telemetry.suggestion import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sunbird_telemetry.coverage.fields import Field
    from sunbird_telemetry.specification import Specification

__all__ = ["Plan", "PlanError", "Promise", "json_text"]

_PLAN = ("every_event", "events")
_EVERY = ("fields", "optional_fields")
_EVENT = (*_EVERY, "values", "optional")


class PlanError(ValueError):
    """
    A plan that cannot be used. Its text has the place and the fix.
    """


@dataclass(frozen=True, slots=True)
class Promise:
    """
    The promise for one event type.

    Attributes:
        fields: Paths that at least one event of the type has.

        optional_fields: Paths that events of the type may have. They are not counted.

        values: What must stand at a path at least once each, as JSON, by path.

        optional: Whether events of the type may be sent, and nothing of this is counted.

        complete: Whether a field that is not listed breaks the promise.
    """

    fields: tuple[str, ...] = ()
    optional_fields: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: bool = False
    complete: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """
        Every path that is listed, in whichever way.
        """
        return (*self.fields, *self.optional_fields, *self.values)

    def items(self) -> Iterator[tuple[str, str]]:
        """
        Yield the items to count, as path and value; both are empty for the event type itself.
        """
        if self.optional:
            return
        yield "", ""
        yield from ((path, "") for path in self.fields)
        for path, values in self.values.items():
            yield from ((path, value) for value in values)

    def covers(self, path: str) -> bool:
        """
        Return True if a field at *path* is promised: listed, or inside or around a listed one.
        """
        return not self.complete or any(
            f"{listed}.".startswith(f"{path}.") or path.startswith(f"{listed}.")
            for listed in self.paths
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """
    The event types, fields and values that an app promises to send.

    Attributes:
        promises: The promises, by event type, in the order of the plan.

        specification: What the event types and their fields are known by.
    """

    promises: Mapping[str, Promise]
    specification: Specification = TELEMETRY

    @classmethod
    def read(cls, path: Path, specification: Specification = TELEMETRY) -> Plan:
        """
        The plan in the TOML file at *path*.

        Raises:
            PlanError: It cannot be read, or promises what no app can keep.
        """
        return cls.from_dict(_load(path), source=path.name, specification=specification)

    @classmethod
    def from_dict(
        cls,
        table: Mapping[str, Any],
        *,
        source: str = "plan",
        specification: Specification = TELEMETRY,
    ) -> Plan:
        """
        The plan that *table* is, as it would stand in a file.

        Raises:
            PlanError: It promises what no app can keep. *source* is what its text calls the plan.
        """
        promises = _Reading(source, specification).promises(table)

        return cls(promises, specification)


def json_text(value: Any) -> str | None:
    """
    *value* as JSON, with one spelling for each; None for what a plan cannot ask for.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # Python refuses to spell integers of thousands of digits, and no double can hold them.
    if isinstance(value, int) and abs(value) >= 10**16:
        return None
    if isinstance(value, str | int | float):
        return json.dumps(value, ensure_ascii=False)

    return None


def _load(path: Path) -> dict[str, Any]:
    """
    The tables of the file at *path*.

    Raises:
        PlanError: It cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise PlanError(msg) from None
    # A list in a list in a list ... is no error of tomllib's own.
    except (ValueError, RecursionError) as error:
        msg = f"{path} is not TOML: {error}."
        raise PlanError(msg) from None


@dataclass(frozen=True, slots=True)
class _Reading:
    source: str
    specification: Specification

    def promises(self, table: Mapping[str, Any]) -> dict[str, Promise]:
        self._check_keys(table, _PLAN, "")
        every = self._table(table.get("every_event", {}), "every_event")
        self._check_keys(every, _EVERY, "every_event")
        shared = {
            key: self._paths(every, key, "every_event", common_fields(self.specification))
            for key in _EVERY
        }
        events = self._table(table.get("events", {}), "events")
        if not events:
            raise self._mistake("events", "is missing or empty. Add a table, as in [events.START].")

        return {eid: self._promise(eid, each, shared) for eid, each in events.items()}

    def _promise(self, eid: str, table: Any, shared: Mapping[str, Sequence[str]]) -> Promise:
        where = f"events.{eid}"
        self._check_event_type(eid)
        self._check_keys(self._table(table, where), _EVENT, where)
        known = fields_of(eid, self.specification)
        fields, may = (self._paths(table, key, where, known) for key in _EVERY)
        values = dict(self._values(table.get("values", {}), f"{where}.values", known))
        optional = table.get("optional", False)
        if not isinstance(optional, bool):
            raise self._mistake(f"{where}.optional", "must be true or false.")

        return Promise(
            _unique(each for each in (*fields, *shared["fields"]) if each not in values),
            _unique((*may, *shared["optional_fields"])),
            values,
            optional,
            complete=any(key in table for key in _EVERY),
        )

    def _check_event_type(self, eid: str) -> None:
        known = self.specification.event_types
        if eid in known:
            return
        hint = _hint(eid.upper(), known)
        raise self._mistake(f"events.{eid}", f"is not an event type.{hint}")

    def _check_keys(self, table: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        for key in table:
            if key not in known:
                hint = _hint(key, known)
                raise self._mistake(f"{where}.{key}".strip("."), f"is not a key of a plan.{hint}")

    def _table(self, value: Any, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._mistake(where, f"must be a table, as in [{where}].")

        return value

    def _paths(
        self, table: Mapping[str, Any], key: str, where: str, known: Field
    ) -> tuple[str, ...]:
        paths = table.get(key, [])
        if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
            example = 'must be a list of fields, as in ["context.sid"].'
            raise self._mistake(f"{where}.{key}", example)
        for n, path in enumerate(paths):
            self._check_path(path, f"{where}.{key}[{n}]", known)

        return tuple(paths)

    def _check_path(self, path: str, where: str, known: Field) -> Field:
        found = known.find(path)
        # Below a field that the specification leaves free may stand anything, but with a name.
        if found and all(path.split(".")):
            return found
        raise self._mistake(where, f"{path!r} is not a field here. {_field_hint(path, known)}")

    def _values(
        self, value: Any, where: str, known: Field
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for path, wanted in _flattened(self._table(value, where)):
            place = f"{where}.{path!r}"
            if self._check_path(path, place, known).inner:
                raise self._mistake(place, "is an object. List values of the fields inside it.")
            spellings = [json_text(each) for each in wanted] if isinstance(wanted, list) else []
            if not spellings or None in spellings:
                raise self._mistake(place, 'must be a list of values, as in ["list", "detail"].')
            yield path, _unique(filter(None, spellings))

    def _mistake(self, where: str, text: str) -> PlanError:
        return PlanError(f"{self.source}: {where}: {text}")


def _flattened(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    # Without quotes edata.type is a table in a table to TOML; it means the same to people.
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{above}{key}.")
        else:
            yield above + key, value


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _field_hint(path: str, known: Field) -> str:
    above, _, name = path.rpartition(".")
    if path.split(".", maxsplit=1)[0] == "edata" and "edata" not in known.inner:
        return "The fields of edata depend on the event type: list them under [events.TYPE]."
    paths = [field.path for field in known.all()]
    # A user who gives a wrong path often knows the name of the field.
    same_name = [each for each in paths if each.rpartition(".")[2] == name]
    near = nearest(path, same_name, nearness=0) or nearest(path, paths)
    beside = [each for each in paths if each.rpartition(".")[0] == above]

    return f"Did you mean {near!r}?" if near else f"Known fields: {', '.join(beside) or 'none'}."


def _hint(name: str, known: Sequence[str]) -> str:
    return did_you_mean(name, known, otherwise=f"Known names: {', '.join(known)}.")
