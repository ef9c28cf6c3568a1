"""
A mock to put faults in.
"""

from __future__ import annotations

import pytest

from asking import Api


@pytest.fixture
def api() -> Api:
    """
    A mock that nobody has sent anything to.
    """
    return Api()
