"""
One line of JSON per event, in input order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_telemetry.nodejson import dumps

if TYPE_CHECKING:
    from sunbird_telemetry.check import Checked

__all__ = ["as_line"]


def as_line(checked: Checked) -> bytes:
    """
    *checked* as a line, with its end. Null stands for what a line without an event cannot have.
    """
    source, place, event, verdict, findings = checked
    known = event if type(event) is dict else {}

    return (
        dumps(
            {
                "source": source,
                "index": place,
                "eid": known.get("eid"),
                "mid": known.get("mid"),
                "fate": verdict and verdict.fate,
                "stage": verdict and verdict.stage,
                "reason": verdict and verdict.reason,
                "topics": verdict.topics if verdict else (),
                "changes": [change.to_dict() for change in verdict.changes] if verdict else (),
                "findings": [finding.to_dict() for finding in findings],
            }
        )
        + b"\n"
    )
