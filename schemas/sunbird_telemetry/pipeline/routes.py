"""
Topics by event type.
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
    Return the topic of an event type in the preprocessor, which matches its exact spelling.
    """
    return _ROUTES.get(eid, _PRIMARY)


def is_indexed(eid: str) -> bool:
    """
    Return True if events of this type go further than ``telemetry.unique``.
    """
    return eid in _SUMMARIES or not (eid in _SKIPPED or "SUMMARY" in eid)
