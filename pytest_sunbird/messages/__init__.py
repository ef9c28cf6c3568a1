"""
Failures that explain themselves: what was wanted, what came nearest, what else arrived, what to do.
"""

from pytest_sunbird.messages.failure import Failure, TelemetryMismatch

__all__ = ["Failure", "TelemetryMismatch"]
