"""
What may be wrong with what is asked for, as one tree.

* LookupError
  - UnknownEventTypeError
  - UnknownRuleError
  - UnbreakableRuleError
"""

from __future__ import annotations

from difflib import get_close_matches

from sunbird_telemetry.event_types import EVENT_TYPES

__all__ = ["UnknownEventTypeError"]


class UnknownEventTypeError(LookupError):
    """
    An eid that telemetry does not know.

    Attributes:
        eid: The eid in question.
    """

    def __init__(self, eid: str) -> None:
        super().__init__(eid)
        self.eid = eid

    def __str__(self) -> str:
        close = get_close_matches(self.eid.upper(), EVENT_TYPES, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Use one of {', '.join(EVENT_TYPES)}."

        return f"{self.eid!r} is not an event type of telemetry. {hint}"
