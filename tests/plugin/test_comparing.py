"""
What a plain ``assert`` about events has to say.
"""

import pytest

from plugin.failing import golden, steady
from pytest_sunbird.messages.assert_compare import compared

pytestmark = pytest.mark.usefixtures("wide")

SESSION = """
import pytest

@pytest.fixture(autouse=True)
def sent(sunbird):
    sunbird.clock.set(1_700_000_000_000)
    client = sunbird.client.deterministic()
    client.send([client.event("START"), client.event("IMPRESSION")])
    client.send(client.event("END"), token="")
"""


@pytest.fixture
def failure(pytester):
    """
    What pytest shows of a failed assertion.
    """

    def text_of(assertion):
        pytester.makeconftest(SESSION)
        pytester.makepyfile(f"def test_any(sunbird):\n    {assertion}\n")
        result = pytester.runpytest("-q")
        result.assert_outcomes(failed=1)
        lines = [line for line in result.outlines if line.startswith("E ")]
        return steady("\n".join(line.removeprefix("E       ") for line in lines))

    return text_of


@pytest.mark.parametrize(
    ("name", "assertion"),
    [
        (
            "assert-in",
            'assert {"eid": "IMPRESSION", "edata": {"pageid": "Home"}} in sunbird.events',
        ),
        ("assert-not-in", 'assert {"eid": "START"} not in sunbird.events'),
        ("assert-empty", "assert sunbird.events == []"),
        ("assert-missing", 'assert [*sunbird.events.json, {"eid": "END"}] == sunbird.events'),
        (
            "assert-event",
            'assert sunbird.events[1] == {**sunbird.events[1], "ver": "3.1", "extra": 1}',
        ),
        (
            "assert-different",
            'assert sunbird.events == [sunbird.events[0], {**sunbird.events[1], "ver": "3.1"}]',
        ),
    ],
)
def test_says_what_a_helper_would(failure, name, assertion):
    """
    The same parts in the same order.
    """
    assert golden(name) == failure(assertion)


@pytest.mark.parametrize(
    ("operator", "left", "right"),
    [("==", [1], [2]), ("in", 1, [2]), ("==", "a", "b"), ("<", 1, 0), ("==", {"a": 1}, {})],
)
def test_leaves_everything_else_to_pytest(operator, left, right):
    """
    What is not about events is somebody else's.
    """
    assert compared(operator, left, right) is None


def test_a_session_without_events_loads_nothing(pytester):
    """
    A failing assertion elsewhere costs a look at the loaded modules.
    """
    pytester.makepyfile("def test_any():\n    assert {} in [1]")
    pytester.makeconftest(
        """
        import sys

        def pytest_unconfigure():
            assert "pytest_sunbird.messages.assert_compare" not in sys.modules
            assert "sunbird_mockserver" not in sys.modules
        """
    )

    result = pytester.runpytest_subprocess()

    assert 1 == result.ret
    assert "AssertionError: assert 'pytest_sunbird" not in result.stderr.str()
