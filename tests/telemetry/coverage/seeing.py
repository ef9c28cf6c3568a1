"""
Coverage of events that show only what matters.
"""

from sunbird_telemetry.coverage import Coverage, Plan, report
from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.specification.samples import whole


def seen(*examples, plan=None, fate=Fate.ACCEPTED):
    """
    What *examples* cover of *plan*, a table.
    """
    coverage = Coverage(Plan.from_dict(plan) if plan else None)
    for example in examples:
        coverage.see(whole(example), fate)
    return coverage


def told(*examples, **options):
    """
    The report about *examples*.
    """
    return report(seen(*examples, **options))
