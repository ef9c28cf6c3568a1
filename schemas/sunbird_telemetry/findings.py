"""
What is worth telling a person about an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from sunbird_telemetry.schema_error import UNKNOWN_EID

if TYPE_CHECKING:
    from sunbird_telemetry.schema_error import SchemaError
    from sunbird_telemetry.validation import Validation

__all__ = ["Finding", "Level", "findings_of"]


class Level(IntEnum):
    """
    How bad a `Finding` is. Ordered, so that a threshold is a comparison.
    """

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing worth telling.

    Attributes:
        rule: A stable name to filter, count and suppress by.

        level: How bad it is.

        pointer: JSON pointer to the place in the event; empty for the event itself.

        message: What is wrong there, as a sentence.

        remedy: What to do about it.
    """

    rule: str
    level: Level
    pointer: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message} [{self.rule}]"

    def to_dict(self) -> dict[str, str]:
        """
        The finding as JSON, with the level by name.
        """
        return {
            "rule": self.rule,
            "level": self.level.name.lower(),
            "pointer": self.pointer,
            "message": self.message,
            "remedy": self.remedy,
        }


# Rule and remedy by what is broken: `SchemaError.keyword`.
_RULES = {
    UNKNOWN_EID: ("unknown-eid", "Send one of the event types of the specification."),
    "required": ("missing-field", "Add the field: the pipeline drops events without it."),
    "additionalProperties": (
        "unknown-field",
        "Leave it out, or move it to a place that takes fields of your own, such as edata.extra.",
    ),
    "type": ("wrong-type", "Send a value of the type that the field has."),
    "enum": ("unknown-value", "Send one of the values that the field knows."),
    "const": ("unknown-value", "Send the value that the field must have."),
    "minLength": ("empty-value", "Send a value, or leave the field out where it is optional."),
    "minimum": ("number-too-small", "Send a number within the bounds of the field."),
}
_OTHERWISE = ("invalid-event", "Send what the specification asks for.")


def findings_of(validation: Validation) -> tuple[Finding, ...]:
    """
    One finding per error of an invalid event, with a remedy.
    """
    return tuple(map(_finding, validation.errors))


def _finding(error: SchemaError) -> Finding:
    rule, remedy = _RULES.get(error.keyword, _OTHERWISE)
    if error.nearest:
        remedy = f"Did you mean {error.nearest!r}? {remedy}"

    return Finding(rule, Level.ERROR, error.pointer, str(error), remedy)
