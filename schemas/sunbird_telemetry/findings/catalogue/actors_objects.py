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
# The empty text stands for types of the deployment's own.
_PREPROCESSED = ("", *(eid for eid in EVENT_TYPES if eid != "LOG"))


def _is_incomplete(event: dict[str, Any]) -> bool:
    # Asked of every event, and looking is twice as fast as calling.
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
        message="actor.type is {value}: only a User gets user details.",
        why="Reports by user, class or location leave the event out.",
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
        remedy="Send the user's id once somebody has logged in.",
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
        why="The published page wants both, and so does the pipeline before it adds details of the "
        "content; it accepts the event without them.",
        remedy="Send id and type, or no object at all.",
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
        message="object.type is {value}: nothing is looked up for that type.",
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
        why="What you send in flags, syncts, @timestamp and type is gone.",
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
        message="metadata is {value}: the pipeline keeps the reason of a failure there.",
        why="If the event fails, its reason is recorded nowhere.",
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
        message="uid is sent at the top level.",
        why="The preprocessor looks at it instead of actor.id, and its end may overwrite actor.id.",
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
        message="uid is {value}: it must be a string, or better not be there.",
        why="It makes the preprocessor throw.",
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
        message="dimensions.did is sent at the top level.",
        why="It wins over context.did when events are spread over the next jobs.",
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
        message="dimensions.did is {value}: it must be a string, or better not be there.",
        why="It makes the preprocessor throw.",
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
        message="{pointer} is where the pipeline puts details that it looks up.",
        why="They may be overwritten. Of another type they fail the event at the Druid validator.",
        remedy="Leave them out: the pipeline finds them by actor.id, context.did and object.id.",
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
