"""
The rule: a frozen value that describes one kind of finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_telemetry.finding import Level

__all__ = ["Check", "ErrorsAt", "Rule", "Scope"]


class Scope(StrEnum):
    """
    The scope of a rule: the data that its finder needs.
    """

    EVENT = "event"
    BATCH = "batch"
    SESSION = "session"
    DELIVERY = "delivery"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Check:
    """
    The condition under which a rule has no finding about an event: a JSON Schema of its places.

    The shortcut is compiled from the same schemas: it accepts only events without findings.

    Attributes:
        places: JSON pointers to the places, each judged by itself; empty for the event.

        clean_schema: The schema of a place without a finding. ``{"$ref": "#"}`` in it means this
            schema itself, some levels deep; what is nested deeper is not clean.

        eids: The event types that are checked, with an empty string for unknown types; empty for
            all.

        confirm: Returns whether a place that is not clean has a finding, where a schema can only
            suspect it.

        predicate: Returns whether the rule has a finding, for a rule about ordinary events. Such a
            check is not part of the shortcut's schema; the shortcut calls this instead.
    """

    places: tuple[str, ...]
    clean_schema: Mapping[str, Any] | bool
    eids: tuple[str, ...] = ()
    confirm: Callable[[Any], bool] | None = None
    predicate: Callable[[dict[str, Any]], bool] | None = None


@dataclass(frozen=True, slots=True)
class ErrorsAt:
    """
    Schema errors that a rule explains better than a general one.

    Attributes:
        places: JSON pointers to the errors; ``*`` stands for any text.

        keywords: The broken keywords, see `SchemaError.keyword`; empty for all.

        eids: The event types; empty for all.
    """

    places: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    eids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rule:
    """
    The kind of a `Finding`: its name, level, message, remedy and evidence.

    Attributes:
        id: A code that never changes. Its first digit is the theme.

        name: The name in findings, for filters, counts and suppression.

        level: The severity of its findings.

        scope: The data that its finder needs.

        message: The finding in one sentence; ``{value}``, ``{pointer}`` and the like are facts.

        why: The consequence of the finding.

        remedy: The fix.

        wrong: An example with the finding, with the relevant members only; `whole` completes it.

        right: The same example without the finding.

        evidence: The source of the fact.

        certain: True if the fact was read in code or observed; otherwise it is our judgement.

        checks: The conditions without a finding, for rules that a schema can check.

        explains_schema_errors: The schema errors that it explains better than a general rule.

        suggests_nearest_name: Whether its message ends with the nearest known name.

        valid_events_only: Whether it has no finding about an invalid event.

        replaces: The rule whose finding at the same place it replaces; empty for none.

        is_consequence: Whether its findings follow from another error, and end with it.

        is_retry: Whether its findings are about events that were sent before.
    """

    id: str
    name: str
    level: Level
    scope: Scope
    message: str
    why: str
    remedy: str
    wrong: Any
    right: Any
    evidence: str
    certain: bool = True
    checks: tuple[Check, ...] = ()
    explains_schema_errors: tuple[ErrorsAt, ...] = ()
    suggests_nearest_name: bool = False
    valid_events_only: bool = False
    replaces: str = ""
    is_consequence: bool = False
    is_retry: bool = False
