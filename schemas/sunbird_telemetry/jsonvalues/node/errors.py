"""
The one error of reading JSON.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class NotJson(ValueError):  # noqa: N818 - a verdict, named like the rule `not-json`
    """
    Node refuses this text.

    Attributes:
        message: V8's own sentence. Half a surrogate pair, which V8 quotes when
            its excerpt cuts a character in two, is U+FFFD as it is on the wire.

        position: The place of the defect, in UTF-16 units as V8 counts.
    """

    message: str
    position: int

    def __str__(self) -> str:
        return self.message
