from __future__ import annotations

import pytest

from telemetry.strategies import HOSTILE, nested

DEEP = {"100,000 lists": nested(1_200), "100,000 objects": nested(1_200, dict)}


@pytest.fixture(autouse=True, scope="module")
def _less_deep():
    """
    Judging 100,000 levels takes a second, which is enough once. 1,200 are more than Python follows.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in DEEP.items():
            patch.setitem(HOSTILE, name, value)
        yield
