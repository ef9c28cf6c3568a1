"""
What an app promises to send, as values.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.specification import TELEMETRY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sunbird_telemetry.specification import Specification

__all__ = ["Plan", "PlanError", "Promise", "spelled"]


class PlanError(ValueError):
    """
    A plan that cannot be used. Its text says where, and what to do.
    """


@dataclass(frozen=True, slots=True)
class Promise:
    """
    What is promised of one event type.

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
        What is counted, as path and value; both are empty for the event type itself.
        """
        if self.optional:
            return
        yield "", ""
        yield from ((path, "") for path in self.fields)
        for path, values in self.values.items():
            yield from ((path, value) for value in values)

    def covers(self, path: str) -> bool:
        """
        Whether a field at *path* keeps the promise: it is listed, or inside of or around one.
        """
        return not self.complete or any(
            f"{listed}.".startswith(f"{path}.") or path.startswith(f"{listed}.")
            for listed in self.paths
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What an app promises to send.

    Attributes:
        promises: What is promised, by event type, in the order of the plan.

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
        from sunbird_telemetry.coverage.planreading import load

        return cls.from_dict(load(path), source=path.name, specification=specification)

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
        from sunbird_telemetry.coverage.planreading import promises_in

        return cls(promises_in(table, source, specification), specification)


def spelled(value: Any) -> str | None:
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
