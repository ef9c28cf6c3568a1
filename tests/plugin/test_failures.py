"""
Failures in four parts, as they read.
"""

import pytest

from plugin.failing import golden, steady
from pytest_sunbird import TelemetryMismatch

pytestmark = pytest.mark.usefixtures("wide")

HOME = {"pageid": "home"}


@pytest.fixture
def failure():
    """
    The text of the failure of a call.
    """

    def text_of(expectation, *args, **kwargs):
        with pytest.raises(TelemetryMismatch) as caught:
            expectation(*args, **kwargs)
        return steady(str(caught.value))

    return text_of


def some(sender, *eids):
    return [sender.event(eid) for eid in eids]


class TestExpect:
    def test_nothing_was_sent(self, sunbird, failure):
        """
        Where no request came there is one thing to do.
        """
        text = failure(sunbird.expect, "IMPRESSION", edata=HOME, timeout=0)

        assert golden("nothing-sent") == text

    def test_everything_was_refused(self, sunbird, sender, failure):
        """
        Refusals are named before all else, with the reason.
        """
        for _ in range(3):
            sender.send(some(sender, "IMPRESSION"), token=sunbird.forged_token())

        assert golden("all-refused") == failure(sunbird.expect, "IMPRESSION", timeout=0)

    def test_something_else_came(self, sunbird, sender, failure):
        """
        What came nearest is shown field by field, and what else there is by type.
        """
        sender.send(some(sender, "START", "IMPRESSION", "INTERACT", "INTERACT"))
        sender.send(some(sender, "END"), token="")
        sender.send(some(sender, "END"), token=sunbird.token_without_group())
        fields = {"edata": {"pageid": "login", "pageId": "x"}, "context": {"env": "home"}}

        assert golden("nearest") == failure(sunbird.expect, "IMPRESSION", timeout=0, **fields)
