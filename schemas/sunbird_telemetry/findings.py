"""
What is worth telling a person about an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        rule: The name of the rule: stable, to filter, count and suppress by.

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
        place = f"{self.pointer}: " if self.pointer else ""

        return f"{place}{self.message} [{self.rule}]"

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


def findings_of(validation: Validation, eid: str | None = None) -> tuple[Finding, ...]:
    """
    One finding per error of an invalid event, by the rule that knows most about it.

    Args:
        validation: What validation said.

        eid: The event's type; without it, rules for one type give way to general ones.
    """
    # The rules are read when something is wrong for the first time, not at import.
    from sunbird_telemetry.rules.invalid import error_findings

    return error_findings(validation.errors, eid)
