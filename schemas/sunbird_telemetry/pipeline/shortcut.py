"""
The fast shortcut: events that are valid and that no stage has anything to do with.

Nearly all events of a good client are, so they get here what the stages would say, without a copy
and without a new value. What is in any way special takes the stages' own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.event_in_transit import accepted
from sunbird_telemetry.pipeline.routes import is_indexed, route
from sunbird_telemetry.pipeline.stages.druid_validator import DETAILS
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict
from sunbird_telemetry.specification.names import EVENT_TYPES, SHARED_PARTS
from sunbird_telemetry.validation.compiled import accepts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_telemetry.pipeline.batch_context import BatchContext
    from sunbird_telemetry.pipeline.settings import PipelineSettings

__all__ = ["UNTOUCHED", "Shortcut", "shortcut_verdict", "shortcuts_of"]

_RAW = "telemetry.raw"
_DENORM = "telemetry.denorm"
_DUPLICATES = "telemetry.duplicate"

_SHARE = frozenset({"SHARE"})  # one of the stages looks into it
_REDACTED = frozenset({"ASSESS", "RESPONSE"})

# Fields at the top of an event that some stage reads or replaces.
_TOUCHED = DETAILS | {"@timestamp", "dimensions", "flags", "syncts", "type", "uid"}

#: What no stage touches a valid event for. Of suspects the stages know better: a channel without
#: a plain letter need not be blank. That dotless i is a capital I is Java's doing, and Python's.
UNTOUCHED = {
    "properties": {
        **dict.fromkeys(sorted(_TOUCHED), False),
        "actor": {"properties": {"id": {"not": {"type": "string", "pattern": "^f:"}}}},
        "context": {"properties": {"channel": {"pattern": "[!-~]"}}},
        "object": {
            "properties": {
                "type": {
                    "not": {
                        "type": "string",
                        "pattern": "^([Dd][Ii\u0131][Aa][Ll][Cc][Oo][Dd][Ee]|[Qq][Rr])$",
                    }
                }
            }
        },
    }
}

_DUPLICATE_EARLY = Verdict(Fate.DUPLICATE, Stage.PREPROCESSOR, (_RAW, _DUPLICATES))


@dataclass(frozen=True, slots=True)
class Shortcut:
    """
    The verdicts on ordinary events of one type.

    Attributes:
        new: The verdict on an event that was not seen before.

        again: The verdict on one that was; None where no late stage looks for duplicates.

        is_preprocessed: Whether an early stage looks for duplicates of some producers.
    """

    new: Verdict
    again: Verdict | None = None
    is_preprocessed: bool = True


@cache
def shortcuts_of(settings: PipelineSettings) -> Mapping[str, Shortcut]:
    """
    The shortcuts of a deployment, by event type.

    A type with a schema of the deployment's own has none: who knows what it lets pass.
    """
    extra = settings.specification.extra
    if not extra.keys().isdisjoint(SHARED_PARTS):
        return {}
    special = _SHARE | _REDACTED if settings.registration_questions else _SHARE

    return {
        eid: _shortcut(eid)
        for eid in EVENT_TYPES
        if eid not in special and eid.lower() not in extra
    }


def shortcut_verdict(
    event: Any,
    context: BatchContext,
    shortcuts: Mapping[str, Shortcut],
    *,
    is_known_valid: bool = False,
) -> Verdict | None:
    """
    The verdict on *event* if it is ordinary, else None, and then nothing is remembered of it.

    Args:
        event: The event.

        context: Of its batch.

        shortcuts: The deployment's, as `shortcuts_of` makes them.

        is_known_valid: Whether validation would accept it. Saves validating.
    """
    if type(event) is not dict or type(eid := event.get("eid")) is not str:
        return None
    deployment, window = context.deployment, context.window
    shortcut = shortcuts.get(eid)
    if (
        shortcut is None
        or not (is_known_valid or accepts(event, eid.lower(), deployment.settings.specification))
        or not _is_untouched(event)
        or not window.oldest <= event["ets"] <= window.latest
    ):
        return None

    return _verdict(event, shortcut, context)


def _verdict(event: dict[str, Any], shortcut: Shortcut, context: BatchContext) -> Verdict:
    """
    The verdict on an ordinary *event*, which hangs only on whether it was seen before.
    """
    mid = event["mid"]
    deployment = context.deployment
    if shortcut.is_preprocessed and (early := deployment.early):
        producer = event["context"]["pdata"]["id"]
        if producer in early and not context.new_to_preprocessor(mid):
            return _DUPLICATE_EARLY
    # What `BatchContext.new_to_druid` does, without one more call for every event.
    indexed = context.state.indexed
    if shortcut.again is None or indexed.remember(mid, context.now, deployment.mid_ttl):
        return shortcut.new

    return shortcut.again


def _is_untouched(event: dict[str, Any]) -> bool:
    try:
        return _untouched()(event)
    except ValueError:  # hard to convert, such as a lone surrogate in a name
        return False


@cache
def _untouched() -> Callable[[Any], bool]:
    from jsonschema_rs import Draft202012Validator

    accepts: Callable[[Any], bool] = Draft202012Validator(UNTOUCHED).is_valid

    return accepts


def _shortcut(eid: str) -> Shortcut:
    if eid == "LOG":  # the extractor routes it around the other stages
        return Shortcut(accepted(("druid.events.log",)), is_preprocessed=False)
    topics = (_RAW, *route(eid))
    if eid == "ERROR":
        return Shortcut(accepted((*topics, "druid.events.error")))
    if not is_indexed(eid):
        return Shortcut(Verdict(Fate.UNINDEXED, Stage.DENORMALIZATION, topics))

    return Shortcut(
        accepted((*topics, _DENORM, "druid.events.telemetry")),
        Verdict(Fate.DUPLICATE, Stage.DRUID_VALIDATOR, (*topics, _DENORM, _DUPLICATES)),
    )
