"""
Batches that never reach the pipeline: what becomes of them, and what there is to tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.routes import Upstream
from sunbird_mockserver.journal.record import Context
from sunbird_mockserver.upstreams.telemetry.sent_batch import batch_in
from sunbird_telemetry import pipeline
from sunbird_telemetry.pipeline import Stage, Verdict, events_of

if TYPE_CHECKING:
    from sunbird_mockserver.faults.matched import FaultedReply
    from sunbird_mockserver.gateway import Exchange
    from sunbird_mockserver.upstreams.telemetry import Served
    from sunbird_telemetry.pipeline import BatchVerdict

__all__ = ["unread"]


def unread(
    exchange: Exchange, served: Served | None, shaped: FaultedReply
) -> tuple[BatchVerdict | None, Context]:
    """
    The verdict on a batch that never reached the pipeline, and what the rules say of it; None and
    nothing where none was sent.

    Args:
        exchange: How far it came.

        served: What the service did with it, if it came so far.

        shaped: What was answered.
    """
    verdict = _verdict(exchange, served)

    return verdict, _told(exchange, shaped, verdict) if verdict else Context()


def _verdict(exchange: Exchange, served: Served | None) -> BatchVerdict | None:
    route = exchange.route
    if exchange.delivery.method != "POST" or (route and route.upstream is not Upstream.TELEMETRY):
        return None
    events = events_of(batch_in(exchange.delivery))
    if served is not None and served.dispatched:
        return pipeline.lost_batch(events)

    return pipeline.refused_batch(events, Stage.GATEWAY if served is None else Stage.SERVICE)


def _told(exchange: Exchange, shaped: FaultedReply, verdict: BatchVerdict) -> Context:
    # The table of rules loads with the first batch, not with the server.
    from sunbird_telemetry.findings import answer_finding, fate_findings, transport_findings

    # What the mock was told to answer is none of the client's doing.
    true = shaped.true
    answer = None if shaped.refused else answer_finding(verdict.stage or "", true.status, true.text)
    told = (answer,) if answer else fate_findings(Verdict(verdict.fate, verdict.stage))

    return Context((*told, *transport_findings(exchange.sent, None)))
