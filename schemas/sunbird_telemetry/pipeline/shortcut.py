"""
The fast shortcut: events that are valid and that no stage has anything to do with.

Nearly all events of a good client are, so they get here what the stages would say, without a copy
and without a new value. What is in any way special takes the stages' own way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.batch_context import context_of
from sunbird_telemetry.pipeline.event_in_transit import EventInTransit
from sunbird_telemetry.pipeline.stages.extractor import QUESTIONS
from sunbird_telemetry.pipeline.stages.preprocessor import DIAL_CODES, FEDERATED, SHARE
from sunbird_telemetry.pipeline.stages.sequence import TOUCHED, pass_through
from sunbird_telemetry.pipeline.state import State
from sunbird_telemetry.pipeline.verdict import Stage, Verdict
from sunbird_telemetry.specification.names import EVENT_TYPES, SHARED_PARTS
from sunbird_telemetry.specification.samples import patched, whole
from sunbird_telemetry.validation.compiled import accepts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_telemetry.pipeline.batch_context import BatchContext
    from sunbird_telemetry.pipeline.settings import PipelineSettings
    from sunbird_telemetry.validation.schema_algebra import Schema

__all__ = ["UNTOUCHED", "Shortcut", "shortcut_verdict", "shortcuts_of"]

_TEXT: Schema = {"type": "string"}

# Characters beside a capital letter and its small one that Java writes as that capital.
_ALSO_UPPER = {"I": "\u0131", "S": "\u017f"}


def _in_any_case(name: str) -> str:
    """
    The regular expression of texts that are *name* in upper case.
    """
    return "".join(f"[{each}{each.lower()}{_ALSO_UPPER.get(each, '')}]" for each in name)


#: What no stage touches a valid event for. Of suspects the stages know better: a channel without a
#: plain letter need not be blank.
UNTOUCHED: Schema = {
    "properties": {
        **dict.fromkeys(sorted(TOUCHED), False),
        "actor": {"properties": {"id": {"not": {**_TEXT, "pattern": f"^{FEDERATED}"}}}},
        "context": {"properties": {"channel": {"pattern": "[!-~]"}}},
        "object": {
            "properties": {
                "type": {
                    "not": {**_TEXT, "pattern": f"^({'|'.join(map(_in_any_case, DIAL_CODES))})$"}
                }
            }
        },
    },
}


# Where `shortcut_verdict` reads a valid event without asking, each with a value of another type.
_READ: Mapping[tuple[str, ...], Any] = {
    ("ets",): "",
    ("mid",): 0,
    ("context",): "",
    ("context", "pdata"): "",
    ("context", "pdata", "id"): 0,
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """
    The verdicts on ordinary events of one type.

    Attributes:
        new: The verdict on an event that was not seen before.

        again: The verdict on one that was; None where no late stage looks for duplicates.

        early: The verdict of an early stage that looks for duplicates of some producers; None where
            there is none.
    """

    new: Verdict
    again: Verdict | None
    early: Verdict | None


class _Shortcuts(dict[str, Shortcut | None]):
    """
    The shortcuts of a deployment by event type; None for a type that has none.

    Each is what the stages decide on a good event of its type.
    """

    def __init__(self, settings: PipelineSettings) -> None:
        self._settings = settings
        self._ordinary = _ordinary_types(settings)

    def __missing__(self, eid: str) -> Shortcut | None:
        if eid not in self._ordinary:
            return None  # and not remembered: nobody knows how many there are
        shortcut = self[eid] = _derived(eid, self._settings)

        return shortcut


#: The shortcuts of a deployment with given settings.
shortcuts_of = cache(_Shortcuts)


def _ordinary_types(settings: PipelineSettings) -> frozenset[str]:
    """
    The types of which no stage looks into a valid event.

    A type with a schema of the deployment's own is none: who knows what it lets pass.
    """
    extra = settings.specification.extra
    if not extra.keys().isdisjoint(SHARED_PARTS):
        return frozenset()
    looked_into = {SHARE, *(QUESTIONS if settings.registration_questions else ())}

    return frozenset(eid for eid in EVENT_TYPES if eid.lower() not in extra) - looked_into


def _derived(eid: str, settings: PipelineSettings) -> Shortcut | None:
    event = whole({"eid": eid})
    producer = event["context"]["pdata"]["id"]
    new, again = _passed_twice(event, replace(settings, early_dedup_producers=()))
    _, early = _passed_twice(event, replace(settings, early_dedup_producers=(producer,)))
    if new.changes or new.fate.dropped or _may_lack_what_is_read(event, settings):
        return None

    return Shortcut(
        new,
        again if again.stage is Stage.DRUID_VALIDATOR else None,
        early if early.stage is Stage.PREPROCESSOR else None,
    )


def _may_lack_what_is_read(event: dict[str, Any], settings: PipelineSettings) -> bool:
    """
    Return True if *event* is valid without a member that the shortcut reads, or with another value.
    """
    name, specification = event["eid"].lower(), settings.specification

    return any(
        accepts(patched(event, reduce(_within, reversed(path), value)), name, specification)
        for path, other in _READ.items()
        for value in (None, other)
    )


def _within(value: Any, name: str) -> dict[str, Any]:
    return {name: value}


def _passed_twice(event: dict[str, Any], settings: PipelineSettings) -> tuple[Verdict, Verdict]:
    context = context_of(None, State(), settings, None)
    first, second = (pass_through(EventInTransit(event), context, measure=False) for _ in range(2))

    return first, second


def shortcut_verdict(
    event: Any,
    context: BatchContext,
    shortcuts: Mapping[str, Shortcut | None],
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
    shortcut = shortcuts[eid]
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
    if shortcut.early is not None and (early := deployment.early):
        producer = event["context"]["pdata"]["id"]
        if producer in early and not context.new_to_preprocessor(mid):
            return shortcut.early
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
