"""
The second job: is the event valid, and where does it go? contract/pipeline.md 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.gson import as_gson_reads
from sunbird_telemetry.jsonvalues.paths import value_at
from sunbird_telemetry.pipeline.event_in_transit import (
    EventInTransit,
    JobThrowsError,
    device_id,
    text_at,
)
from sunbird_telemetry.pipeline.routes import route
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict
from sunbird_telemetry.validation import is_valid, validate
from sunbird_telemetry.validation.pipeline_reason import stored

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.batch_context import BatchContext

__all__ = [
    "DEFAULT_CHANNEL",
    "DIAL_CODES",
    "FEDERATED",
    "SHARE",
    "TOUCHED",
    "is_blank",
    "preprocess",
]

#: The channel that an event with a blank one gets.
DEFAULT_CHANNEL = "b00bc992ef25f1a9a8d63291e20efc8d"

#: The types of objects whose ids are upper-cased, in upper case.
DIAL_CODES = ("DIALCODE", "QR")

#: The begin of an actor's id that is cut down.
FEDERATED = "f:"

#: The type whose events are looked into.
SHARE = "SHARE"

#: Members at the top of an event that the preprocessor reads or writes, and that few events have.
TOUCHED = frozenset({"dimensions", "type", "uid"})

# White space to Python that is none to Java's Character.isWhitespace.
_NOT_BLANK_IN_JAVA = frozenset("\u0085\u00a0\u2007\u202f")


def preprocess(transit: EventInTransit, context: BatchContext) -> Verdict | None:
    """
    Validate, correct, deduplicate and route one event; a verdict if it ends here.
    """
    transit.stage = Stage.PREPROCESSOR
    valid = is_valid(transit.event, context.settings.specification)
    # Both are taken for texts of every event, valid or not, by a line of the log and by the key
    # that Kafka gets: contract/pipeline.md 5.7.
    mid = text_at(transit.event, "mid")
    device_id(transit.event)
    if not valid:
        return _invalid(transit, context)

    _correct(transit)
    producer = text_at(transit.event, "context", "pdata", "id")
    if producer in context.deployment.early and (
        mid is None or not context.new_to_preprocessor(mid)
    ):
        return transit.end(Fate.DUPLICATE, "telemetry.duplicate")

    eid = transit.event.get("eid")
    if eid is None:
        raise JobThrowsError  # valid without one only by a schema of the deployment's own
    if eid == SHARE:
        _check_share(transit.event)
    transit.put_on(*route(eid))

    return None


def is_blank(channel: str) -> bool:
    """
    Return True if *channel* is only white space, as Java defines it.
    """
    return not channel or (channel.isspace() and _NOT_BLANK_IN_JAVA.isdisjoint(channel))


def _invalid(transit: EventInTransit, context: BatchContext) -> Verdict:
    """
    The verdict on an invalid event, with reason and findings if the batch is judged with them.
    """
    if context.explain is None:
        return transit.end(Fate.FAILED, "telemetry.failed")
    event = transit.event
    validation = validate(as_gson_reads(event), context.settings.specification)

    return transit.end(
        Fate.FAILED,
        "telemetry.failed",
        reason=stored(validation.reason, event),
        findings=context.explain(validation, event.get("eid")),
    )


def _correct(transit: EventInTransit) -> None:
    """
    Correct actor, object, type and channel, in this order: contract/pipeline.md 5.4.

    Raises:
        JobThrowsError: A value that the job uses as a text is none.
    """
    event = transit.event
    uid = text_at(event, "uid")
    actor = text_at(event, "actor", "id") if uid is None else uid
    if actor and actor.startswith(FEDERATED):
        transit.rewrite(("actor", "id"), actor.rpartition(":")[2])
    object_id, kind = text_at(event, "object", "id"), text_at(event, "object", "type")
    if object_id and kind and kind.upper() in DIAL_CODES:
        transit.rewrite(("object", "id"), object_id.upper())
    transit.rewrite(("type",), "events")
    if is_blank(text_at(event, "context", "channel") or ""):
        transit.rewrite(("context", "channel"), DEFAULT_CHANNEL)


def _check_share(share: dict[str, Any]) -> None:
    """
    Throw where the job throws on a valid SHARE that it makes SHARE_ITEM events of.

    It copies channel and rollup without checking their types. Read in its code
    (ShareEventsFlattener and Events), not run.
    """
    if any(map(_makes_items, _objects(value_at(share, "edata", "items")))):
        text_at(share, "dimensions", "channel")
        if not isinstance(value_at(share, "context", "rollup"), dict | None):
            raise JobThrowsError


def _makes_items(item: dict[str, Any]) -> bool:
    # One SHARE_ITEM per entry of its params, and one without params.
    return "params" not in item or bool(_objects(item["params"]))


def _objects(value: Any) -> list[dict[str, Any]]:
    # A schema of the deployment's own may allow anything here.
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return value

    raise JobThrowsError
