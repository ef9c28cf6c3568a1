"""
Beside other plugins, in processes of their own.
"""

import json

import pytest

GOOD_AND_BAD = """
    from sending import broken, impression, send

    def test_good(sunbird):
        send(sunbird, [impression()])
        assert len(sunbird.events) == 1

    def test_bad(sunbird):
        send(sunbird, [broken()])
        assert len(sunbird.events) == 1
"""
SENT = [("sunbird.deliveries", "1"), ("sunbird.events", "1")]
MISSING = "SB101 error /edata/pageid missing-field: /edata/pageid is required, but missing."
NO_MSGID = "SB604 warning /params/msgid msgid-missing: The batch has no params.msgid."
NOT_ALLOWED = "telemetry not allowed: missing-field"


@pytest.fixture(scope="module")
def under_xdist(new_session):
    """
    The session of two workers that run a good test and nine that lose telemetry.
    """
    return new_session(
        "-n",
        "2",
        "--junitxml=junit.xml",
        test_two=GOOD_AND_BAD,
        test_eight="""
            import pytest
            from sending import broken, send

            @pytest.mark.parametrize("n", range(8))
            def test_any(sunbird, n):
                send(sunbird, [broken(mid=str(n))])
            """,
    )


@pytest.fixture(scope="module")
def rerun(new_session):
    """
    The session of tests that succeed in the third run, in the second, and not in three.
    """
    return new_session(
        "-p",
        "rerunfailures",
        "--reruns=2",
        "--junitxml=junit.xml",
        test_app="""
            from sending import broken, impression, send

            inboxes, runs, vain_runs = [], [], []

            def test_third(sunbird):
                assert len(sunbird.events) == 0
                inboxes.append(sunbird.inbox)
                send(sunbird, [broken() if len(inboxes) < 3 else impression()])
                assert len(set(inboxes)) == len(inboxes)

            def test_second(sunbird, record_property):
                record_property("mine", "1")
                runs.append(sunbird)
                send(sunbird, [broken() if len(runs) < 2 else impression()])

            def test_never(sunbird):
                vain_runs.append(sunbird)
                send(sunbird, [broken(mid=f"run {len(vain_runs)}")])
            """,
    )


@pytest.fixture(scope="module")
def beside_guests(new_session):
    """
    The session of a suite beside pytest-asyncio, -playwright, -randomly and -timeout.
    """
    guests = ("asyncio", "playwright", "randomly", "timeout")

    return new_session(
        *(argument for name in guests for argument in ("-p", name)),
        "--timeout=60",
        test_two=GOOD_AND_BAD,
        test_others="""
            import asyncio
            import threading

            import pytest
            from sending import broken, send

            @pytest.mark.asyncio
            async def test_coroutine(sunbird):
                await asyncio.to_thread(send, sunbird, [broken()])

            @pytest.mark.timeout(1, func_only=True, method="signal")
            def test_slow(sunbird):
                send(sunbird, [broken()])
                threading.Event().wait(60)
            """,
    )


@pytest.mark.parametrize(
    "arguments", [("--cov=.",), ("-W", "error", "-o", "strict=true")], ids=["cov", "strict"]
)
def test_one_test_passes_and_the_other_fails(suite, arguments):
    """
    Another plugin, or pytest's own strictness, changes nothing of what is found.
    """
    suite.makepyfile(GOOD_AND_BAD)

    result = suite.runpytest_subprocess(*arguments)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines([NOT_ALLOWED])


class TestXdist:
    def test_good_tests_pass_and_the_others_fail(self, under_xdist):
        """
        A worker judges its tests as a session without workers does.
        """
        under_xdist.result.assert_outcomes(passed=1, failed=9)
        assert NOT_ALLOWED in under_xdist.report_of("test_bad")

    def test_no_worker_takes_the_file_of_another(self, under_xdist):
        """
        Each failing test leaves a journal of its own.
        """
        files = (under_xdist.folder / ".sunbird").glob("test_eight*.ndjson")

        assert sorted(map(str, range(8))) == sorted(
            json.loads(each.read_bytes())["events"][0]["event"]["mid"] for each in files
        )

    def test_findings_are_properties_of_their_test(self, under_xdist):
        """
        JUnit's XML has what the workers found.
        """
        good, bad = map(under_xdist.properties_of, ("test_good", "test_bad"))

        failed, accepted = (f"sunbird.events.{fate}" for fate in ("failed", "accepted"))
        assert [*SENT, (accepted, "1"), ("sunbird.finding", NO_MSGID)] == good
        assert [
            *SENT,
            (failed, "1"),
            ("sunbird.finding", NO_MSGID),
            ("sunbird.finding", MISSING),
        ] == bad


class TestRerunfailures:
    def test_each_run_has_an_inbox_of_its_own(self, rerun):
        """
        A loss in one run does not count in the next.
        """
        rerun.result.assert_outcomes(passed=2, failed=1)
        assert 5 == rerun.result.parseoutcomes()["rerun"]

    def test_the_journal_is_that_of_the_last_run(self, rerun):
        """
        A test that never succeeds leaves what its last run sent.
        """
        path = rerun.folder / ".sunbird" / "test_app.test_never.ndjson"
        (line,) = path.read_bytes().splitlines()

        assert "run 3" == json.loads(line)["events"][0]["event"]["mid"]

    def test_the_properties_are_those_of_the_last_run(self, rerun):
        """
        JUnit's XML does not report what an earlier run sent.
        """
        last = rerun.properties_of("test_second")

        assert 1 == last.count(("sunbird.deliveries", "1"))
        assert ("sunbird.events.accepted", "1") in last
        assert "sunbird.events.failed" not in dict(last)
        assert "mine" in dict(last)


class TestGuests:
    def test_good_tests_pass_and_the_others_fail(self, beside_guests):
        """
        Other plugins change nothing of what is found.
        """
        beside_guests.result.assert_outcomes(passed=1, failed=3)
        assert NOT_ALLOWED in beside_guests.report_of("test_bad")

    def test_a_coroutine_is_judged_like_any_test(self, beside_guests):
        """
        pytest-asyncio runs the test, and it fails for what it lost.
        """
        assert NOT_ALLOWED in beside_guests.report_of("test_coroutine")

    def test_a_test_that_takes_too_long_shows_that_first(self, beside_guests):
        """
        A time-out is the test's own failure.
        """
        report = beside_guests.report_of("test_slow")
        too_slow = next(n for n, line in enumerate(report) if "Failed: Timeout " in line)

        assert NOT_ALLOWED in report[too_slow:]


def test_fail_on_stays_error_where_pytest_is_strict(suite):
    """
    pytest's own strictness is about tests; how strict telemetry is taken is said by itself.
    """
    suite.makepyfile(
        """
        from sending import impression, send

        def test_any(sunbird):
            send(sunbird, [impression(syncts=1)])
        """
    )

    suite.runpytest("-o", "strict=true").assert_outcomes(passed=1)


class TestThreads:
    def test_of_one_test_share_its_inbox(self, suite):
        """
        Nothing is lost or judged twice, however many send at once.
        """
        suite.makepyfile(
            """
            from concurrent.futures import ThreadPoolExecutor

            from sending import broken, impression, send

            def test_any(sunbird):
                batches = [[impression(), broken()] for _ in range(40)]
                with ThreadPoolExecutor(8) as pool:
                    list(pool.map(lambda batch: send(sunbird, batch), batches))
                assert len(sunbird.events) == 80
            """
        )

        result = suite.runpytest()

        result.stdout.fnmatch_lines(["telemetry not allowed: missing-field (40 x)"])

    def test_of_two_tests_are_kept_apart(self, suite):
        """
        An app of the module that sends all the time is never seen in the inbox of a test.
        """
        suite.makepyfile(
            """
            import threading
            from itertools import count

            import pytest
            from sending import impression, send

            @pytest.fixture(scope="module")
            def app(sunbird_module):
                numbers = count()
                stopped, began = threading.Event(), threading.Event()

                def run():
                    while not stopped.is_set():
                        send(sunbird_module, [impression(mid=f"app {next(numbers)}")])
                        began.set()

                thread = threading.Thread(target=run)
                thread.start()
                began.wait(10)
                yield sunbird_module
                stopped.set()
                thread.join(10)

            @pytest.mark.parametrize("n", range(5))
            def test_any(app, sunbird, n):
                send(sunbird, [impression(mid=f"test {n}")])
                assert [event.mid for event in sunbird.events] == [f"test {n}"]
                assert all(event.mid.startswith("app ") for event in app.events)
            """
        )

        suite.runpytest().assert_outcomes(passed=5)
