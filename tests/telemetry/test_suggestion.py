"""
What may have been meant.
"""

import pytest

from sunbird_telemetry.suggestion import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "question"), [("alow", " Did you mean 'allow'?"), ("something-else", "")]
)
def test_names_what_comes_near_or_nothing(name, question):
    """
    What is far from all that is known is no slip of the pen.
    """
    assert question == did_you_mean(name, ["allow", "fail_on"])


def test_says_something_else_where_nothing_comes_near():
    """
    Whatever is said follows a sentence.
    """
    assert " Use one." == did_you_mean("something-else", ["allow"], otherwise="Use one.")
    assert " Did you mean 'allow'?" == did_you_mean("alow", ["allow"], otherwise="Use one.")


@pytest.mark.parametrize(("nearness", "near"), [(0, "allow"), (0.6, "allow"), (0.95, None)])
def test_how_near_is_near_is_for_the_caller_to_say(nearness, near):
    """
    What is near enough depends on how much else there is to choose from.
    """
    assert near == nearest("alow", ["allow"], nearness=nearness)
