"""
The plugin in sessions of its own.
"""

import pytest

HEAVY = (
    "uvicorn",
    "hypothesis",
    "jsonschema",
    "jsonschema_rs",
    "jwt",
    "pytest_sunbird.fixture.sunbird",
    "sunbird_mockserver",
    "sunbird_telemetry",
    "werkzeug",
)


def test_startup_stays_cheap(pytester):
    """
    A session that never asks for a fixture loads none of the machinery, nor has it coverage.
    """
    pytester.makeini("[pytest]\nsunbird_plan = plan.toml")
    pytester.makeconftest(
        f"""
        import sys

        HEAVY = {set(HEAVY)!r}

        def pytest_unconfigure():
            loaded = HEAVY.intersection(sys.modules)
            loaded.update(name for name in sys.modules if "sunbird.coverage." in name)
            assert not loaded, sorted(loaded)
        """
    )
    pytester.makepyfile("def test_nothing(): pass")

    # Other plugins that are installed here may load what they like.
    others = ("hypothesispytest", "pytest_httpserver", "xdist", "pytest_cov", "playwright")
    arguments = [argument for name in others for argument in ("-p", f"no:{name}")]
    result = pytester.runpytest_subprocess(*arguments)

    assert 0 == result.ret


def test_a_session_ends_without_a_trace(pytester):
    """
    With warnings as errors nothing is left open. The table of rules is not even read for a test
    that neither sends nor asks about findings.
    """
    pytester.makepyfile(
        """
        import sys

        def test_any(sunbird):
            assert [] == sunbird.events
            assert sunbird.token()
            assert "sunbird_telemetry.findings.catalogue" not in sys.modules
        """
    )

    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)


def test_the_fixtures_are_listed_with_what_they_are_for(pytester):
    """
    ``pytest --fixtures`` explains each fixture.
    """
    result = pytester.runpytest("--fixtures")

    for fixture, purpose in {
        "sunbird_server [[]session scope[]]": "The mock that all tests of this process share*",
        "sunbird": "A Sunbird for this test alone*",
        "sunbird_module [[]module scope[]]": "A Sunbird that the tests of a module share*",
    }.items():
        result.stdout.fnmatch_lines([f"{fixture} -- *", f"    {purpose}"])


def test_tests_share_a_server_but_no_inbox(pytester):
    """
    What one test sends is not there in the next.
    """
    pytester.makepyfile(
        """
        from urllib.request import urlopen

        import pytest

        ports = set()

        @pytest.mark.parametrize("n", [1, 2])
        def test_any(sunbird, sunbird_server, n):
            assert len(sunbird.deliveries) == 0
            urlopen(sunbird.url + "/health").close()
            assert len(sunbird.deliveries) == 1
            ports.add(sunbird_server.port)

        def test_one_port():
            assert len(ports) == 1
        """
    )

    pytester.runpytest().assert_outcomes(passed=3)


def test_stands_beside_the_httpserver_fixture(pytester):
    """
    pytest-httpserver's own fixture is another server, and still there.
    """
    pytester.makepyfile(
        """
        def test_any(sunbird, httpserver):
            assert sunbird.httpserver is not httpserver
            assert not httpserver.url_for("/").startswith(sunbird.url)
        """
    )

    pytester.runpytest().assert_outcomes(passed=1)


class TestTimeout:
    WAIT = """
        import pytest
        from pytest_sunbird import TelemetryMismatch

        def test_any(sunbird):
            with pytest.raises(TelemetryMismatch, match="within {} s"):
                sunbird.expect("END")
        """

    def test_comes_from_the_configuration(self, pytester):
        """
        ``sunbird_timeout`` says how long expectations wait.
        """
        pytester.makeini("[pytest]\nsunbird_timeout = 0.01")
        pytester.makepyfile(self.WAIT.format("0.01"))

        pytester.runpytest().assert_outcomes(passed=1)

    def test_the_command_line_wins(self, pytester):
        """
        The option beats the file.
        """
        pytester.makeini("[pytest]\nsunbird_timeout = 60")
        pytester.makepyfile(self.WAIT.format("0"))

        pytester.runpytest("--sunbird-timeout", "0").assert_outcomes(passed=1)

    @pytest.mark.parametrize("given", ["soon", "-1", "nan", "inf"])
    def test_is_a_number(self, pytester, given):
        """
        Anything else is told.
        """
        pytester.makepyfile("def test_any(sunbird): pass")
        result = pytester.runpytest(f"--sunbird-timeout={given}")

        assert pytest.ExitCode.USAGE_ERROR == result.ret
        result.stderr.fnmatch_lines(
            [f"*sunbird_timeout is '{given}': give a number of seconds, e.g. 5 or 0.5."]
        )
