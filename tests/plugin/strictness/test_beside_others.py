"""
Beside other plugins, each in a process of its own.
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


ALL_GUESTS = [
    "-p",
    "asyncio",
    "-p",
    "playwright",
    "-p",
    "randomly",
    "-p",
    "timeout",
    "--timeout=60",
]


@pytest.mark.parametrize(
    "arguments",
    [("-n", "2"), ALL_GUESTS, ("--cov=.",), ("-W", "error", "-o", "strict=true")],
    ids=["xdist", "guests", "cov", "strict"],
)
def test_one_test_passes_and_the_other_fails(suite, arguments):
    """
    Another plugin, or pytest's own strictness, changes nothing of what is found.
    """
    suite.makepyfile(GOOD_AND_BAD)

    result = suite.runpytest_subprocess(*arguments)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["telemetry not allowed: missing-field"])


def test_no_worker_of_xdist_takes_the_file_of_another(suite):
    """
    As many files as failing tests.
    """
    suite.makepyfile(
        """
        import pytest
        from sending import broken, send

        @pytest.mark.parametrize("n", range(8))
        def test_any(sunbird, n):
            send(sunbird, [broken(mid=str(n))])
        """
    )
    suite.runpytest_subprocess("-n", "2").assert_outcomes(failed=8)

    lines = [path.read_bytes() for path in (suite.path / ".sunbird").glob("*.ndjson")]

    assert set(map(str, range(8))) == {
        json.loads(each)["events"][0]["event"]["mid"] for each in lines
    }


class TestRerunfailures:
    def test_each_run_has_an_inbox_of_its_own(self, suite):
        """
        What a run lost is not held against the next.
        """
        suite.makepyfile(
            """
            from sending import broken, impression, send

            runs = []

            def test_any(sunbird):
                assert len(sunbird.events) == 0
                runs.append(sunbird.inbox)
                send(sunbird, [broken() if len(runs) < 3 else impression()])
                assert len(set(runs)) == len(runs)
            """
        )

        result = suite.runpytest_subprocess("-p", "rerunfailures", "--reruns=2")

        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines(["*2 rerun*"])

    def test_a_test_that_never_succeeds_fails(self, suite):
        """
        The file is that of the last run.
        """
        suite.makepyfile(
            test_app="""
            from sending import broken, send

            runs = []

            def test_any(sunbird):
                runs.append(sunbird)
                send(sunbird, [broken(mid=f"run {len(runs)}")])
            """
        )
        result = suite.runpytest_subprocess("-p", "rerunfailures", "--reruns=1")

        result.assert_outcomes(failed=1)
        (line,) = (suite.path / ".sunbird" / "test_app.test_any.ndjson").read_bytes().splitlines()
        assert "run 2" == json.loads(line)["events"][0]["event"]["mid"]


def test_a_coroutine_is_judged_like_any_test(suite):
    """
    pytest-asyncio runs the test, and it fails for what it lost.
    """
    suite.makepyfile(
        """
        import asyncio

        import pytest
        from sending import broken, send

        @pytest.mark.asyncio
        async def test_any(sunbird):
            await asyncio.to_thread(send, sunbird, [broken()])
        """
    )

    suite.runpytest_subprocess("-p", "asyncio").assert_outcomes(failed=1)


def test_a_test_that_takes_too_long_shows_that_first(suite):
    """
    A time-out is the test's own failure.
    """
    suite.makepyfile(
        """
        import threading

        import pytest
        from sending import broken, send

        @pytest.mark.timeout(1, func_only=True, method="signal")
        def test_any(sunbird):
            send(sunbird, [broken()])
            threading.Event().wait(60)
        """
    )

    result = suite.runpytest_subprocess("-p", "timeout")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Failed: Timeout *", "telemetry not allowed: missing-field"])


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
