"""
The third job: too old, too new, or not for the index? contract/pipeline.md 6.

What it adds to an event (details of device, user and content) is the deployment's own data, and
changes no value of the client's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.event_in_transit import EventInTransit, JobThrowsError
from sunbird_telemetry.pipeline.routes import is_indexed
from sunbird_telemetry.pipeline.time_window import as_long
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.batch_context import BatchContext

__all__ = ["denormalize"]


def denormalize(transit: EventInTransit, context: BatchContext) -> Verdict | None:
    """
    Date and pass on one event; a verdict if it ends here.
    """
    transit.stage = Stage.DENORMALIZATION
    ets: Any = transit.event.get("ets")
    # Events under the name of a shared part are valid without ets; the job does not ask. Read in
    # its code (Events.ets), not run.
    if type(ets) not in {int, float}:
        raise JobThrowsError
    eid, when, window = transit.event["eid"], as_long(ets), context.window
    if when < window.oldest:
        return transit.end(Fate.LOST)
    if not is_indexed(eid):
        return transit.end(Fate.UNINDEXED)
    if when > window.latest:
        transit.rewrite(("ets",), window.latest)

    # Errors have a copy of this job to themselves, and no stage after it.
    if eid == "ERROR":
        transit.put_on("druid.events.error")
        return transit.arrive()
    transit.put_on("telemetry.denorm")

    return None
