"""
Conformance of files: a stream of lines in, a stream of verdicts out.

`Checker` makes the stream; the reports of `sunbird_telemetry.report` and the exit code are its
consumers.
"""

from sunbird_telemetry.check.checked import Checked
from sunbird_telemetry.check.checker import Checker
from sunbird_telemetry.check.clocks import InputClock
from sunbird_telemetry.check.reading import (
    LONGEST_LINE,
    UnreadableError,
    ensure_readable,
    lines_of,
)

__all__ = [
    "LONGEST_LINE",
    "Checked",
    "Checker",
    "InputClock",
    "UnreadableError",
    "ensure_readable",
    "lines_of",
]
