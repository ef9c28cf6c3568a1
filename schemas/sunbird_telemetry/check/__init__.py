"""
Conformance of files: a stream of lines in, a stream of verdicts out.

`Checker` makes the stream; `sunbird_telemetry.check.reports` and the exit code are its consumers.
"""

from sunbird_telemetry.check.checker import Checker
from sunbird_telemetry.check.clock import InputClock
from sunbird_telemetry.check.inputs.lines import (
    LONGEST_LINE,
    UnreadableError,
    ensure_readable,
    lines_of,
)
from sunbird_telemetry.check.result import Checked

__all__ = [
    "LONGEST_LINE",
    "Checked",
    "Checker",
    "InputClock",
    "UnreadableError",
    "ensure_readable",
    "lines_of",
]
