"""
Batches: the envelope around the events, and comparisons of the events of one batch.
"""

from __future__ import annotations

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

_UNREADABLE = "The extractor puts the whole batch on telemetry.extractor.failed, without a reason."

_ENVELOPE = (
    Rule(
        id="SB601",
        name="batch-not-object",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="The body is {value}: it must be an object that contains the events.",
        why=f"The answer is still 200. {_UNREADABLE}",
        remedy="Wrap the events: {id, ver, params: {msgid}, ets, events: […]}.",
        wrong=[{"eid": "START"}],
        right={"events": [{"eid": "START"}]},
        evidence="contract/pipeline.md 10 row 5",
    ),
    Rule(
        id="SB602",
        name="params-not-object",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="params is {value}: it must be an object.",
        why=_UNREADABLE,
        remedy="Send params as an object with msgid in it.",
        wrong={"params": "5f0c1c6e"},
        right={"params": {"msgid": "5f0c1c6e"}},
        evidence="contract/pipeline.md 4.1",
    ),
    Rule(
        id="SB603",
        name="msgid-not-text",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="params.msgid is {value}: it must be a string.",
        why=_UNREADABLE,
        remedy="Send the msgid as a string, such as a UUID.",
        wrong={"params": {"msgid": 17}},
        right={"params": {"msgid": "17"}},
        evidence="contract/pipeline.md 4.1",
    ),
    Rule(
        id="SB604",
        name="msgid-missing",
        level=Level.WARNING,
        scope=Scope.BATCH,
        message="The batch has no params.msgid.",
        why="A retry of the batch is not recognised, and its events are processed twice.",
        remedy="Create a msgid per batch, such as a UUID, and keep it for retries.",
        wrong={"params": None},
        right={"params": {"msgid": "5f0c1c6e"}},
        evidence="contract/pipeline.md 10 row 8",
    ),
    Rule(
        id="SB605",
        name="msgid-empty",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="params.msgid is empty, and the pipeline uses the empty string as an id.",
        why="Within the hour, all batches after the first one are lost as duplicates.",
        remedy="Create a msgid per batch, such as a UUID.",
        wrong={"params": {"msgid": ""}},
        right={"params": {"msgid": "5f0c1c6e"}},
        evidence="contract/pipeline.md 10 row 6",
    ),
    Rule(
        id="SB606",
        name="events-missing",
        level=Level.WARNING,
        scope=Scope.BATCH,
        message="The batch has no events.",
        why="The answer is 200, but nothing is processed. A body that the service did not read "
        "looks the same.",
        remedy="Send the events as a list called events, with Content-Type: application/json.",
        wrong={"events": None},
        right={"events": [{"eid": "START"}]},
        evidence="contract/pipeline.md 4.2 and 10 row 4",
    ),
    Rule(
        id="SB607",
        name="events-empty",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The list of events is empty.",
        why="SDK 0.0.2 sends such a batch for every syncEvents() without events. It is harmless.",
        remedy="If there are no events, do not send a batch.",
        wrong={"events": []},
        right={"events": [{"eid": "START"}]},
        evidence="contract/clients.md 1",
    ),
    Rule(
        id="SB608",
        name="events-not-list",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="events is {value}: it must be a list.",
        why="It makes the extractor throw an exception, and no event of the batch is processed.",
        remedy="Send a list, even of one event.",
        wrong={"events": {"eid": "START"}},
        right={"events": [{"eid": "START"}]},
        evidence="contract/pipeline.md 4.4",
    ),
    Rule(
        id="SB609",
        name="params-did-not-text",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="params.did is {value}: it must be a string.",
        why="The extractor throws an exception after it has passed the events on, so they may be "
        "processed twice.",
        remedy="Send the device id as a string, or leave it out: events do not get it from there.",
        wrong={"params": {"did": 17}},
        right={"params": {"did": "17"}},
        evidence="contract/pipeline.md 4.4",
    ),
    Rule(
        id="SB610",
        name="batch-field-overwritten",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The service overwrites {pointer} of the batch.",
        why="The service sets did, channel and pid from the headers X-Device-ID, X-Channel-Id and "
        "X-App-Id, and removes them if the headers are missing. Events do not get these values.",
        remedy="Send values that belong to an event in the event itself.",
        wrong={"channel": "partner-channel"},
        right={"events": [{"context": {"channel": "partner-channel"}}]},
        evidence="contract/pipeline.md 1.1",
    ),
)

_EVENTS = (
    Rule(
        id="SB620",
        name="copies-of-one-event",
        level=Level.WARNING,
        scope=Scope.BATCH,
        message="The batch has {count} copies of one event; {pointer} is the first repetition.",
        why="Only one is indexed. SDKs 0.0.20 to 1.3.0 overwrite other events with the last one "
        "if calls follow start() without a did. The overwritten events, which may include START, "
        "are lost.",
        remedy="Set did in the SDK's configuration. If you use a dispatcher of your own, copy "
        "each event.",
        wrong={"events": [{"mid": "IMPRESSION:1"}, {"mid": "IMPRESSION:1"}]},
        right={"events": [{"mid": "IMPRESSION:1"}, {"mid": "IMPRESSION:2"}]},
        evidence="contract/clients.md 1",
    ),
    Rule(
        id="SB621",
        name="several-devices",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The events of the batch come from {count} devices.",
        why="The pipeline accepts this, because it processes each event separately. The audit "
        "event shows only one did.",
        remedy="No change is needed if the batch was collected from several devices on purpose.",
        wrong={"events": [{"context": {"did": "one"}}, {"context": {"did": "two"}}]},
        right={"events": [{"context": {"did": "one"}}, {"context": {"did": "one"}}]},
        evidence="contract/pipeline.md 10 row 33",
    ),
    Rule(
        id="SB622",
        name="several-actors",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="The events of the batch come from {count} actors.",
        why="The pipeline accepts this, because it processes each event separately.",
        remedy="No change is needed if several people use the device.",
        wrong={"events": [{"actor": {"id": "one"}}, {"actor": {"id": "two"}}]},
        right={"events": [{"actor": {"id": "one"}}, {"actor": {"id": "one"}}]},
        evidence="contract/pipeline.md 10 row 33",
    ),
    Rule(
        id="SB623",
        name="event-near-limit",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="{pointer} has {size} bytes in the extractor; the limit is {limit}.",
        why="If the event grows a little more, it is moved to telemetry.failed. The extractor "
        "measures it with its two stamps, without nulls, and with numbers as doubles: 1 as 1.0.",
        remedy="Send less data in one event, and store long texts elsewhere.",
        wrong={"limit": 420, "events": [{}]},
        right={"limit": 6000, "events": [{}]},
        evidence="contract/pipeline.md 10 row 30",
    ),
)

RULES = (*_ENVELOPE, *_EVENTS)
