"""
The values that the documents list and no schema enforces.
"""

from __future__ import annotations

__all__ = ["VALUES"]

_PHASES = ("app", "session", "editor", "player", "workflow", "assessment")

#: By event type and JSON pointer: contract/spec.yaml events, ``values``.
VALUES: dict[tuple[str, str], tuple[str, ...]] = {
    ("START", "/edata/type"): _PHASES,
    ("END", "/edata/type"): _PHASES,
    ("IMPRESSION", "/edata/type"): ("list", "detail", "view", "edit", "workflow", "search"),
    ("IMPRESSION", "/edata/subtype"): ("Paginate", "Scroll"),
    ("INTERACT", "/edata/type"): (
        "TOUCH",
        "CLICK",
        "DRAG",
        "DROP",
        "PINCH",
        "ZOOM",
        "SHAKE",
        "ROTATE",
        "SPEAK",
        "LISTEN",
        "WRITE",
        "DRAW",
        "START",
        "END",
        "CHOOSE",
        "ACTIVATE",
        "SHOW",
        "HIDE",
        "SCROLL",
        "HEARTBEAT",
        "OTHER",
    ),
    ("ASSESS", "/edata/pass"): ("Yes", "No"),
    ("RESPONSE", "/edata/type"): (
        "CHOOSE",
        "DRAG",
        "SELECT",
        "MATCH",
        "INPUT",
        "SPEAK",
        "WRITE",
    ),
    ("INTERRUPT", "/edata/type"): ("background", "resume"),
    ("SHARE", "/edata/dir"): ("In", "Out"),
    ("SHARE", "/edata/type"): ("File", "Link", "Message"),
    ("ERROR", "/edata/errtype"): ("SYSTEM", "MOBILEAPP", "CONTENT"),
    ("LOG", "/edata/type"): ("system", "process", "api_access", "api_call", "job", "app_update"),
    ("LOG", "/edata/level"): ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"),
}
