"""
Sunbird telemetry 3.0: the specification as data, and what follows from it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_telemetry.finding import Finding, Level
    from sunbird_telemetry.findings.explanation import explain, judge
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
    from sunbird_telemetry.specification.names import EVENT_TYPES
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
    "explain",
    "judge",
    "schema",
    "validate",
]

# Callers that need the specification alone load neither the pipeline nor the rules.
_HOMES = {
    "EVENT_TYPES": "specification.names",
    "BatchVerdict": "pipeline",
    "Change": "pipeline",
    "Clock": "pipeline",
    "Fate": "pipeline",
    "Finding": "finding",
    "Level": "finding",
    "PipelineSettings": "pipeline",
    "SchemaError": "validation",
    "Stage": "pipeline",
    "State": "pipeline",
    "Validation": "validation",
    "Verdict": "pipeline",
    "judge": "findings.explanation",
    "schema": "specification",
    "explain": "findings.explanation",
    "validate": "validation",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
