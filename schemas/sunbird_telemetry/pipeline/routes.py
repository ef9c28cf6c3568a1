"""
Where events go, by type.
"""

from __future__ import annotations

__all__ = ["is_indexed", "route"]

_UNIQUE = "telemetry.unique"
_PRIMARY = (_UNIQUE, "telemetry.unique.primary")
_SECONDARY = (_UNIQUE, "telemetry.unique.secondary")

# contract/pipeline.md 5.6. What is not listed takes the primary route.
_ROUTES = {
    "INTERACT": _SECONDARY,
    "IMPRESSION": _SECONDARY,
    "AUDIT": (_UNIQUE, "telemetry.audit", "telemetry.unique.primary"),
    "ERROR": ("telemetry.error",),
}

# contract/pipeline.md 6.
_SKIPPED = frozenset({"INTERRUPT"})
_SUMMARIES = frozenset({"SUMMARY", "ME_WORKFLOW_SUMMARY"})


def route(eid: str) -> tuple[str, ...]:
    """
    Where the preprocessor puts an event of this type. It knows types in their own spelling only.
    """
    return _ROUTES.get(eid, _PRIMARY)


def is_indexed(eid: str) -> bool:
    """
    Whether an event of this type gets further than ``telemetry.unique``.
    """
    return eid in _SUMMARIES or not (eid in _SKIPPED or "SUMMARY" in eid)
