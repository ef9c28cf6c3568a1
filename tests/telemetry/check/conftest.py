import pytest

from telemetry.strategies import HOSTILE, nested


@pytest.fixture(autouse=True, scope="module")
def _less_deep():
    """
    Judging 100,000 levels takes a second. 600 are more than orjson writes, too, and few enough
    for Hypothesis and pytest to show an example that fails.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(HOSTILE, "100,000 lists", nested(600))
        patch.setitem(HOSTILE, "100,000 objects", nested(600, dict))
        yield
