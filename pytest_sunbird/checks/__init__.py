"""
Checks of all that arrived in an inbox: each says what is wrong, or nothing.

The table of rules is read when a check asks for it, not when the fixture is.
"""

from pytest_sunbird.checks.batches import oversized
from pytest_sunbird.checks.conformance import nonconforming
from pytest_sunbird.checks.once import new_mids, not_once, not_retried
from pytest_sunbird.checks.sessions import unclosed

__all__ = ["new_mids", "nonconforming", "not_once", "not_retried", "oversized", "unclosed"]
