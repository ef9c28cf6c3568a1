"""
What nginx refuses, on its own.
"""

from diagnosing import GOOD, diagnosed
from sunbird_mockserver.gateway.nginx import REPEATED
from sunbird_mockserver.servers.request import by_name


def test_two_tokens_are_none():
    """
    A header that may be there once only is not chosen from: nginx answers 400.
    """
    headers = by_name([("authorization", GOOD), ("authorization", "Bearer x.y.z")])
    status, diagnosis = diagnosed(headers["authorization"])

    assert 400 == status
    assert diagnosis.startswith("two Authorization headers were sent")


def test_no_value_can_hold_the_mark():
    """
    What stands between two values cannot come from one.
    """
    assert REPEATED == "\n"
