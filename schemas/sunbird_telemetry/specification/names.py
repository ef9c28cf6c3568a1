"""
The names that telemetry 3.0 knows.
"""

from __future__ import annotations

__all__ = ["EVENT_TYPES", "SHARED_PARTS"]

#: What an event may be, in its own spelling.
EVENT_TYPES = (
    "ASSESS",
    "AUDIT",
    "END",
    "ERROR",
    "EXDATA",
    "FEEDBACK",
    "HEARTBEAT",
    "IMPRESSION",
    "INTERACT",
    "INTERRUPT",
    "LOG",
    "METRICS",
    "RESPONSE",
    "SEARCH",
    "SHARE",
    "START",
    "SUMMARY",
)

#: The schemas that event types are built from. The pipeline keeps them in the same folder, so that
#: an ``eid`` can name them: contract/spec.yaml validators.schema_choice.
SHARED_PARTS = (
    "actor",
    "cdata",
    "common",
    "context",
    "dspec",
    "envelope",
    "event",
    "inlineobject",
    "items",
    "object",
    "parent",
    "pdata",
    "plugin",
    "question",
    "rollup",
    "target",
    "uaspec",
)
