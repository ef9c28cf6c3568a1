"""
What a client should know that the real answer does not say.
"""

from sunbird_mockserver.diagnosis.diagnosing import diagnose

__all__ = ["diagnose"]
