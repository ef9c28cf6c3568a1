"""
Deliveries: retries, ids that are used twice, and the path and headers of the request.
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
        message="A retry: msgid and events are the same as in an earlier batch.",
        why="This is correct: the extractor recognises the retry and keeps only the first batch.",
        remedy="No change is needed. If the first answer was 200, find out why the batch was sent "
        "again.",
        wrong=[_batch("one", _FIRST), _batch("one", _FIRST)],
        right=_GOOD,
        evidence="contract/pipeline.md 4.1",
        is_retry=True,
    ),
    Rule(
        id="SB802",
        name="retry-too-late",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="A retry came {seconds} s after the first batch, but the extractor remembers a "
        "msgid only for {ttl} s.",
        why="The retry is not recognised, so its events are counted twice.",
        remedy="Retry sooner, or accept that these events are counted twice.",
        wrong=[
            {**_batch("one", _FIRST), "received": 1767225600000},
            {**_batch("one", _FIRST), "received": 1767232800000},
        ],
        right=_GOOD,
        evidence="contract/pipeline.md 9",
        is_retry=True,
    ),
    Rule(
        id="SB803",
        name="retry-new-msgid",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="{count} events were sent before, under another msgid.",
        why="The batch is processed twice. Only the mids prevent its events from being counted "
        "twice.",
        remedy="For a retry, keep the whole batch, with its msgid.",
        wrong=[_batch("one", _FIRST), _batch("two", _FIRST)],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 7",
        is_retry=True,
    ),
    Rule(
        id="SB804",
        name="retry-new-mids",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="{count} events were sent before with other mids, and are otherwise the same.",
        why="They are not recognised as duplicates, so they are counted twice.",
        remedy="Create the mid when the event happens, and keep it for retries.",
        wrong=[_batch("one", _FIRST), _batch("two", {"mid": "START:9"})],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 10",
        is_retry=True,
    ),
    Rule(
        id="SB805",
        name="msgid-reused",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="params.msgid is the same as in an earlier batch with other events.",
        why="The extractor treats the batch as a duplicate: its events are lost.",
        remedy="Create a msgid per batch, such as a UUID.",
        wrong=[_batch("one", _FIRST), _batch("one", _OTHER)],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 6",
    ),
    Rule(
        id="SB806",
        name="mid-reused",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="mid is the same as in another event with other content.",
        why="Within the hour, only the first of them is indexed.",
        remedy="Create a mid per event, such as a UUID.",
        wrong=[_batch("one", _FIRST), _batch("two", {**_OTHER, "mid": "START:1"})],
        right=_GOOD,
        evidence="contract/pipeline.md 10 row 9",
    ),
    Rule(
        id="SB807",
        name="log-repeated",
        level=Level.NOTE,
        scope=Scope.DELIVERY,
        message="This LOG was sent before, and the pipeline does not remove duplicates of LOG.",
        why="LOG skips all stages that compare mids, so it is counted twice.",
        remedy="For a retry, keep the whole batch, with its msgid.",
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
        message="A retry of a batch that made the extractor throw an exception: it is treated as "
        "a duplicate.",
        why="The extractor stored the msgid before the exception. The events after the poison "
        "event are lost, however often the batch is sent.",
        remedy="Correct the event with the fate poison. Send it and the events after it under a "
        "new msgid.",
        wrong=[
            {**_batch("one", {"eid": 7}), "thrown": True},
            _batch("one", {"eid": 7}),
        ],
        right=[{**_batch("one", {"eid": 7}), "thrown": True}, _batch("two", _OTHER)],
        evidence="contract/pipeline.md 4.4",
        certain=False,
        is_retry=True,
    ),
)

_HEADERS = (
    Rule(
        id="SB820",
        name="channel-disagrees",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The header X-Channel-Id names another channel than {count} of the events.",
        why="Events are counted by context.channel; the header is only written to the audit event.",
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
        why="The pipeline looks up device details by context.did; events do not get the header.",
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
        why="SDK 2.0.1 sends it empty if start() was not awaited. The did of the events is then "
        "also empty.",
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
        why="The gateway answers 401. The SDK sends the batch again forever.",
        remedy="Set config.authtoken of the SDK to the token.",
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
        why="The README of the SDK documents authToken, but the SDK reads only authtoken.",
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
        message="Content-Encoding is gzip, but the body is not compressed.",
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
        message="The body is gzip, but the header Content-Encoding is missing.",
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
        why="No route matches this path: the answer is 404. Players always put /action in front.",
        remedy="Remove the slug from host and endpoint.",
        wrong=[{"path": "/action/content/data/v1/telemetry"}],
        right=[{"path": "/content/data/v1/telemetry"}],
        evidence="contract/clients.md 4 and 7",
    ),
    Rule(
        id="SB835",
        name="double-slash",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The path begins with two slashes: the host in the client's configuration ends "
        "with a slash.",
        why="No route matches this path: the answer is 404.",
        remedy="Remove the slash at the end of the host.",
        wrong=[{"path": "//data/v1/telemetry"}],
        right=[{"path": "/data/v1/telemetry"}],
        evidence="contract/gateway-and-auth.md 3",
    ),
    Rule(
        id="SB836",
        name="endpoint-v3",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The path is /data/v3/telemetry, as in the docs and in SDK 2.0.1, but the gateway "
        "expects /data/v1/telemetry.",
        why="The real gateway answers 404. Only portals have a v3 path: /action/data/v3/telemetry.",
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
        message="The body has {size} bytes; the limit of the gateway is {limit}.",
        why="If the body grows a little more, the whole batch is refused with 413.",
        remedy="Send fewer events in a batch, or compress the body.",
        wrong=[{"limit": 10, "body": "0123456789"}],
        right=[{"limit": 100, "body": "0123456789"}],
        evidence="contract/pipeline.md 10 row 30",
    ),
)

RULES = (*_RETRIES, *_HEADERS)
