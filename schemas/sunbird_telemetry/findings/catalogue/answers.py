"""
Answers other than 200: the batch was refused, and the client still has it.
"""

from __future__ import annotations

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Rule, Scope

__all__ = ["RULES"]

RULES = (
    Rule(
        id="SB001",
        name="refused-unauthorized",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The gateway answered 401: the token is missing, or the gateway did not accept it.",
        why="No event of the batch was kept. Most SDKs send it again forever with the same token.",
        remedy="Send 'Authorization: Bearer TOKEN', with a token signed with the secret of a "
        "registered key.",
        wrong={"stage": "gateway", "status": 401},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 1",
    ),
    Rule(
        id="SB002",
        name="refused-forbidden",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The gateway answered 403: the token is not signed with a registered key, or its "
        "consumer is not allowed to use this route.",
        why="No event of the batch was kept. The same token is refused until the gateway's "
        "configuration changes.",
        remedy="Sign with the secret of a registered key whose consumer is in telemetryCreate.",
        wrong={"stage": "gateway", "status": 403},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 2",
    ),
    Rule(
        id="SB003",
        name="refused-no-route",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The gateway answered 404: no route matches this path.",
        why="No event of the batch was kept. The path is wrong, so sending the batch again does "
        "not help.",
        remedy="Send to /api/data/v1/telemetry. Do not add a second slug or a double slash.",
        wrong={"stage": "gateway", "status": 404},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 3",
    ),
    Rule(
        id="SB004",
        name="refused-too-large",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The gateway answered 413: the body, as it was sent, is larger than 1 MiB.",
        why="No event of the batch was kept. The same batch is refused every time.",
        remedy="Send fewer events in a batch, or compress the body: the limit counts the bytes as "
        "sent.",
        wrong={"stage": "gateway", "status": 413},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 3; contract/pipeline.md 10 row 30",
    ),
    Rule(
        id="SB005",
        name="refused-expectation",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The gateway answered 417: the body is larger than 1 MiB, and the request has the "
        "header 'Expect'.",
        why="This is the same refusal as 413, with another status. No event of the batch was kept.",
        remedy="Send fewer events in a batch. If you only remove the Expect header, the answer is "
        "413.",
        wrong={"stage": "gateway", "status": 417},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 3",
    ),
    Rule(
        id="SB006",
        name="refused-rate-limited",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The gateway answered 429: the credential has used up its requests of this hour.",
        why="No event of the batch was kept. All installations with the same credential share the "
        "limit.",
        remedy="Send larger batches less often, and try again when the next hour begins.",
        wrong={"stage": "gateway", "status": 429},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 3",
    ),
    Rule(
        id="SB007",
        name="refused-not-json",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The service answered 400: the body is not a JSON object or list, or its "
        "compression does not match Content-Encoding.",
        why="No event of the batch was kept. The answer is an error page for developers.",
        remedy="Send one JSON object. If the body is gzip, send Content-Encoding: gzip; otherwise "
        "leave that header out.",
        wrong={"stage": "service", "status": 400},
        right={"stage": "service", "status": 200},
        evidence="contract/pipeline.md 1.4",
    ),
    Rule(
        id="SB008",
        name="refused-not-post",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The service answered 404: it accepts only POST, and only on its one path.",
        why="No event of the batch was kept.",
        remedy="Use POST, and remove everything after the path of the telemetry route.",
        wrong={"stage": "service", "status": 404},
        right={"stage": "service", "status": 200},
        evidence="contract/pipeline.md 1.4",
    ),
    Rule(
        id="SB009",
        name="refused-inflated",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The service answered 413: the body is larger than 5 MiB after decompression.",
        why="The gateway counts compressed bytes, the service counts decompressed bytes. No event "
        "of the batch was kept.",
        remedy="Send fewer events in a batch.",
        wrong={"stage": "service", "status": 413},
        right={"stage": "service", "status": 200},
        evidence="contract/pipeline.md 1.4",
    ),
    Rule(
        id="SB010",
        name="refused-encoding",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The service answered 415: it does not support that charset or Content-Encoding.",
        why="No event of the batch was kept. The service does not support br, zstd or iso-8859-1.",
        remedy="Send UTF-8. Compress with gzip or deflate, or do not compress.",
        wrong={"stage": "service", "status": 415},
        right={"stage": "service", "status": 200},
        evidence="contract/pipeline.md 1.4",
    ),
    Rule(
        id="SB011",
        name="refused-server-error",
        level=Level.WARNING,
        scope=Scope.DELIVERY,
        message="The answer was {status}: an error of the server, or a fault that the test asked "
        "for.",
        why="No event of the batch was kept. A client must handle such answers.",
        remedy="Keep the batch, wait, and send it again with the same msgid and mids.",
        wrong={"stage": "service", "status": 500},
        right={"stage": "service", "status": 200},
        evidence="contract/pipeline.md 1.2",
    ),
    Rule(
        id="SB012",
        name="refused",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The answer was {status}: the batch was refused.",
        why="No event of the batch was kept, and no known SDK handles this answer.",
        remedy="Read the body of the answer, then send the batch again.",
        wrong={"stage": "gateway", "status": 405},
        right={"stage": "gateway", "status": 200},
        evidence="contract/gateway-and-auth.md 3",
        certain=False,
    ),
    Rule(
        id="SB013",
        name="not-json",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="This is not JSON: {detail}",
        why="A text that is not JSON cannot be checked.",
        remedy="Write one JSON object or list per line.",
        wrong={"text": '{"eid": "START",}'},
        right={"text": '{"eid": "START"}'},
        evidence="RFC 8259",
    ),
    Rule(
        id="SB014",
        name="refused-too-deep",
        level=Level.ERROR,
        scope=Scope.DELIVERY,
        message="The service answered 500: the body has more levels of nesting than the service "
        "can write.",
        why="The service reads any depth, but writes only about 4,090 levels. The same batch is "
        "refused every time.",
        remedy="Use fewer levels of nesting. Do not send this batch again unchanged.",
        wrong={"stage": "service", "status": 500, "said": "RangeError: Maximum call stack size"},
        right={"stage": "service", "status": 200, "said": ""},
        evidence="observed: JSON.parse and JSON.stringify under Node 20",
    ),
)
