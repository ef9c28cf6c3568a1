"""
The other fates after the answer was 200: one rule per way to be a duplicate, altered or unindexed.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

# The examples are batches in the order of arrival, at the start of 2026.
_TWICE: list[Any] = [{"params": {"msgid": "5f0c1c6e"}}, {"params": {"msgid": "5f0c1c6e"}}]
_SAME_MID: list[Any] = [
    {"params": {"msgid": "one"}, "events": [{"mid": "START:1"}]},
    {"params": {"msgid": "two"}, "events": [{"mid": "START:1"}]},
]
_OWN_MIDS: list[Any] = [
    {"params": {"msgid": "one"}, "events": [{"mid": "START:1"}]},
    {"params": {"msgid": "two"}, "events": [{"mid": "START:2"}]},
]
_FROM_PORTAL: dict[str, Any] = {"context": {"pdata": {"id": "dev.sunbird.portal"}}}

_TWICE_SENT = (
    Rule(
        id="SB520",
        name="duplicate-batch",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The extractor has seen params.msgid within the hour: all of the batch goes to "
        "telemetry.extractor.duplicate.",
        why="For a retry that is how it should be. New events under an old msgid are gone.",
        remedy="Keep the msgid for retries, and make a new one for new events.",
        wrong=_TWICE,
        right=_OWN_MIDS,
        evidence="contract/pipeline.md 4.1 and 10 row 6",
    ),
    Rule(
        id="SB521",
        name="duplicate-early",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The preprocessor has seen the mid within the hour and puts the event on "
        "telemetry.duplicate.",
        why="So it does with events of the portal and of the desktop app. The first one is kept.",
        remedy="Give every event a mid of its own, and keep it when you send the event again.",
        wrong=[{**batch, "events": [{**_FROM_PORTAL, "mid": "START:1"}]} for batch in _OWN_MIDS],
        right=_OWN_MIDS,
        evidence="contract/pipeline.md 5.5",
    ),
    Rule(
        id="SB522",
        name="duplicate-at-druid",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The Druid validator has seen the mid within the hour and puts the event on "
        "telemetry.duplicate.",
        why="The first event with a mid is indexed. This one stays in telemetry.unique only.",
        remedy="Give every event a mid of its own, and keep it when you send the event again.",
        wrong=_SAME_MID,
        right=_OWN_MIDS,
        evidence="contract/pipeline.md 7 and 10 row 9",
    ),
)

_CHANGED = (
    Rule(
        id="SB530",
        name="altered-actor",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: the preprocessor cuts a federated id down.",
        why="Whoever looks for the id that was sent does not find it.",
        remedy="Send the last part of a federated id, behind the last colon.",
        wrong=[{"events": [{"actor": {"id": "f:1:42"}}]}],
        right=[{"events": [{"actor": {"id": "42"}}]}],
        evidence="contract/pipeline.md 5.4",
    ),
    Rule(
        id="SB531",
        name="altered-object",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: the preprocessor writes dialcodes in upper case.",
        why="Whoever looks for the id that was sent does not find it.",
        remedy="Send dialcodes in upper case.",
        wrong=[{"events": [{"object": {"id": "4xjg3f", "type": "DialCode"}}]}],
        right=[{"events": [{"object": {"id": "4XJG3F", "type": "DialCode"}}]}],
        evidence="contract/pipeline.md 5.4",
    ),
    Rule(
        id="SB532",
        name="altered-channel",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: the preprocessor fills in the default channel.",
        why="The event is booked to somebody else.",
        remedy="Send the id of your channel.",
        wrong=[{"events": [{"context": {"channel": " "}}]}],
        right=[{"events": [{"context": {"channel": "partner-channel"}}]}],
        evidence="contract/pipeline.md 5.4 and 10 row 13",
    ),
    Rule(
        id="SB533",
        name="altered-ets",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: denormalization puts the end of today for the future.",
        why="Every event of a clock that is fast ends up at the same moment.",
        remedy="Set the clock right, and send milliseconds.",
        wrong=[{"events": [{"ets": 1798761600000}]}],
        right=[{"events": [{"ets": 1767225600000}]}],
        evidence="contract/pipeline.md 10 row 3",
    ),
    Rule(
        id="SB534",
        name="altered-answers",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} is emptied: the question is one of registration.",
        why="Answers to such questions are personal. They are kept on telemetry.assess.raw.",
        remedy="Nothing: that is how it should be.",
        wrong={
            "settings": {"registration_questions": ["do_3001"]},
            "batches": [{"events": [{"eid": "ASSESS", "edata": {"resvalues": [{"name": "A"}]}}]}],
        },
        right=[{"events": [{"eid": "ASSESS", "edata": {"resvalues": [{"name": "A"}]}}]}],
        evidence="contract/pipeline.md 4.3",
    ),
    Rule(
        id="SB535",
        name="altered-overwritten",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: the pipeline writes its own value over yours.",
        why="What was sent there is gone.",
        remedy="Leave the field out, or send the value under another name.",
        wrong=[{"events": [{"flags": {"beta": True}}]}],
        right=[{"events": [{"tags": ["beta"]}]}],
        evidence="contract/pipeline.md 10 row 27",
    ),
    Rule(
        id="SB536",
        name="altered-digits",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: no double holds the number that was sent.",
        why="The service reads numbers as doubles, which are exact up to 2^53 only. What is too "
        "large even for that, from about 1.8e308, becomes null.",
        remedy="Send long ids as strings.",
        wrong=[{"events": [{"eid": "HEARTBEAT", "edata": {"count": 9007199254740993}}]}],
        right=[{"events": [{"eid": "HEARTBEAT", "edata": {"count": "9007199254740993"}}]}],
        evidence="contract/pipeline.md 1.4",
    ),
)

_BY_DESIGN = (
    Rule(
        id="SB540",
        name="unindexed-interrupt",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="INTERRUPT stays in telemetry.unique: it is never indexed.",
        why="No dashboard ever shows it.",
        remedy="If a dashboard needs it, send INTERACT or IMPRESSION as well.",
        wrong=[{"events": [{"eid": "INTERRUPT"}]}],
        right=[{"events": [{"eid": "IMPRESSION"}]}],
        evidence="contract/pipeline.md 10 row 16",
    ),
    Rule(
        id="SB541",
        name="unindexed-type",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="The event stays in telemetry.unique: denormalization skips its type.",
        why="Types with SUMMARY in their name, other than SUMMARY itself, are never indexed.",
        remedy="Send SUMMARY.",
        wrong={"fate": "unindexed", "stage": "denormalization", "eid": "MY_SUMMARY"},
        right=[{"events": [{"eid": "SUMMARY"}]}],
        evidence="contract/pipeline.md 6",
    ),
    Rule(
        id="SB550",
        name="spark-assumes-pipeline",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="Spark itself validates nothing: fates are those of older Sunbirds' pipeline.",
        why="Only with the analytics add-on does anything look at events there.",
        remedy="Take the fates as what they would be elsewhere, or ask whether the add-on runs.",
        wrong={"profile": "spark"},
        right={"profile": "sunbird"},
        evidence="contract/pipeline.md 11",
        certain=False,
    ),
    Rule(
        id="SB551",
        name="ids-forgotten",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="More ids than can be remembered: {count} were forgotten before their time.",
        why="A duplicate of one of them would not be seen as one.",
        remedy="Check smaller files, or files that were sent within one hour; reset the inbox of a "
        "server.",
        wrong={"forgotten": 1},
        right={"forgotten": 0},
        evidence="contract/pipeline.md 9",
    ),
    Rule(
        id="SB552",
        name="sessions-forgotten",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="More sessions than can be remembered: {count} were forgotten while unfinished.",
        why="Of these, nobody learns what they lack: an END, or their START.",
        remedy="Check smaller files, with the events of a session side by side; reset the inbox of "
        "a server.",
        wrong={"forgotten_sessions": 1},
        right={"forgotten_sessions": 0},
        evidence="judgement: what a report leaves out it should say",
    ),
)

RULES = (*_TWICE_SENT, *_CHANGED, *_BY_DESIGN)
