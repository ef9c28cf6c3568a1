"""
Coverage of what was sent, against a `Plan`: a `Coverage` that counts, a `Report` of it.
"""

from sunbird_telemetry.coverage.counter import Coverage
from sunbird_telemetry.coverage.items import Item, Row
from sunbird_telemetry.coverage.plan import Plan, PlanError, Promise
from sunbird_telemetry.coverage.reporting import Report, report

__all__ = [
    "Coverage",
    "Item",
    "Plan",
    "PlanError",
    "Promise",
    "Report",
    "Row",
    "report",
]
