"""
Schema errors: the facts about one wrong place of an event, and their sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sunbird_telemetry.display import described, shortened
from sunbird_telemetry.jsonvalues.pointer import steps_of
from sunbird_telemetry.suggestion import nearest

__all__ = ["FORBIDDEN", "UNKNOWN_EID", "SchemaError"]

#: `SchemaError.keyword` of an ``eid`` that names no event type; the others are JSON Schema's.
UNKNOWN_EID = "eid"

#: The same of what must not be there at all.
FORBIDDEN = "false"

_SENTENCES = {
    "required": "required, but missing; add it",
    "additionalProperties": "unknown property{hint} Allowed: {names}",
    UNKNOWN_EID: "{actual} is not an event type{hint} Allowed: {names}",
    "type": "must be of type {names}, not {actual}",
    "enum": "must be {values}, not {actual}",
    "const": "must be {values}, not {actual}",
    "minLength": "must not be empty",
    FORBIDDEN: "is not allowed; remove it",
    "minimum": "must be at least {values}, not {actual}",
}
_ANY_OTHER = "{actual} does not satisfy {keyword} ({values})"


@dataclass(frozen=True, slots=True)
class SchemaError:
    """
    One violation of the schema at one place of an event, as facts and as a sentence.

    Attributes:
        pointer: JSON pointer to the place; for a missing member, to where it should be.

        keyword: What is broken: ``required``, ``additionalProperties``, ``type``, ``enum``,
            ``const``, ``minLength``, ``minimum``, `FORBIDDEN` or `UNKNOWN_EID`.

        actual: What is there, as it was given; `None` for a missing member.

        allowed: What may be there: types, values or a bound; for an unknown property the names
            that are known beside it, for an unknown ``eid`` the event types.
    """

    pointer: str
    keyword: str
    actual: Any = field(default=None, repr=False, hash=False)
    allowed: tuple[Any, ...] = field(default=(), repr=False, hash=False)

    @property
    def nearest(self) -> str | None:
        """
        The known name that was most likely meant by an unknown one, if any comes near.
        """
        if self.keyword == UNKNOWN_EID:
            return _nearest(shortened(str(self.actual)), self.allowed)
        if self.keyword == "additionalProperties":
            return _nearest(shortened((steps_of(self.pointer) or [""])[-1]), self.allowed)

        return None

    def __str__(self) -> str:
        sentence = _SENTENCES.get(self.keyword, _ANY_OTHER).format(
            keyword=self.keyword,
            actual=described(self.actual),
            names=", ".join(map(str, self.allowed)) or "none",
            values=" or ".join(map(repr, self.allowed)) or "see the schema",
            hint=f"; did you mean {self.nearest!r}?" if self.nearest else ".",
        )

        return f"`{shortened(self.pointer)}`: {sentence}"


@lru_cache
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    # A client makes the same mistake in every event.
    by_lower = {each.lower(): each for each in known}
    close = nearest(name.lower(), by_lower)

    return by_lower[close] if close is not None else None
