"""
The real pipeline: the fate of a batch and of each of its events.

Pure but for the state it is given: no files, no network, and no clock but the one handed in. The
server, the fixture and the command line all ask here. A module per stage, in the order of an
event's way: extractor, preprocessor, denormalization, druid_validator.
"""

from sunbird_telemetry.pipeline.batch_context import Clock
from sunbird_telemetry.pipeline.judging import events_of, judge, lost_batch, refused_batch
from sunbird_telemetry.pipeline.settings import DEFAULTS, PipelineSettings, zone
from sunbird_telemetry.pipeline.state import State
from sunbird_telemetry.pipeline.verdict import BatchVerdict, Change, Fate, Stage, Verdict

__all__ = [
    "DEFAULTS",
    "BatchVerdict",
    "Change",
    "Clock",
    "Fate",
    "PipelineSettings",
    "Stage",
    "State",
    "Verdict",
    "events_of",
    "judge",
    "lost_batch",
    "refused_batch",
    "zone",
]
