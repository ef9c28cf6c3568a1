"""
The page about strategies tells the truth, and leaves nothing out.
"""

import re
from pathlib import Path

import pytest
from hypothesis import settings

from drawing import draws
from pytest_sunbird import strategies

PAGE = (Path(__file__).parents[3] / "docs" / "strategies.md").read_text("utf-8")
BLOCK = re.compile(r"^```python\n# (test_\w+)\.py\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = dict(BLOCK.findall(PAGE))


@pytest.fixture
def fewer_examples():
    """
    A fifth of the examples: what holds for all that is drawn is tested beside this module.
    """
    usual = settings.get_current_profile_name()
    settings.register_profile("fewer", settings.default, max_examples=draws(20).max_examples)
    settings.load_profile("fewer")
    yield
    settings.load_profile(usual)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_passes(fewer_examples, pytester, name):
    """
    An example runs as it stands.
    """
    pytester.makepyfile(**{name: EXAMPLES[name]})

    pytester.runpytest().assert_outcomes(passed=EXAMPLES[name].count("\ndef test_"))


def test_everything_public_is_documented():
    """
    The page mentions every name.
    """
    assert [] == [name for name in strategies.__all__ if f"`{name}" not in PAGE]
