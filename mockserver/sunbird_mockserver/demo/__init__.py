"""
The demonstration: an app with the mistakes that partners make, against a mock of its own.
"""

from sunbird_mockserver.demo.screens import run

__all__ = ["run"]
