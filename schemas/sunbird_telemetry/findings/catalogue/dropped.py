"""
Events that are dropped after a 200: one rule per way to be lost, failed or poison.
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
        message="The service answered 200 and dropped the body: it reads only application/json.",
        why="All events are lost, and that is recorded nowhere. sendBeacon with a string causes "
        "this.",
        remedy="Send Content-Type: application/json. With sendBeacon, send a Blob of that type.",
        wrong={"headers": {"Content-Type": "text/plain"}},
        right={"headers": {"Content-Type": "application/json"}},
        evidence="contract/pipeline.md 10 row 4",
    ),
    Rule(
        id="SB502",
        name="lost-behind-poison",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="An earlier event of the batch makes the extractor throw an exception; this event "
        "is not processed.",
        why="When the job reads the batch again, the msgid makes it a duplicate, and the "
        "remaining events are lost.",
        remedy="Correct the event with the fate poison. This event is not the cause.",
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
        message="The event is older than denormalization accepts, by default three months.",
        why="It is dropped, and that is recorded nowhere, although telemetry.unique has the event.",
        remedy="Set the clock correctly, send milliseconds, and send offline queues sooner.",
        wrong=[{"events": [{"ets": 1756684800000}]}],
        right=[{"events": [{"ets": 1767225600000}]}],
        evidence="contract/pipeline.md 10 row 2",
        is_consequence=True,
    ),
    Rule(
        id="SB504",
        name="failed-batch",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="The extractor cannot read the batch and puts the whole batch on "
        "telemetry.extractor.failed.",
        why="The events of the batch are not processed, and no reason is recorded.",
        remedy="Send one object, in which params is an object and params.msgid is a string.",
        wrong=[{"params": {"msgid": 7}}],
        right=[{"params": {"msgid": "7"}}],
        evidence="contract/pipeline.md 4.1",
    ),
    Rule(
        id="SB505",
        name="failed-too-large",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event is larger than the extractor accepts, by default 1 MiB; the reason is "
        "{reason}.",
        why="It is moved to telemetry.failed and is not processed again.",
        remedy="Send less data in one event, and store long texts elsewhere.",
        wrong={"settings": {"max_event_bytes": 300}, "batches": [{"events": [{}]}]},
        right={"settings": {"max_event_bytes": 5000}, "batches": [{"events": [{}]}]},
        evidence="contract/pipeline.md 10 row 30",
    ),
    Rule(
        id="SB506",
        name="failed-unknown-eid",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The preprocessor does not know this event type and puts the event on "
        "telemetry.failed.",
        why="The event does not reach a report.",
        remedy="Correct what the finding unknown-eid names.",
        wrong=[{"events": [{"eid": "IMPRESION"}]}],
        right=[{"events": [{"eid": "IMPRESSION"}]}],
        evidence="contract/pipeline.md 5.2",
        is_consequence=True,
    ),
    Rule(
        id="SB507",
        name="failed-validation",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The preprocessor puts the event on telemetry.failed; the reason is {reason}.",
        why="The event does not reach a report. The reason never names a missing or unknown field.",
        remedy="Correct what the other findings about this event name.",
        wrong=[{"events": [{"edata": {"type": None}}]}],
        right=[{"events": [{"edata": {"type": "app"}}]}],
        evidence="contract/pipeline.md 5.3",
        is_consequence=True,
    ),
    Rule(
        id="SB508",
        name="failed-details",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The Druid validator puts the event on telemetry.failed; the reason is {reason}.",
        why="Details that you send have another type than the details that the pipeline adds.",
        remedy="Leave out userdata, devicedata, contentdata and similar fields: the pipeline adds "
        "them.",
        wrong=[{"events": [{"userdata": {"usertype": 1}}]}],
        right=[{"events": [{"userdata": None}]}],
        evidence="contract/pipeline.md 7",
    ),
    Rule(
        id="SB509",
        name="poison-extractor",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event, or its batch, makes the extractor throw an exception.",
        why="The consequences were not tested, but the job probably restarts: the rest of the "
        "batch is at risk, and the job may give up.",
        remedy="Send events as a list of objects, and send eid and the ids of questions as "
        "strings.",
        wrong=[{"events": [{"eid": 7}]}],
        right=[{"events": [{"eid": "START"}]}],
        evidence="contract/pipeline.md 4.4",
        is_consequence=True,
    ),
    Rule(
        id="SB510",
        name="poison-preprocessor",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event makes the preprocessor throw an exception.",
        why="The consequences were not tested, but the job probably restarts, and may give up if "
        "the event comes again.",
        remedy="Send mid as a string. Send context.did, uid and dimensions.did as strings, or "
        "leave them out. In a SHARE, send context.rollup as an object.",
        wrong=[{"events": [{"mid": 7}]}],
        right=[{"events": [{"mid": "7"}]}],
        evidence="contract/pipeline.md 5.7",
        is_consequence=True,
    ),
    Rule(
        id="SB511",
        name="poison-later",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The event makes a job after the preprocessor throw an exception.",
        why="The event is valid only because its eid is the name of a part of the specification. "
        "The code of denormalization uses ets as a number without a check; this was read, not run.",
        remedy="Send one of the event types of the specification.",
        wrong=[{"events": [{"eid": "OBJECT", "ets": None}]}],
        right=[{"events": [{"eid": "START"}]}],
        evidence="contract/pipeline.md 6",
        certain=False,
    ),
)
