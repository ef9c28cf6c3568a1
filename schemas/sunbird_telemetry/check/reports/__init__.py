"""
Reports: consumers of the stream that a `Checker` makes. One module per format.
"""

from sunbird_telemetry.check.reports.jsonl import as_line
from sunbird_telemetry.check.reports.text import as_text, at_the_end
from sunbird_telemetry.check.reports.totals import Totals

__all__ = ["Totals", "as_line", "as_text", "at_the_end"]
