"""
Findings: facts about an event that are worth reporting.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Finding", "Level"]


class Level(IntEnum):
    """
    Severity of a `Finding`. Ordered, so that a threshold is a comparison.
    """

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One fact about an event, a batch or a delivery.

    Attributes:
        rule: The name of the rule, stable, for filters, counts and suppression.

        level: Its severity.

        pointer: JSON pointer to the place in the event; empty for the event itself.

        message: The problem, as a sentence.

        remedy: The fix.
    """

    rule: str
    level: Level
    pointer: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.level.name.lower()}: {self.message} [{self.rule}]"

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
