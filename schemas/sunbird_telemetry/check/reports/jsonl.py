"""
One line of JSON per event, in input order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_telemetry.jsonvalues.node import dumps

if TYPE_CHECKING:
    from sunbird_telemetry.check.result import Checked
    from sunbird_telemetry.pipeline import Verdict

__all__ = ["as_line"]

_VERDICTS = 256


def as_line(checked: Checked) -> bytes:
    """
    *checked* as a line, with its end. Null stands for what a line without an event cannot have.
    """
    source, place, event, verdict, findings = checked
    known = event if type(event) is dict else {}
    head = {"source": source, "index": place, "eid": known.get("eid"), "mid": known.get("mid")}
    tail = dumps([finding.to_dict() for finding in findings]) if findings else b"[]"

    return dumps(head)[:-1] + _fate(verdict) + tail + b"}\n"


def _fate(verdict: Verdict | None) -> bytes:
    """
    The members for *verdict*, up to the value of ``findings``.
    """
    # Ordinary events share a few verdicts. Those are known by identity: hashing one takes longer
    # than writing it.
    before = _written.get(id(verdict))
    if before is not None and before[0] is verdict:
        return before[1]
    if len(_written) >= _VERDICTS:
        _written.clear()
    members = {
        "fate": verdict and verdict.fate,
        "stage": verdict and verdict.stage,
        "reason": verdict and verdict.reason,
        "topics": verdict.topics if verdict else (),
        "changes": [change.to_dict() for change in verdict.changes] if verdict else (),
    }
    written = b",%b," % dumps(members)[1:-1] + b'"findings":'
    _written[id(verdict)] = verdict, written

    return written


_written: dict[int, tuple[Verdict | None, bytes]] = {}
