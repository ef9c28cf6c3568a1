"""
The time of an inbox.
"""

from datetime import UTC, datetime, timedelta

import pytest

from pytest_sunbird import Sunbird

NOW = 1_700_000_000_000


class TestInboxClock:
    @pytest.mark.parametrize(
        "moment", [NOW, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)], ids=["ms", "datetime"]
    )
    def test_can_be_set(self, sunbird, moment):
        """
        It stands still then.
        """
        sunbird.clock.set(moment)

        assert NOW == sunbird.clock.now == sunbird.clock.now

    def test_wants_a_time_zone(self, sunbird):
        """
        A moment without one is another one elsewhere.
        """
        with pytest.raises(ValueError) as caught:
            sunbird.clock.set(datetime(2023, 11, 14))  # noqa: DTZ001  the mistake

        assert "2023-11-14 00:00:00 has no time zone. Give it one, e.g. tzinfo=UTC." == str(
            caught.value
        )

    def test_wants_a_time(self, sunbird):
        """
        What is none is told where it is said, not by the next request.
        """
        with pytest.raises(TypeError, match="'2026-01-01' is neither a datetime nor"):
            sunbird.clock.set("2026-01-01")
        with pytest.raises(TypeError, match=r"not a timedelta. Write advance\(seconds=3600\)"):
            sunbird.clock.advance(3600)

    def test_can_be_moved(self, sunbird):
        """
        By seconds or by a timedelta, as often as one likes.
        """
        sunbird.clock.set(NOW)
        for _ in range(2000):
            sunbird.clock.advance(seconds=0.5)
        sunbird.clock.advance(timedelta(hours=1))

        assert NOW + 1_000_000 + 3_600_000 == sunbird.clock.now

    def test_goes_on_running(self, sunbird):
        """
        A clock that was moved but never set keeps its pace.
        """
        server = sunbird.server.mock.clock
        sunbird.clock.advance(seconds=3600)

        before = server()
        assert before + 3_600_000 <= sunbird.clock.now <= server() + 3_600_000

    def test_is_put_back(self, sunbird):
        """
        A reset ends it.
        """
        sunbird.clock.set(0)
        sunbird.reset()

        assert sunbird.clock.now > NOW

    def test_is_one_inboxs_own(self, sunbird, sunbird_server):
        """
        Other tests on the server keep their time.
        """
        sunbird.clock.set(0)

        assert Sunbird(sunbird_server, "other").clock.now > NOW

    def test_is_what_the_pipeline_goes_by(self, sunbird, sender):
        """
        An hour later a batch is no duplicate any more: contract/pipeline.md 9.
        """
        event = sender.event("END")
        fates = []
        for seconds in (0, 1, 3600):
            sunbird.clock.advance(seconds=seconds)
            fates += [each.fate for each in sender.send(event, msgid="b").events]

        assert ["accepted", "duplicate", "accepted"] == fates
