"""
Rules about actors and objects, and about fields that belong to the pipeline.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Check, Rule, Scope
from sunbird_telemetry.specification.names import EVENT_TYPES

__all__ = ["RULES"]


# The extractor sends LOG past the preprocessor, which writes type: contract/pipeline.md 4.2, 5.4.
# The empty string stands for types of the deployment's own.
_PREPROCESSED = ("", *(eid for eid in EVENT_TYPES if eid != "LOG"))


def _is_incomplete(event: dict[str, Any]) -> bool:
    # Runs for every event, and `in` is twice as fast as a call.
    thing = event["object"] if "object" in event else None  # noqa: SIM401
    if thing is None:
        return False

    return not ("id" in thing and "type" in thing and thing["id"] and thing["type"])


_ACTORS_AND_OBJECTS = (
    Rule(
        id="SB230",
        name="actor-not-user",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="actor.type is {value}: only actors of the type User get user details.",
        why="Reports by user, class or location do not include the event.",
        remedy="Send 'User' if a person acted.",
        wrong={"actor": {"type": "Learner"}},
        right={"actor": {"type": "User"}},
        evidence="contract/pipeline.md 10 row 14",
        checks=(Check(("/actor/type",), {"type": "string", "pattern": "^[Uu][Ss][Ee][Rr]$"}),),
    ),
    Rule(
        id="SB231",
        name="actor-anonymous",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="actor.id is empty or 'anonymous'.",
        why="The event gets no user details.",
        remedy="After the user has logged in, send the user's id.",
        wrong={"actor": {"id": "anonymous"}},
        right={"actor": {"id": "874ed8a5-782e"}},
        evidence="contract/pipeline.md 10 row 14",
        checks=(Check(("/actor/id",), {"not": {"enum": ["", "anonymous"]}}),),
    ),
    Rule(
        id="SB232",
        name="object-incomplete",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="The object has no id or no type.",
        why="The published page requires both. The pipeline accepts the event without them, but "
        "then adds no details of the content.",
        remedy="Send both id and type, or leave the object out.",
        wrong={"object": {"id": "do_2123"}},
        right={"object": {"id": "do_2123", "type": "Content"}},
        evidence="contract/pipeline.md 10 row 15; contract/spec.yaml conflicts "
        "object_id_type_optional",
        checks=(
            Check(
                ("/object",),
                {
                    "anyOf": [
                        {"not": {"type": "object"}},
                        {
                            "required": ["id", "type"],
                            "properties": {"id": {"minLength": 1}, "type": {"minLength": 1}},
                        },
                    ]
                },
                predicate=_is_incomplete,
            ),
        ),
    ),
    Rule(
        id="SB233",
        name="object-of-no-content-type",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="object.type is {value}: the pipeline does not look up details for this type.",
        why="Objects of the types user and qr get no content details.",
        remedy="If the object is content, send its type, such as 'Content'.",
        wrong={"object": {"id": "do_2123", "type": "qr"}},
        right={"object": {"id": "do_2123", "type": "Content"}},
        evidence="contract/pipeline.md 6 and 10 row 15",
        checks=(
            Check(
                ("/object/type",),
                {"not": {"type": "string", "pattern": "^([Uu][Ss][Ee][Rr]|[Qq][Rr])$"}},
            ),
        ),
    ),
)

_THE_PIPELINES = (
    Rule(
        id="SB240",
        name="field-overwritten",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} belongs to the pipeline, which writes its own value there.",
        why="The values that you send in flags, syncts, @timestamp and type are lost.",
        remedy="Leave the field out, or send the value under another name.",
        wrong={"flags": {"beta": True}},
        right={"tags": ["beta"]},
        evidence="contract/pipeline.md 10 row 27",
        checks=(
            Check(("/flags", "/syncts", "/@timestamp"), clean_schema=False),
            Check(("/type",), clean_schema=False, eids=_PREPROCESSED),
        ),
    ),
    Rule(
        id="SB241",
        name="metadata-not-object",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="metadata is {value}: it must be an object, because the pipeline stores the "
        "reason of a failure in it.",
        why="If the event fails, its reason is not recorded.",
        remedy="Leave metadata out.",
        wrong={"metadata": "none"},
        right={"metadata": None},
        evidence="contract/pipeline.md 10 row 28",
        checks=(Check(("/metadata",), {"type": "object"}),),
    ),
    Rule(
        id="SB242",
        name="uid-beside-actor",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="The event has a uid at the top level.",
        why="The preprocessor reads uid instead of actor.id, and may overwrite actor.id with the "
        "last part of uid.",
        remedy="Send the user's id in actor.id only.",
        wrong={"uid": "f:1:42"},
        right={"actor": {"id": "42"}},
        evidence="contract/pipeline.md 5.4 and 10 row 28",
        checks=(Check(("/uid",), {"not": {"type": "string"}}),),
    ),
    Rule(
        id="SB243",
        name="uid-not-text",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="uid is {value}: it must be a string, or be left out.",
        why="It makes the preprocessor throw an exception.",
        remedy="Send the user's id in actor.id only.",
        wrong={"uid": 42},
        right={"actor": {"id": "42"}},
        evidence="contract/pipeline.md 5.7",
        checks=(Check(("/uid",), {"type": "string"}),),
    ),
    Rule(
        id="SB244",
        name="dimensions-beside-context",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="The event has dimensions.did at the top level.",
        why="The preprocessor uses it in place of context.did when it distributes events over the "
        "next jobs.",
        remedy="Send the device id in context.did only.",
        wrong={"dimensions": {"did": "device-2"}},
        right={"context": {"did": "device-2"}},
        evidence="contract/pipeline.md 5.6 and 10 row 28",
        checks=(Check(("/dimensions/did",), {"not": {"type": "string"}}),),
    ),
    Rule(
        id="SB245",
        name="dimensions-did-not-text",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="dimensions.did is {value}: it must be a string, or be left out.",
        why="It makes the preprocessor throw an exception.",
        remedy="Send the device id in context.did only.",
        wrong={"dimensions": {"did": 2}},
        right={"context": {"did": "2"}},
        evidence="contract/pipeline.md 5.7",
        checks=(Check(("/dimensions/did",), {"type": "string"}),),
    ),
    Rule(
        id="SB246",
        name="details-of-your-own",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} is reserved for details that the pipeline looks up.",
        why="The pipeline may overwrite them. If they have another type, the event fails at the "
        "Druid validator.",
        remedy="Leave them out: the pipeline looks them up by actor.id, context.did and object.id.",
        wrong={"userdata": {"usertype": "teacher"}},
        right={"userdata": None},
        evidence="contract/pipeline.md 7",
        checks=(
            Check(
                (
                    "/userdata",
                    "/devicedata",
                    "/contentdata",
                    "/collectiondata",
                    "/dialcodedata",
                    "/derivedlocationdata",
                ),
                clean_schema=False,
            ),
        ),
    ),
)

RULES = (*_ACTORS_AND_OBJECTS, *_THE_PIPELINES)
