import subprocess
import sys
import typing

from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from plugin.strategies.judging import smallest
from pytest_sunbird.strategies import TelemetryEvent
from sunbird_telemetry import validate

WITHOUT_HYPOTHESIS = """
import sys
sys.modules["hypothesis"] = None
try:
    import pytest_sunbird.strategies
except ModuleNotFoundError as error:
    print(error, error.name)
"""


@draws(5)
@given(st.from_type(TelemetryEvent))
def test_an_event_is_found_by_its_type(event):
    """
    ``from_type`` knows what a `TelemetryEvent` is.
    """
    assert validate(event).valid


def test_the_type_requires_what_every_event_has():
    """
    The smallest event has just the members that the type requires.
    """
    assert TelemetryEvent.__required_keys__ == set(smallest(st.from_type(TelemetryEvent)))


def test_every_member_of_the_type_has_a_type_that_is_there():
    """
    Annotations resolve, for whoever builds on them.
    """
    assert TelemetryEvent.__annotations__.keys() == typing.get_type_hints(TelemetryEvent).keys()


def test_without_hypothesis_the_error_says_what_to_install():
    """
    Hypothesis is an extra, and who lacks it is told its name.
    """
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_HYPOTHESIS], capture_output=True, text=True, check=True
    )

    assert (
        "pytest_sunbird.strategies needs Hypothesis: pip install 'pytest-sunbird[hypothesis]' "
        "hypothesis\n" == done.stdout
    )
