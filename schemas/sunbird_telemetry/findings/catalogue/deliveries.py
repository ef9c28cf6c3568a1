"""
Deliveries: retries, ids that are used twice, and what the request says around the batch.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]


def _batch(msgid: str | None, *events: Any) -> dict[str, Any]:
    return {"batch": {"params": {"msgid": msgid}, "events": list(events)}}


_FIRST: Any = {"mid": "START:1"}
_OTHER: Any = {"mid": "START:2", "ets": 1767225601000}
_GOOD = [_batch("one", _FIRST), _batch("two", _OTHER)]

_RETRIES = (
    Rule(
        id="SB801",
        name="retry-recognised",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="A retry: msgid and events are those of an earlier batch.",
        why="That is how it should be: the extractor recognises it and keeps only the first.",
        remedy="Nothing. If the first answer was 200, ask why it was repeated.",
        wrong=[_batch("one", _FIRST), _batch("one", _FIRST)],
        right=_GOOD,
        evidence="contract/pipeline.md 4.1",
    ),
    Rule(
        id="SB802",
        name="retry-too-late",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="A retry that comes {seconds} s after the first: the extractor remembers {ttl} s.",
        why="Nothing recognises it any more, so its events are counted twice.",
        remedy="Retry sooner, or accept that these are counted twice.",
        wrong=[
            {**_batch("one", _FIRST), "received": 1767225600000},
            {**_batch("one", _FIRST), "received": 1767232800000},
        ],
        right=_GOOD,
        evidence="contract/pipeline.md 9",
    ),
    Rule(
        id="SB803",
        name="retry-new-msgid",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="{count} events were sent before, but not under this msgid.",
        why="The batch is processed twice. Only the mids keep its events from being counted twice.",
        remedy="Keep the whole batch for a retry, with its msgid.",
        wrong=[_batch("one", _FIRST), _batch("two", _FIRST)],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 7",
    ),
    Rule(
        id="SB804",
        name="retry-new-mids",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="{count} events were sent before, the same in everything but the mid.",
        why="Nothing recognises them: they are counted twice.",
        remedy="Make the mid when the event happens, and keep it for retries.",
        wrong=[_batch("one", _FIRST), _batch("two", {"mid": "START:9"})],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 10",
    ),
    Rule(
        id="SB805",
        name="msgid-reused",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="params.msgid is that of an earlier batch with other events.",
        why="The extractor takes the batch for a duplicate: its events are lost.",
        remedy="Make a msgid per batch, such as a UUID.",
        wrong=[_batch("one", _FIRST), _batch("one", _OTHER)],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 6",
    ),
    Rule(
        id="SB806",
        name="mid-reused",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="mid is that of another event with other content.",
        why="Within the hour only the first of them is indexed.",
        remedy="Make a mid per event, such as a UUID.",
        wrong=[_batch("one", _FIRST), _batch("two", {**_OTHER, "mid": "START:1"})],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 9",
    ),
    Rule(
        id="SB807",
        name="log-repeated",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="A LOG was sent before: nothing ever removes duplicates of LOG.",
        why="It goes past everything that looks at mids, so it is counted twice.",
        remedy="Keep the whole batch for a retry, with its msgid.",
        wrong=[
            _batch("one", {"eid": "LOG", "mid": "LOG:1"}),
            _batch("two", {"eid": "LOG", "mid": "LOG:1"}),
        ],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 19",
    ),
    Rule(
        id="SB808",
        name="retry-of-poison",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="A retry of a batch that made the extractor throw: it is taken for a duplicate.",
        why="The msgid was known before the extractor threw. What stood behind the poison is lost, "
        "however often the batch is sent.",
        remedy="Correct the event that is poison. Send it, and what stood behind it, under a new "
        "msgid.",
        wrong=[
            {**_batch("one", {"eid": 7}), "thrown": True},
            _batch("one", {"eid": 7}),
        ],
        right=[{**_batch("one", {"eid": 7}), "thrown": True}, _batch("two", _OTHER)],
        evidence="contract/pipeline.md 4.4",
        certain=False,
    ),
)

_HEADERS = (
    Rule(
        id="SB820",
        name="channel-disagrees",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The header X-Channel-Id names another channel than {count} of the events.",
        why="Events are booked by context.channel; the header only marks the audit event.",
        remedy="Send the same channel in both.",
        wrong=[{"headers": {"x-channel-id": "another"}}],
        right=[{"headers": {"x-channel-id": "partner-channel"}}],
        evidence="contract/pipeline.md 1.1",
        certain=False,
    ),
    Rule(
        id="SB821",
        name="device-disagrees",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The header X-Device-ID names another device than {count} of the events.",
        why="Device details are found by context.did; the header reaches no event.",
        remedy="Send the same device id in both.",
        wrong=[{"headers": {"x-device-id": "another"}}],
        right=[{"headers": {"x-device-id": "f0e1d2c3b4a5968778695a4b3c2d1e0f"}}],
        evidence="contract/pipeline.md 1.1",
        certain=False,
    ),
    Rule(
        id="SB822",
        name="device-header-empty",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="The header X-Device-ID is empty.",
        why="SDK 2.0.1 sends it so when nothing was awaited; the did of the events is empty, too.",
        remedy="Set did in the SDK's configuration, or wait for start().",
        wrong=[{"headers": {"x-device-id": ""}}],
        right=[{"headers": {}}],
        evidence="contract/clients.md 1",
    ),
    Rule(
        id="SB830",
        name="bare-bearer",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="Authorization is 'Bearer' without a token.",
        why="The gateway answers 401. The SDK repeats the batch for ever.",
        remedy="Give the SDK its token, as config.authtoken.",
        wrong=[{"headers": {"authorization": "Bearer "}}],
        right=[{"headers": {"authorization": "Bearer TOKEN"}}],
        evidence="contract/clients.md 1",
    ),
    Rule(
        id="SB831",
        name="readme-authtoken",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="Authorization is 'Bearer' without a token, from an SDK 0.x or 1.x.",
        why="The README of the SDK says authToken; the SDK reads authtoken, and finds nothing.",
        remedy="Write config.authtoken, all in lower case.",
        wrong=[{"headers": {"authorization": "Bearer", "datatype": "json"}}],
        right=[{"headers": {"authorization": "Bearer TOKEN", "datatype": "json"}}],
        evidence="contract/clients.md 1",
    ),
    Rule(
        id="SB832",
        name="gzip-header-on-plain-body",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="Content-Encoding says gzip, but the body is not compressed.",
        why="The service answers 400. The mobile SDK does this when it registers a credential.",
        remedy="Compress the body, or leave the header out.",
        wrong=[{"headers": {"content-encoding": "gzip"}, "body": "{}"}],
        right=[{"headers": {}, "body": "{}"}],
        evidence="contract/clients.md 6",
    ),
    Rule(
        id="SB833",
        name="gzip-body-without-header",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The body is gzip, but no Content-Encoding says so.",
        why="The service answers 400.",
        remedy="Send Content-Encoding: gzip.",
        wrong=[{"headers": {}, "body": "\u001f\u008b"}],
        right=[{"headers": {"content-encoding": "gzip"}, "body": "\u001f\u008b"}],
        evidence="contract/pipeline.md 1.4",
    ),
    Rule(
        id="SB834",
        name="double-slug",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The path has two slugs: one from the host or endpoint, one from the SDK.",
        why="Nothing is served there: the answer is 404. Players always put /action in front.",
        remedy="Leave the slug out of host and endpoint.",
        wrong=[{"path": "/action/content/data/v1/telemetry"}],
        right=[{"path": "/content/data/v1/telemetry"}],
        evidence="contract/clients.md 4 and 7",
    ),
    Rule(
        id="SB835",
        name="double-slash",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The path begins with two slashes: the host that the client was given ends in /.",
        why="Nothing is served there: the answer is 404.",
        remedy="Leave the slash at the end of the host out.",
        wrong=[{"path": "//data/v1/telemetry"}],
        right=[{"path": "/data/v1/telemetry"}],
        evidence="contract/gateway-and-auth.md 3",
    ),
    Rule(
        id="SB836",
        name="endpoint-v3",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The docs and SDK 2.0.1 say /data/v3/telemetry; the gateway wants "
        "/data/v1/telemetry.",
        why="The real gateway answers 404. Only portals serve v3, as /action/data/v3/telemetry.",
        remedy="Set the SDK's endpoint to /data/v1/telemetry.",
        wrong=[{"path": "/data/v3/telemetry"}],
        right=[{"path": "/action/data/v3/telemetry"}],
        evidence="contract/spec.yaml conflicts endpoint_path",
    ),
    Rule(
        id="SB837",
        name="body-near-limit",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="The body has {size} bytes; the gateway takes {limit}.",
        why="A little more, and the whole batch is refused with 413.",
        remedy="Send fewer events in a batch, or compress it.",
        wrong=[{"limit": 10, "body": "0123456789"}],
        right=[{"limit": 100, "body": "0123456789"}],
        evidence="contract/pipeline.md 10 row 30",
    ),
)

RULES = (*_RETRIES, *_HEADERS)
