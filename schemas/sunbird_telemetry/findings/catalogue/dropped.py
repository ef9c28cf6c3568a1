"""
Rules about dropped events: one per way to be lost, failed or poison after a 200.
"""

from __future__ import annotations

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

# The examples are batches in the order of arrival, at the start of 2026.
RULES = (
    Rule(
        id="SB501",
        name="lost-unread",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The service answered 200 and threw the body away: it reads application/json only.",
        why="All events are gone without a trace. sendBeacon with a string does this.",
        remedy="Send Content-Type: application/json, with sendBeacon by way of a Blob.",
        wrong={"headers": {"Content-Type": "text/plain"}},
        right={"headers": {"Content-Type": "application/json"}},
        evidence="contract/pipeline.md 10 row 4",
    ),
    Rule(
        id="SB502",
        name="lost-behind-poison",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="An event before this one makes the extractor throw; this one is never reached.",
        why="When the batch is read again, its msgid makes it a duplicate: the rest is gone.",
        remedy="Correct the event that is poison; this one is innocent.",
        wrong=[{"events": [{"eid": 7}, {"eid": "IMPRESSION"}]}],
        right=[{"events": [{"eid": "START"}, {"eid": "IMPRESSION"}]}],
        evidence="contract/pipeline.md 4.4",
        certain=False,
    ),
    Rule(
        id="SB503",
        name="lost-too-old",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event is older than denormalization takes, by default three months.",
        why="It is dropped without a trace, although telemetry.unique has it.",
        remedy="Set the clock right, send milliseconds, and empty offline queues sooner.",
        wrong=[{"events": [{"ets": 1756684800000}]}],
        right=[{"events": [{"ets": 1767225600000}]}],
        evidence="contract/pipeline.md 10 row 2",
    ),
    Rule(
        id="SB504",
        name="failed-batch",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="The extractor cannot read the batch and puts all of it on "
        "telemetry.extractor.failed.",
        why="No event of the batch is looked at, and no reason is recorded.",
        remedy="Send one object, with params as an object and params.msgid as a string.",
        wrong=[{"params": {"msgid": 7}}],
        right=[{"params": {"msgid": "7"}}],
        evidence="contract/pipeline.md 4.1",
    ),
    Rule(
        id="SB505",
        name="failed-too-large",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event is larger than the extractor passes on, by default 1 MiB; "
        "its reason is {reason}.",
        why="It is moved to telemetry.failed, and never comes back.",
        remedy="Send less in one event; long texts belong elsewhere.",
        wrong={"settings": {"max_event_bytes": 300}, "batches": [{"events": [{}]}]},
        right={"settings": {"max_event_bytes": 5000}, "batches": [{"events": [{}]}]},
        evidence="contract/pipeline.md 10 row 30",
    ),
    Rule(
        id="SB506",
        name="failed-unknown-eid",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The preprocessor knows no such event type and puts the event on telemetry.failed.",
        why="The event reaches no report.",
        remedy="Correct what the finding unknown-eid names.",
        wrong=[{"events": [{"eid": "IMPRESION"}]}],
        right=[{"events": [{"eid": "IMPRESSION"}]}],
        evidence="contract/pipeline.md 5.2",
    ),
    Rule(
        id="SB507",
        name="failed-validation",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The preprocessor puts the event on telemetry.failed; its reason is {reason}.",
        why="The event reaches no report. The reason never names a missing or unknown field.",
        remedy="Correct what the other findings about this event name.",
        wrong=[{"events": [{"edata": {"type": None}}]}],
        right=[{"events": [{"edata": {"type": "app"}}]}],
        evidence="contract/pipeline.md 5.3",
    ),
    Rule(
        id="SB508",
        name="failed-details",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The Druid validator puts the event on telemetry.failed; its reason is {reason}.",
        why="Details that you send along are of another type than those that the pipeline adds.",
        remedy="Leave userdata, devicedata, contentdata and the like to the pipeline.",
        wrong=[{"events": [{"userdata": {"usertype": 1}}]}],
        right=[{"events": [{"userdata": None}]}],
        evidence="contract/pipeline.md 7",
    ),
    Rule(
        id="SB509",
        name="poison-extractor",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event, or its batch, makes the extractor throw.",
        why="Nobody has run what follows, but the job is likely to restart: the rest of the batch "
        "is at risk, and the job may give up.",
        remedy="Send a list of objects as events, eid and the ids of questions as strings.",
        wrong=[{"events": [{"eid": 7}]}],
        right=[{"events": [{"eid": "START"}]}],
        evidence="contract/pipeline.md 4.4",
    ),
    Rule(
        id="SB510",
        name="poison-preprocessor",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event makes the preprocessor throw.",
        why="Nobody has run what follows, but the job is likely to restart, and may give up if the "
        "event comes back.",
        remedy="Send mid as a string; context.did, uid and dimensions.did as strings or not at "
        "all; context.rollup of a SHARE as an object.",
        wrong=[{"events": [{"mid": 7}]}],
        right=[{"events": [{"mid": "7"}]}],
        evidence="contract/pipeline.md 5.7",
    ),
    Rule(
        id="SB511",
        name="poison-later",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event makes a job behind the preprocessor throw.",
        why="It is valid only because its eid names a part of the specification. Read in the "
        "job's code, not run: denormalization takes ets for a number without asking.",
        remedy="Send one of the event types of the specification.",
        wrong=[{"events": [{"eid": "OBJECT", "ets": None}]}],
        right=[{"events": [{"eid": "START"}]}],
        evidence="contract/pipeline.md 6",
        certain=False,
    ),
)
