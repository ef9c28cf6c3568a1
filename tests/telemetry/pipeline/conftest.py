from __future__ import annotations

import pytest

from telemetry.strategies import HOSTILE, nested

DEEP = {"100,000 lists": nested(3_000), "100,000 objects": nested(3_000, dict)}


@pytest.fixture(autouse=True, scope="module")
def _less_deep():
    """
    Judging 100,000 levels takes a second, which is enough once: 3,000 are as hostile.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in DEEP.items():
            patch.setitem(HOSTILE, name, value)
        yield
