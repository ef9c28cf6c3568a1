"""
Batches: the envelope around the events, and what the events of one batch say about each other.
"""

from __future__ import annotations

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

_UNREADABLE = "The extractor puts all of it on telemetry.extractor.failed, without a reason."

_ENVELOPE = (
    Rule(
        id="SB601",
        name="batch-not-object",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="The body is {value}: it must be an object with the events in it.",
        why=f"The answer is 200 all the same. {_UNREADABLE}",
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
        why="A retry of it is never recognised as one, and its events are processed twice.",
        remedy="Make a msgid per batch, such as a UUID, and keep it for retries.",
        wrong={"params": None},
        right={"params": {"msgid": "5f0c1c6e"}},
        evidence="contract/pipeline.md 10 row 8",
    ),
    Rule(
        id="SB605",
        name="msgid-empty",
        level=Level.ERROR,
        scope=Scope.BATCH,
        message="params.msgid is empty, which is an id like any other.",
        why="All batches but the first within the hour are lost as duplicates.",
        remedy="Make a msgid per batch, such as a UUID.",
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
        why="The answer is 200, and nothing happens. A body that the service did not read looks "
        "like this, too.",
        remedy="Send the events as a list called events, and Content-Type: application/json.",
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
        remedy="Send nothing when there is nothing to send.",
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
        why="It makes the extractor throw, and no event of it is ever seen.",
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
        why="The extractor throws after it has passed the events on, so they may be read twice.",
        remedy="Send the device id as a string, or leave it out: no event gets it from there.",
        wrong={"params": {"did": 17}},
        right={"params": {"did": "17"}},
        evidence="contract/pipeline.md 4.4",
    ),
    Rule(
        id="SB610",
        name="batch-field-overwritten",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="{pointer} of the batch is overwritten by the service.",
        why="did, channel and pid come from the headers X-Device-ID, X-Channel-Id and X-App-Id, "
        "and vanish without them. No event gets them.",
        remedy="Send what belongs to an event in the event.",
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
        message="{count} copies of one event are in the batch; {pointer} is the first repetition.",
        why="One is indexed. SDKs 0.0.20 to 1.3.0 write the last event over others when calls "
        "follow start() without a did, so the others, START among them, are gone.",
        remedy="Set did in the SDK's configuration. If you dispatch yourself, copy each event.",
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
        why="The pipeline does not mind: each event stands alone. The audit event shows one did.",
        remedy="Nothing, if the batch was collected from several devices on purpose.",
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
        why="The pipeline does not mind: each event stands alone.",
        remedy="Nothing, if several people use the device.",
        wrong={"events": [{"actor": {"id": "one"}}, {"actor": {"id": "two"}}]},
        right={"events": [{"actor": {"id": "one"}}, {"actor": {"id": "one"}}]},
        evidence="contract/pipeline.md 10 row 33",
    ),
    Rule(
        id="SB623",
        name="event-near-limit",
        level=Level.NOTE,
        scope=Scope.BATCH,
        message="{pointer} has {size} bytes in the extractor, which passes on up to {limit}.",
        why="A little more, and the event is moved to telemetry.failed. The extractor measures "
        "with its two stamps, without nulls, and with numbers as doubles: 1 as 1.0.",
        remedy="Send less in one event; long texts belong elsewhere.",
        wrong={"limit": 420, "events": [{}]},
        right={"limit": 6000, "events": [{}]},
        evidence="contract/pipeline.md 10 row 30",
    ),
)

RULES = (*_ENVELOPE, *_EVENTS)
