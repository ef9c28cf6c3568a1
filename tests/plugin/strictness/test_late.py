"""
Events that arrive when their test has ended.
"""

import pytest

from pytest_sunbird.strictness.late_events import Ended, Late, lines
from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.journal.record import Outcome, RecordedDelivery
from sunbird_telemetry import BatchVerdict, Fate, Verdict

SUITE = """
    import threading

    import pytest
    from sending import impression, post

    started = []

    def test_owner(sunbird):
        def send_later(url, token, gate):
            gate.wait(10)
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            post(url + "/data/v1/telemetry", {"events": [impression(), impression()]}, headers)

        gate = threading.Event()
        sender = threading.Thread(target=send_later, args=(sunbird.url, sunbird.token(), gate))
        sender.start()
        started.append((gate, sender))

    def test_next(sunbird):
        (gate, sender), = started
        gate.set()
        sender.join(10)
        assert len(sunbird.events) == 0
"""


def delivery(number, *, events, received):
    """
    A delivery that brought as many *events* when it was *received*.
    """
    accepted = (Verdict(Fate.ACCEPTED),) * events
    sent = Delivery("POST", "/data/v1/telemetry", "", {}, b"", received=received)
    verdict = BatchVerdict(Fate.ACCEPTED, None, (), None, accepted)

    return RecordedDelivery(number, number, Outcome(sent, Reply(200, (), b""), verdict=verdict))


class TestEnded:
    def test_counts_what_arrived_after_it(self):
        """
        The time is that of the last one.
        """
        held = [
            delivery(1, events=1, received=900),
            delivery(2, events=2, received=1200),
            delivery(3, events=1, received=1400),
        ]

        ended = Ended("test_x", at=1000, newest=1).seeing(held, now=2000)

        assert Late("test_x", events=3, after_ms=400) == ended.late

    def test_takes_a_delivery_without_events_for_nothing(self):
        """
        A late request for a page is nobody's concern.
        """
        ended = Ended("test_x", at=1000, newest=0)

        assert ended == ended.seeing([delivery(1, events=0, received=1200)], now=2000)

    @pytest.mark.parametrize(("received", "after_ms"), [(1_000_000, 300), (0, 0)])
    def test_believes_no_clock_that_a_test_has_moved(self, received, after_ms):
        """
        Nothing arrived later than now, nor before the end.
        """
        ended = Ended("test_x", at=1000, newest=0)

        seen = ended.seeing([delivery(1, events=1, received=received)], now=1300)

        assert after_ms == seen.late.after_ms


class TestLines:
    def test_say_how_many_and_how_late(self):
        """
        One line per owner.
        """
        late = Late("test_x", events=2, after_ms=400)

        assert ["late: 2 events of test_x arrived 0.4 s after it ended"] == list(lines([str(late)]))

    def test_are_not_too_many(self):
        """
        A suite whose every test is late says so in twenty lines.
        """
        told = list(lines(["late"] * 1025))

        assert (21, "late: events of 1,005 more tests") == (len(told), told[-1])


class TestSession:
    def test_reports_them_at_their_owner_and_shows_them_to_nobody(self, suite):
        """
        The next test does not see them.
        """
        suite.makepyfile(test_app=SUITE)

        result = suite.runpytest()

        result.assert_outcomes(passed=2)
        result.stdout.fnmatch_lines(
            ["late: 2 events of test_app.py::test_owner arrived * s after it ended"]
        )

    def test_reports_them_under_xdist(self, suite):
        """
        A worker hands over what it saw, and with warnings as errors leaves nothing open.
        """
        suite.makepyfile(test_app=SUITE, test_other="def test_any(sunbird): pass")

        result = suite.runpytest_subprocess("-n", "2", "--dist", "loadfile", "-W", "error")

        assert pytest.ExitCode.OK == result.ret
        result.assert_outcomes(passed=3)
        result.stdout.fnmatch_lines(
            ["late: 2 events of test_app.py::test_owner arrived * s after it ended"]
        )

    def test_reports_what_the_teardown_of_fixtures_sent(self, suite):
        """
        No assertion of the test could see it.
        """
        suite.makepyfile(
            test_app="""
            import pytest
            from sending import impression, send

            @pytest.fixture
            def app(sunbird):
                yield
                send(sunbird, [impression()])

            def test_any(app):
                pass
            """
        )

        result = suite.runpytest()

        result.stdout.fnmatch_lines(["late: 1 event of test_app.py::test_any arrived 0.* s after*"])

    def test_reports_them_once_for_a_worker_that_is_interrupted(self, suite):
        """
        xdist tells twice that such a worker is down.
        """
        suite.makepyfile(test_app=SUITE + "        raise KeyboardInterrupt\n")

        result = suite.runpytest_subprocess("-n", "1")

        late = [line for line in result.outlines if line.startswith("late: 2 events of ")]
        assert (pytest.ExitCode.INTERRUPTED, 1) == (result.ret, len(late))

    def test_says_how_late_by_the_clock_of_the_server(self, suite):
        """
        A test may have set the clock of its inbox to any time.
        """
        suite.makepyfile(
            test_app="""
            import pytest
            from sending import impression, send

            @pytest.fixture
            def app(sunbird):
                yield
                send(sunbird, [impression()])

            @pytest.mark.sunbird(fail_on="none")
            def test_any(app, sunbird):
                sunbird.clock.advance(seconds=3600)
            """
        )

        result = suite.runpytest()

        result.stdout.fnmatch_lines(["late: 1 event of test_app.py::test_any arrived 0.* s after*"])

    def test_has_nothing_to_say_when_none_is_late(self, suite):
        """
        No headline without news.
        """
        suite.makepyfile("def test_any(sunbird): pass")

        suite.runpytest().stdout.no_fnmatch_line("*telemetry*")
