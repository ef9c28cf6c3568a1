"""
Sunbird telemetry 3.0: the specification as data, and what follows from it.
"""

from sunbird_telemetry.event_types import EVENT_TYPES
from sunbird_telemetry.findings import Finding, Level
from sunbird_telemetry.pipeline import (
    BatchVerdict,
    Change,
    Clock,
    Fate,
    PipelineSettings,
    Stage,
    State,
    Verdict,
)
from sunbird_telemetry.specification import schema
from sunbird_telemetry.telling import judge, told
from sunbird_telemetry.validation import SchemaError, Validation, validate

__all__ = [
    "EVENT_TYPES",
    "BatchVerdict",
    "Change",
    "Clock",
    "Fate",
    "Finding",
    "Level",
    "PipelineSettings",
    "SchemaError",
    "Stage",
    "State",
    "Validation",
    "Verdict",
    "judge",
    "schema",
    "told",
    "validate",
]
