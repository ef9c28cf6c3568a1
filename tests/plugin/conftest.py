"""
What the plugin's tests share.
"""

import pytest

NOW = 1_700_000_000_000


@pytest.fixture
def sender(sunbird):
    """
    A client whose events are the same in each run.
    """
    sunbird.clock.set(NOW)

    return sunbird.client.deterministic()


@pytest.fixture
def wide(monkeypatch):
    """
    A terminal of 100 columns.
    """
    monkeypatch.setenv("COLUMNS", "100")
