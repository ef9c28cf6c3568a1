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
        message="The extractor has seen params.msgid within the hour and puts the whole batch on "
        "telemetry.extractor.duplicate.",
        why="For a retry this is correct. New events under an old msgid are lost.",
        remedy="Keep the msgid for retries, and create a new one for new events.",
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
        why="The preprocessor does this with events of the portal and of the desktop app. It "
        "keeps the first event.",
        remedy="Give every event its own mid, and keep the mid when you send the event again.",
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
        why="The first event with a mid is indexed. This one stays only in telemetry.unique.",
        remedy="Give every event its own mid, and keep the mid when you send the event again.",
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
        message="{pointer} becomes {after}: the preprocessor shortens a federated id to its last "
        "part.",
        why="A search for the id that was sent does not find the event.",
        remedy="Send only the last part of a federated id, after the last colon.",
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
        why="A search for the id that was sent does not find the event.",
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
        why="The event is counted for another channel.",
        remedy="Send the id of your channel.",
        wrong=[{"events": [{"context": {"channel": " "}}]}],
        right=[{"events": [{"context": {"channel": "partner-channel"}}]}],
        evidence="contract/pipeline.md 5.4 and 10 row 13",
        replaces="channel-blank",
    ),
    Rule(
        id="SB533",
        name="altered-ets",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: the time is in the future, and denormalization "
        "replaces it with the end of today.",
        why="All events of a clock that runs fast get the same time.",
        remedy="Set the clock correctly, and send milliseconds.",
        wrong=[{"events": [{"ets": 1798761600000}]}],
        right=[{"events": [{"ets": 1767225600000}]}],
        evidence="contract/pipeline.md 10 row 3",
    ),
    Rule(
        id="SB534",
        name="altered-answers",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} is emptied: the question is a registration question.",
        why="Answers to such questions are personal. They are kept on telemetry.assess.raw.",
        remedy="No change is needed. This is correct.",
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
        message="{pointer} becomes {after}: the pipeline overwrites the value that was sent.",
        why="The value that was sent is lost.",
        remedy="Leave the field out, or send the value under another name.",
        wrong=[{"events": [{"flags": {"beta": True}}]}],
        right=[{"events": [{"tags": ["beta"]}]}],
        evidence="contract/pipeline.md 10 row 27",
        replaces="field-overwritten",
    ),
    Rule(
        id="SB536",
        name="altered-digits",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} becomes {after}: a double cannot hold the number that was sent.",
        why="The service reads numbers as doubles, which hold all integers only up to 2^53. A "
        "number that is too large for a double, from about 1.8e308, becomes null.",
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
        message="INTERRUPT stays in telemetry.unique and is never indexed.",
        why="Dashboards do not show it.",
        remedy="If a dashboard needs it, also send INTERACT or IMPRESSION.",
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
        why="Types with SUMMARY in their name are never indexed, except SUMMARY itself.",
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
        message="Spark itself does not validate events; the fates shown are those of the pipeline "
        "of older Sunbird releases.",
        why="On Spark, only the analytics add-on processes events.",
        remedy="Read the fates as those of a deployment with the pipeline, or ask whether the "
        "add-on runs.",
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
        message="Too many ids to remember: {count} were forgotten before their time.",
        why="A duplicate of one of these ids is not recognised.",
        remedy="Check smaller files, or files that were sent within one hour. On a server, reset "
        "the inbox.",
        wrong={"forgotten": 1},
        right={"forgotten": 0},
        evidence="contract/pipeline.md 9",
    ),
    Rule(
        id="SB552",
        name="sessions-forgotten",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="Too many sessions to remember: {count} were forgotten while they were unfinished.",
        why="It is not reported if these sessions lack a START or an END.",
        remedy="Check smaller files, with the events of a session together. On a server, reset "
        "the inbox.",
        wrong={"forgotten_sessions": 1},
        right={"forgotten_sessions": 0},
        evidence="judgement: a report should state what it leaves out",
    ),
)

RULES = (*_TWICE_SENT, *_CHANGED, *_BY_DESIGN)
