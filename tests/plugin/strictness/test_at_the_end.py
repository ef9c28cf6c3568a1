"""
A test that used `sunbird` fails at its end when telemetry got lost.
"""

import pytest


def test_a_test_that_loses_an_event_fails(suite):
    """
    The test is failed, not in error, with the rule, the first event, the remedy and the way out.
    """
    suite.makepyfile(
        """
        from sending import broken, send

        def test_any(sunbird):
            send(sunbird, [broken(mid="IMPRESSION:7"), broken()])
        """
    )

    result = suite.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "telemetry not allowed: missing-field (2 x)",
            "",
            "missing-field (error), 2 x, first: IMPRESSION, mid IMPRESSION:7, at /edata/pageid: *",
            "  /edata/pageid is required, but missing.",
            "  Remedy: *",
            '  To allow it: @pytest.mark.sunbird(allow=[[]"missing-field"])',
            '           or: with sunbird.allow("missing-field"):',
            "  More: sunbird-mock explain missing-field",
            "FAILED *::test_any - Failed: telemetry*",
        ]
    )
    result.stdout.no_fnmatch_line("*traceback*")


def test_a_test_whose_events_are_accepted_passes(suite):
    """
    Strictness asks nothing of those who lose nothing, notes aside.
    """
    suite.makepyfile(
        """
        from sending import impression, send

        def test_any(sunbird):
            send(sunbird, [impression(), impression(object={"id": "do_1", "type": ""})])
        """
    )

    suite.runpytest().assert_outcomes(passed=1)


def test_a_refused_delivery_fails_its_test(suite):
    """
    What was never answered 200 did not arrive, and the finding that says why is the one told.
    """
    suite.makepyfile(
        """
        from sending import impression, send

        def test_any(sunbird):
            send(sunbird, [impression()], token="")
        """
    )

    result = suite.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "telemetry not allowed: bare-bearer",
            "bare-bearer (error): POST /data/v1/telemetry, answered 401: refused",
        ]
    )


def test_a_refusal_is_told_with_its_cause(suite):
    """
    What the answer does not say is told as `expect` tells it, below what was found.
    """
    suite.makepyfile(
        """
        from sending import impression, send

        def test_any(sunbird):
            send(sunbird, [impression()], token=sunbird.forged_token())
        """
    )

    result = suite.runpytest()

    result.stdout.fnmatch_lines(
        [
            "refused-forbidden (error): POST /data/v1/telemetry, answered 403: refused",
            "  The gateway answered 403*",
            "  Refused because the token was signed with another secret*",
            "  Remedy: *",
        ]
    )


def test_nothing_is_told_of_a_cause_where_nothing_was_refused(suite):
    """
    What was kept of a request and lost later has no answer to explain.
    """
    suite.makepyfile(
        """
        from sending import broken, send

        def test_any(sunbird):
            send(sunbird, [broken()])
        """
    )

    result = suite.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*Refused because*")


def test_a_refused_event_that_arrives_in_a_retry_is_not_lost(suite):
    """
    A client that tries again, and succeeds, has lost nothing.
    """
    suite.makepyfile(
        """
        from sending import impression, send

        def test_any(sunbird):
            event = impression()
            send(sunbird, [event], token="")
            send(sunbird, [event])
        """
    )

    suite.runpytest().assert_outcomes(passed=1)


def test_a_request_that_is_no_telemetry_is_nobodys_loss(suite):
    """
    An app may call what does not exist.
    """
    suite.makepyfile(
        """
        from sending import post

        def test_any(sunbird):
            assert post(sunbird.url + "/api/content/v1/search", {}, {})[0] == 404
        """
    )

    suite.runpytest().assert_outcomes(passed=1)


def test_a_failure_of_the_tests_own_comes_first(suite):
    """
    Strictness adds to the failure of a test and hides nothing of it.
    """
    suite.makepyfile(
        """
        from sending import broken, send

        def test_any(sunbird):
            send(sunbird, [broken()])
            assert "mine" == "first"
        """
    )

    result = suite.runpytest("--show-capture=no")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E *'mine' == 'first'*",
            "*- Telemetry -*",
            "telemetry not allowed: missing-field",
            "FAILED *::test_any - AssertionEr*",
        ]
    )


def test_what_the_teardown_of_fixtures_sends_is_judged_too(suite):
    """
    A client that flushes when its fixture ends must not lose anything there either.
    """
    suite.makepyfile(
        """
        import pytest
        from sending import broken, send

        @pytest.fixture
        def app(sunbird):
            yield
            send(sunbird, [broken()])

        def test_any(app):
            pass
        """
    )

    result = suite.runpytest()

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_any*", "telemetry not allowed: *"])


@pytest.mark.parametrize(
    ("ending", "outcome"),
    [
        ("pytest.skip('no')", {"skipped": 1}),
        ("pytest.xfail('known')", {"xfailed": 1}),
        ("raise unittest.SkipTest('no')", {"skipped": 1}),
    ],
)
def test_a_test_that_ends_otherwise_is_left_alone(suite, ending, outcome):
    """
    A skip stays a skip, whatever was sent before.
    """
    suite.makepyfile(
        f"""
        import unittest

        import pytest
        from sending import broken, send

        def test_any(sunbird):
            send(sunbird, [broken()])
            {ending}
        """
    )

    suite.runpytest().assert_outcomes(**outcome)


def test_pytest_exit_is_left_alone(suite):
    """
    Whoever ends the session ends it.
    """
    suite.makepyfile(
        """
        import pytest
        from sending import broken, send

        def test_any(sunbird):
            send(sunbird, [broken()])
            pytest.exit("enough", returncode=9)
        """
    )

    assert 9 == suite.runpytest().ret


@pytest.mark.parametrize(
    ("events", "outcome"), [("broken()", {"xfailed": 1}), ("impression()", {"failed": 1})]
)
def test_lost_telemetry_is_a_failure_that_can_be_expected(suite, events, outcome):
    """
    A strict xfail is met by lost telemetry, and broken when nothing gets lost.
    """
    suite.makepyfile(
        f"""
        import pytest
        from sending import broken, impression, send

        @pytest.mark.xfail(strict=True)
        def test_any(sunbird):
            send(sunbird, [{events}])
        """
    )

    suite.runpytest().assert_outcomes(**outcome)


class TestUnittest:
    SUITE = """
        import unittest

        import pytest
        from sending import broken, send

        class TestAny(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _sunbird(self, sunbird):
                self.sunbird = sunbird

            def test_any(self):
                send(self.sunbird, [broken()])
                {}
    """

    def test_fails_as_any_test(self, suite):
        """
        A TestCase gets the fixture by an autouse fixture, and is judged as well.
        """
        suite.makepyfile(self.SUITE.format(""))

        suite.runpytest().assert_outcomes(failed=1)

    def test_keeps_its_own_failure_first(self, suite):
        """
        A TestCase that fails by itself shows that, and then the telemetry.
        """
        suite.makepyfile(self.SUITE.format("self.assertEqual(1, 2)"))

        result = suite.runpytest()

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*AssertionError: 1 != 2*", "telemetry not allowed: *"])

    def test_stays_skipped(self, suite):
        """
        A TestCase that skips itself is skipped.
        """
        suite.makepyfile(self.SUITE.format("self.skipTest('no')"))

        suite.runpytest().assert_outcomes(skipped=1)


class TestModule:
    def test_each_test_is_judged_by_what_arrived_since_the_last(self, suite):
        """
        The test that caused it fails, and neither the one before nor the one after.
        """
        suite.makepyfile(
            """
            from sending import broken, impression, send

            def test_before(sunbird_module):
                send(sunbird_module, [impression()])

            def test_guilty(sunbird_module):
                send(sunbird_module, [broken()])

            def test_after(sunbird_module):
                assert len(sunbird_module.events) == 2

            def test_elsewhere():
                pass
            """
        )

        result = suite.runpytest()

        result.assert_outcomes(passed=3, failed=1)
        result.stdout.fnmatch_lines(["FAILED *::test_guilty*"])

    def test_what_arrives_after_its_tests_is_an_error_of_the_module(self, suite):
        """
        An app that a fixture of the module stops has its last word judged as well.
        """
        suite.makepyfile(
            """
            import pytest
            from sending import broken, send

            @pytest.fixture(scope="module")
            def app(sunbird_module):
                yield
                send(sunbird_module, [broken()])

            class TestApp:
                @pytest.fixture(scope="class", autouse=True)
                def started(self, app):
                    pass

                def test_any(self):
                    pass

            def test_last():
                pass
            """
        )

        result = suite.runpytest()

        result.assert_outcomes(passed=2, errors=1)
        result.stdout.fnmatch_lines(["telemetry not allowed: *", "to look closer: sunbird-mock *"])

    def test_what_arrives_after_its_tests_is_said_to_be_the_modules(self, suite, monkeypatch):
        """
        The error stands at the last test, which may never have used the inbox.
        """
        monkeypatch.setenv("COLUMNS", "200")
        suite.makepyfile(
            test_shop="""
            import pytest
            from sending import broken, send

            @pytest.fixture(scope="module")
            def app(sunbird_module):
                yield
                send(sunbird_module, [broken()])

            def test_any(app):
                pass

            def test_last():
                pass
            """
        )

        result = suite.runpytest()

        result.assert_outcomes(passed=2, errors=1)
        result.stdout.fnmatch_lines(
            [
                "telemetry not allowed: missing-field",
                "in the inbox test_shop.py.*, which is the sunbird_module of test_shop.py, after *",
                "",
                "missing-field (error): *",
            ],
            consecutive=True,
        )

    def test_an_inbox_of_the_module_and_one_of_the_test_are_two(self, suite):
        """
        A test may use both.
        """
        suite.makepyfile(
            """
            from sending import impression, send

            def test_any(sunbird, sunbird_module):
                send(sunbird_module, [impression()])
                assert len(sunbird.events) == 0
            """
        )

        suite.runpytest().assert_outcomes(passed=1)


def test_a_form_does_not_hide_the_test_s_own_failure(suite):
    """
    Whatever a test sent, its own failure stays, and what became of the events follows.
    """
    suite.makepyfile(
        """
        from urllib.request import Request, urlopen

        def test_any(sunbird):
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            urlopen(Request(sunbird.url + "/v1/telemetry", b"events=a&events=b", form)).close()

            assert ["c"] == sunbird.events
        """
    )

    result = suite.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E *wanted 'c', got 'a'",
            "telemetry not allowed: event-not-object (2 x)",
            "  The event is the string 'a': it must be an object.",
        ]
    )
    result.stdout.no_fnmatch_line("*IndexError*")
