"""
What the preprocessor puts right in valid events: contract/pipeline.md 5.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_telemetry.pipeline.passage import text_at

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.passage import Passage

__all__ = ["DEFAULT_CHANNEL", "DIAL_CODES", "correct", "is_blank"]

#: Whose an event with a blank channel becomes.
DEFAULT_CHANNEL = "b00bc992ef25f1a9a8d63291e20efc8d"

#: The types of objects whose ids are upper-cased, in upper case.
DIAL_CODES = frozenset({"DIALCODE", "QR"})

# White space to Python that is none to Java's Character.isWhitespace.
_NOT_BLANK_IN_JAVA = frozenset("\u0085\u00a0\u2007\u202f")


def correct(passage: Passage) -> None:
    """
    Correct the actor, the object, the type and the channel, in this order.

    Raises:
        JobThrowsError: What should be a text is none.
    """
    event = passage.event
    uid = text_at(event, "uid")
    actor = text_at(event, "actor", "id") if uid is None else uid
    if actor and actor.startswith("f:"):
        passage.rewrite(("actor", "id"), actor.rpartition(":")[2])
    object_id, kind = text_at(event, "object", "id"), text_at(event, "object", "type")
    if object_id and kind and kind.upper() in DIAL_CODES:
        passage.rewrite(("object", "id"), object_id.upper())
    passage.rewrite(("type",), "events")
    if is_blank(text_at(event, "context", "channel") or ""):
        passage.rewrite(("context", "channel"), DEFAULT_CHANNEL)


def is_blank(channel: str) -> bool:
    """
    Whether nothing is left of *channel* without white space, as Java understands it.
    """
    return not channel or (channel.isspace() and _NOT_BLANK_IN_JAVA.isdisjoint(channel))
