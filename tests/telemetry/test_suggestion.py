"""
What may have been meant.
"""

import pytest

from sunbird_telemetry.suggestion import did_you_mean


@pytest.mark.parametrize(
    ("name", "question"), [("alow", " Did you mean 'allow'?"), ("something-else", "")]
)
def test_names_what_comes_near_or_nothing(name, question):
    """
    What is far from all that is known is no slip of the pen.
    """
    assert question == did_you_mean(name, ["allow", "fail_on"])
