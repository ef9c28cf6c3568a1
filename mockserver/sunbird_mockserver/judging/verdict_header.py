"""
The one way in which an answer may say more than the real one: on request, what becomes of it all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_telemetry.pipeline import BatchVerdict

__all__ = ["HEADER", "with_verdict"]

#: Ask for it with the value ``yes``; the answer has it under the same name.
HEADER = "X-Mock-Verdict"

# Clients take heads of some 8 KiB, and the rest of this one is 2 KiB.
_LONGEST = 4096


def with_verdict(delivery: Delivery, reply: Reply, verdict: BatchVerdict | None) -> Reply:
    """
    *reply*, with the fates of the batch if *delivery* asks for them.

    The header is JSON: the batch's ``fate``, and ``events`` with one fate each, in order; of a
    batch with so many that no client would take the header, ``counts`` by fate in their place.
    """
    if verdict is None or delivery.headers.get(HEADER.lower()) != "yes":
        return reply
    fates = [each.fate.value for each in verdict.events]
    told = orjson.dumps({"fate": verdict.fate, "events": fates})
    if len(told) > _LONGEST:
        told = orjson.dumps({"fate": verdict.fate, "counts": Counter(fates)})

    return replace(reply, headers=(*reply.headers, (HEADER, told.decode())))
