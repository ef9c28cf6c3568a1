"""
Time, ids and context of every event, and their effect in the pipeline.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Check, Rule, Scope

__all__ = ["RULES"]

# Milliseconds before March 1973 or after the year 5138 are another unit.
_SECONDS_END, _MICROSECONDS_BEGIN = 10**11, 10**14

# White space as Java's Character.isWhitespace defines it; \s is another set in every engine.
_BLANK = r"^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+$"


def _among(low: float, high: float) -> dict[str, Any]:
    return {"type": "number", "exclusiveMinimum": low, "exclusiveMaximum": high}


_TIME = (
    Rule(
        id="SB201",
        name="ets-in-seconds",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="ets is {value}. As milliseconds this is before 1974, so it is probably in "
        "seconds.",
        why="The event passes validation, but denormalization drops it as older than three "
        "months, and records that nowhere.",
        remedy="Send milliseconds: multiply seconds by 1000.",
        wrong={"ets": 1767225600},
        right={"ets": 1767225600000},
        evidence="contract/pipeline.md 10 row 1",
        checks=(Check(("/ets",), {"not": _among(0, _SECONDS_END)}),),
    ),
    Rule(
        id="SB202",
        name="ets-in-microseconds",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="ets is {value}: this number is too large to be milliseconds.",
        why="Denormalization reads it as a time in the future and replaces it with the end of "
        "today.",
        remedy="Send milliseconds: divide microseconds by 1000.",
        wrong={"ets": 1767225600000000},
        right={"ets": 1767225600000},
        evidence="contract/pipeline.md 10 row 3",
        checks=(Check(("/ets",), {"exclusiveMaximum": _MICROSECONDS_BEGIN}),),
    ),
    Rule(
        id="SB203",
        name="ets-not-a-time",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="ets is {value}: it must be greater than 0, because times count from 1970.",
        why="Any number passes validation, but denormalization drops this event and records that "
        "nowhere.",
        remedy="Send the time at which the event happened, in milliseconds since 1970.",
        wrong={"ets": 0},
        right={"ets": 1767225600000},
        evidence="contract/pipeline.md 6",
        checks=(Check(("/ets",), {"exclusiveMinimum": 0}),),
    ),
)

_CONTEXT = (
    Rule(
        id="SB210",
        name="did-missing",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="context.did is missing or empty.",
        why="The event gets no device details and no location details. The header X-Device-ID "
        "does not replace the field.",
        remedy="Create an id once per installation, store it, and send it in context.did.",
        wrong={"context": {"did": ""}},
        right={"context": {"did": "f0e1d2c3b4a59687"}},
        evidence="contract/pipeline.md 10 row 11",
        checks=(
            Check(
                ("/context",),
                {"required": ["did"], "properties": {"did": {"minLength": 1}}},
            ),
        ),
    ),
    Rule(
        id="SB211",
        name="sid-missing",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="context.sid is missing or empty.",
        why="The event does not belong to a session, so session counts and times do not include "
        "it.",
        remedy="Create an id per session, and send it in every event of the session.",
        wrong={"context": {"sid": None}},
        right={"context": {"sid": "b1a8f3c2-7d39"}},
        evidence="contract/pipeline.md 10 row 32",
        certain=False,
        checks=(
            Check(
                ("/context",),
                {"required": ["sid"], "properties": {"sid": {"minLength": 1}}},
            ),
        ),
    ),
    Rule(
        id="SB212",
        name="channel-blank",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="context.channel contains only white space.",
        why="The preprocessor assigns the event to the default channel, not to yours.",
        remedy="Send the id of your channel.",
        wrong={"context": {"channel": " "}},
        right={"context": {"channel": "partner-channel"}},
        evidence="contract/pipeline.md 10 row 13",
        checks=(Check(("/context/channel",), {"not": {"type": "string", "pattern": _BLANK}}),),
    ),
    Rule(
        id="SB213",
        name="producer-empty",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="context.pdata.id is empty.",
        why="Later it is not possible to see which application sent the event.",
        remedy="Send the id of your application.",
        wrong={"context": {"pdata": {"id": ""}}},
        right={"context": {"pdata": {"id": "dev.partner.app"}}},
        evidence="contract/spec.yaml parts.pdata",
        certain=False,
        checks=(Check(("/context/pdata/id",), {"minLength": 1}),),
    ),
    Rule(
        id="SB214",
        name="producer-without-environment",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="context.pdata.id is {value}: it must begin with the environment.",
        why="Early duplicate detection compares the full name, such as dev.sunbird.portal.",
        remedy="Put the environment and a dot in front, as in dev.partner.portal.",
        wrong={"context": {"pdata": {"id": "sunbird.portal"}}},
        right={"context": {"pdata": {"id": "dev.partner.portal"}}},
        evidence="contract/pipeline.md 10 row 25",
        checks=(
            Check(("/context/pdata/id",), {"not": {"type": "string", "pattern": r"^sunbird\."}}),
        ),
    ),
    Rule(
        id="SB215",
        name="producer-of-sunbird",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="context.pdata.id is {value}: this is the id of one of Sunbird's own applications.",
        why="If your application is another one, its usage is counted as Sunbird's.",
        remedy="Send the id of your own application.",
        wrong={"context": {"pdata": {"id": "dev.sunbird.portal"}}},
        right={"context": {"pdata": {"id": "dev.partner.portal"}}},
        evidence="contract/pipeline.md 10 row 25",
        certain=False,
        checks=(
            Check(
                ("/context/pdata/id",),
                {"not": {"type": "string", "pattern": r"\.sunbird\.(portal|desktop|app)$"}},
            ),
        ),
    ),
    Rule(
        id="SB216",
        name="rollup-shape",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} is {value}: a rollup is an object whose members l1 to l4 are strings.",
        why="The pipeline accepts any JSON here, but reads only l1 to l4.",
        remedy="Send an object with the levels l1 to l4 as strings.",
        wrong={"context": {"rollup": ["partner-channel"]}},
        right={"context": {"rollup": {"l1": "partner-channel"}}},
        evidence="contract/spec.yaml conflicts context_rollup_unchecked",
        checks=(
            Check(
                ("/context/rollup",),
                {
                    "type": "object",
                    "propertyNames": {"enum": ["l1", "l2", "l3", "l4"]},
                    "additionalProperties": {"type": "string"},
                },
            ),
        ),
    ),
    Rule(
        id="SB217",
        name="platform-not-indexed",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="context.pdata.platform is kept, but cannot be queried.",
        why="The published page lists it as a string since 3.1. No version of the pipeline checks "
        "it, and the index does not read it.",
        remedy="You can send it, but use pdata.id and pdata.pid for queries.",
        wrong={"context": {"pdata": {"platform": "Android"}}},
        right={"context": {"pdata": {"pid": "partner-app.android"}}},
        evidence="contract/spec.yaml conflicts platform_unchecked",
        checks=(Check(("/context/pdata/platform",), clean_schema=False),),
    ),
    Rule(
        id="SB218",
        name="version-3-1",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="ver is '3.1': the pipeline accepts it, but the SDK's own validation rejects it.",
        why="An SDK that validates drops such an event before it is sent.",
        remedy="Send '3.0', or leave enableValidation of the SDK off.",
        wrong={"ver": "3.1"},
        right={"ver": "3.0"},
        evidence="contract/pipeline.md 10 row 26; contract/spec.yaml conflicts version_enum",
        checks=(Check(("/ver",), {"not": {"const": "3.1"}}),),
    ),
)

RULES = (*_TIME, *_CONTEXT)
