"""
Findings about the fate of an event: one rule per fate and stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sunbird_telemetry.findings.make import capped, findings_by, shown
from sunbird_telemetry.validation.pipeline_reason import SCHEMA_NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sunbird_telemetry.finding import Finding

__all__ = ["Changed", "Fated", "answer_finding", "fate_findings"]

_OK = 200
_SERVER_ERRORS = 500
# What JavaScript calls it when JSON.stringify runs out of stack.
_TOO_DEEP = "RangeError: Maximum call stack size"

_ANSWERS = {
    ("gateway", 401): "refused-unauthorized",
    ("gateway", 403): "refused-forbidden",
    ("gateway", 404): "refused-no-route",
    ("gateway", 413): "refused-too-large",
    ("gateway", 417): "refused-expectation",
    ("gateway", 429): "refused-rate-limited",
    ("service", 400): "refused-not-json",
    ("service", 404): "refused-not-post",
    ("service", 413): "refused-inflated",
    ("service", 415): "refused-encoding",
}
_FATES = {
    ("lost", "service"): "lost-unread",
    ("lost", "extractor"): "lost-behind-poison",
    ("lost", "denormalization"): "lost-too-old",
    ("failed", "extractor"): "failed-too-large",
    ("failed", "preprocessor"): "failed-validation",
    ("failed", "druid-validator"): "failed-details",
    ("duplicate", "extractor"): "duplicate-batch",
    ("duplicate", "preprocessor"): "duplicate-early",
    ("duplicate", "druid-validator"): "duplicate-at-druid",
    ("poison", "extractor"): "poison-extractor",
    ("poison", "preprocessor"): "poison-preprocessor",
    ("poison", "denormalization"): "poison-later",
    ("poison", "druid-validator"): "poison-later",
    ("unindexed", "denormalization"): "unindexed-type",
}
_CORRECTIONS = {
    "/actor/id": "altered-actor",
    "/object/id": "altered-object",
    "/context/channel": "altered-channel",
    "/ets": "altered-ets",
    "/edata/resvalues": "altered-answers",
    "/edata/values": "altered-answers",
}
_STAMPS = ("/did", "/channel", "/syncts", "/@timestamp", "/flags", "/metadata", "/type")


class Changed(Protocol):
    """
    A value that the pipeline replaced: the part of its `Change` that decides here.
    """

    @property
    def pointer(self) -> str:
        """
        JSON pointer to the place.
        """
        ...

    @property
    def before(self) -> Any:
        """
        The value that the client sent; None for a number that Node has rounded already.
        """
        ...

    @property
    def after(self) -> Any:
        """
        The value after the change.
        """
        ...


class Fated(Protocol):
    """
    The part of the pipeline's `Verdict` that these rules need.
    """

    @property
    def fate(self) -> str:
        """
        The fate's name.
        """
        ...

    @property
    def stage(self) -> str | None:
        """
        The stage that decided the fate.
        """
        ...

    @property
    def topics(self) -> tuple[str, ...]:
        """
        The topics that the pipeline puts the event on.
        """
        ...

    @property
    def reason(self) -> str | None:
        """
        The pipeline's own text.
        """
        ...

    @property
    def changes(self) -> Sequence[Changed]:
        """
        The changes that the pipeline made.
        """
        ...


def answer_finding(stage: str, status: int, said: str = "") -> Finding | None:
    """
    Return the finding about an answer of *stage* with *status*; None for a 200.

    Args:
        stage: The stage that answered.

        status: The status of the answer.

        said: The body of the answer.
    """
    if status == _OK:
        return None
    if (stage, status) == ("service", _SERVER_ERRORS) and _TOO_DEEP in said:
        name = "refused-too-deep"
    else:
        other = "refused-server-error" if status >= _SERVER_ERRORS else "refused"
        name = _ANSWERS.get((stage, status), other)

    return next(iter(findings_by(name, status=status)), None)


def fate_findings(verdict: Fated, eid: object = None) -> tuple[Finding, ...]:
    """
    Return the findings about the fate of an event: none if it is accepted or refused.

    A refusal is a matter of the delivery: `answer_finding`.
    """
    if verdict.fate == "altered":
        return capped(finding for change in verdict.changes for finding in _changed(change))
    name = _name(verdict, eid)
    if name is None:
        return ()

    return findings_by(name, reason=verdict.reason or "not recorded")


def _name(verdict: Fated, eid: object) -> str | None:
    if verdict.topics == ("telemetry.extractor.failed",):
        return "failed-batch"
    if verdict.reason == SCHEMA_NOT_FOUND:
        return "failed-unknown-eid"
    if verdict.fate == "unindexed" and eid == "INTERRUPT":
        return "unindexed-interrupt"

    return _FATES.get((verdict.fate, verdict.stage or ""))


def _changed(change: Changed) -> tuple[Finding, ...]:
    if _is_of_digits(change):
        name = "altered-digits"
    elif change.pointer in _STAMPS:
        name = "altered-overwritten"
    else:
        name = _CORRECTIONS[change.pointer]

    return findings_by(name, change.pointer, after=shown(change.after))


def _is_of_digits(change: Changed) -> bool:
    # Only Node leaves a double, or nothing, where a number was: the jobs write whole numbers.
    return change.before is None or isinstance(change.after, float | None)
