"""
Coverage in sessions of their own.
"""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plugin import sending

SCHEMA = Path(__file__).parents[2] / "docs" / "coverage.schema.json"

PLAN = """
[events.IMPRESSION]
fields = ["edata.pageid", "object.id"]
optional_fields = ["context.sid", "context.did"]
values."edata.type" = ["view", "list"]

[events.START]
"""

SUITE = """
from sending import impression, send

def test_view(sunbird):
    send(sunbird, [impression()])

def test_list(sunbird):
    edata = {"type": "list", "pageid": "all", "uri": "/all"}
    send(sunbird, [impression(mid="another", edata=edata)])
"""


@pytest.fixture
def suite(pytester):
    """
    A session with two tests, which together send one promised event type of two.
    """
    pytester.makepyfile(sending=Path(sending.__file__).read_text("utf-8"), test_app=SUITE)
    pytester.makefile(".toml", plan=PLAN)
    return pytester


def run(pytester, *arguments):
    return pytester.runpytest("-p", "no:cacheprovider", *arguments)


def section(result):
    """
    What the session says about coverage, without the spaces at ends of lines.
    """
    lines = [line.rstrip() for line in result.outlines]
    start = next(n for n, line in enumerate(lines) if "= sunbird coverage =" in line)
    end = next(n for n, line in enumerate(lines) if n > start and line.startswith("="))
    return lines[start + 1 : end]


TABLE = [
    "Coverage, compared with plan.toml:",
    "event type  kept  met      %  missing",
    "-------------------------------------",
    "IMPRESSION     2  4/5    80%  object.id",
    "START          0  0/1     0%  all of it",
    "-------------------------------------",
    "TOTAL          2  4/6  66.6%",
    "",
    "warning: promised-never-sent: IMPRESSION object.id; START",
    "  Send it, test the code that sends it, or remove it from the plan.",
]
TOO_LITTLE = "FAIL 66.7% of plan.toml is required: 4 of 6 are met, 66.6%."


def test_a_plan_is_shown_beside_what_was_sent(suite):
    """
    The summary has a table, a total and findings.
    """
    result = run(suite, "--sunbird-plan=plan.toml")

    assert TABLE == section(result)
    assert 0 == result.ret


def test_under_xdist_all_workers_are_counted_together(suite):
    """
    The table and the limit are about what all workers sent together.
    """
    result = suite.runpytest_subprocess(
        "--sunbird-plan=plan.toml", "--sunbird-fail-under=66.7", "-n", "2"
    )

    assert [*TABLE, TOO_LITTLE] == section(result)
    assert 1 == result.ret


def test_without_a_plan_the_specification_is_shown(suite):
    """
    Without a plan the event types that were sent stand beside their fields, the others are named.
    """
    result = run(suite, "--sunbird-coverage")

    result.stdout.fnmatch_lines(
        [
            "Coverage, compared with telemetry 3.0, as no plan was given:",
            "IMPRESSION     2  */35*%  edata.subtype,*",
            "never sent: ASSESS, AUDIT, *",
        ]
    )


class TestFailUnder:
    def test_a_session_that_sends_too_little_fails(self, suite):
        """
        Below the limit the session ends with status 1 and says why.
        """
        result = run(suite, "--sunbird-plan=plan.toml", "--sunbird-fail-under=66.7")

        assert TOO_LITTLE == section(result)[-1]
        assert 1 == result.ret

    def test_a_session_that_sends_enough_passes(self, suite):
        """
        At the limit all is well.
        """
        result = run(suite, "--sunbird-plan=plan.toml", "--sunbird-fail-under=66")

        assert "66% of plan.toml was required: 4 of 6 are met, 66.6%." == section(result)[-1]
        assert 0 == result.ret

    def test_it_needs_a_plan(self, suite):
        """
        Without a plan it is a mistake, and the text says why.
        """
        result = run(suite, "--sunbird-fail-under=90")

        result.stderr.fnmatch_lines(["ERROR: --sunbird-fail-under needs --sunbird-plan: *"])
        assert 4 == result.ret


MISTAKES = {
    "--sunbird-plan=plans.toml": "--sunbird-plan: * cannot be read: No such file or directory.",
    "--sunbird-plan=wrong.toml": (
        "--sunbird-plan: wrong.toml: events.STRAT: is not an event type. Did you mean 'START'?"
    ),
    "--sunbird-fail-under=most": (
        "--sunbird-fail-under: 'most' is not a percentage. Give a number from 0 to 100."
    ),
    "--sunbird-fail-under=nan": (
        "--sunbird-fail-under: 'nan' is not a percentage. Give a number from 0 to 100."
    ),
    "--sunbird-coverage=xml": "--sunbird-coverage: 'xml' is not a report. *",
    "--sunbird-coverage=term:x": "--sunbird-coverage: 'term:x' is not a report. *",
    "--sunbird-write-plan=plan.toml": (
        "--sunbird-write-plan: *plan.toml is there already. Give another name."
    ),
}


@pytest.mark.parametrize("option", MISTAKES)
def test_a_mistake_ends_the_session_before_it_begins(suite, option):
    """
    A mistake in the options or in the plan is told in a sentence, and no test is run.
    """
    suite.makefile(".toml", wrong="[events.STRAT]")

    result = run(suite, option)

    result.stderr.fnmatch_lines([f"ERROR: {MISTAKES[option]}"])
    assert 4 == result.ret


class TestIniFile:
    def test_every_option_has_a_twin(self, suite):
        """
        The ini file can ask for all that lasts.
        """
        suite.makeini(
            """
            [pytest]
            sunbird_plan = plan.toml
            sunbird_coverage = json html:reports/coverage.html
            sunbird_fail_under = 90
            """
        )

        result = run(suite)

        assert 1 == result.ret
        assert (suite.path / ".sunbird" / "coverage.json").is_file()
        assert (suite.path / "reports" / "coverage.html").is_file()

    def test_an_option_beats_it(self, suite):
        """
        What the command line says is done instead.
        """
        suite.makeini("[pytest]\nsunbird_plan = plan.toml\nsunbird_fail_under = 90")

        assert 0 == run(suite, "--sunbird-fail-under=10").ret

    def test_none_switches_it_off(self, suite):
        """
        For a quick run all of it can be switched off.
        """
        suite.makeini("[pytest]\nsunbird_plan = plan.toml\nsunbird_fail_under = 90")

        result = run(suite, "--sunbird-coverage=none")

        assert 0 == result.ret
        result.stdout.no_fnmatch_line("*sunbird coverage*")

    def test_a_plan_alone_switches_nothing_on(self, suite):
        """
        A plan in the ini file only says where it is.
        """
        suite.makeini("[pytest]\nsunbird_plan = plan.toml")

        run(suite).stdout.no_fnmatch_line("*sunbird coverage*")


class TestFiles:
    def test_json_is_as_its_schema_says(self, suite):
        """
        The file for programs can be relied on.
        """
        run(suite, "--sunbird-plan=plan.toml", "--sunbird-coverage=json:out.json")

        shown = json.loads((suite.path / "out.json").read_text("utf-8"))
        schema = json.loads(SCHEMA.read_text("utf-8"))

        assert [] == [*Draft202012Validator(schema).iter_errors(shown)]
        assert (4, 6) == (shown["met"], shown["total"])
        assert [] == shown["gaps"]

    def test_several_reports_are_made_at_once(self, suite):
        """
        Reports are separated by commas, or the option is repeated; the terminal says where they
        are.
        """
        result = run(suite, "--sunbird-coverage=term,html", "--sunbird-coverage=json")

        folder = suite.path / ".sunbird"

        assert [f"written: {folder / name}" for name in ("coverage.html", "coverage.json")] == (
            section(result)[-2:]
        )

    def test_they_are_kept_out_of_the_history(self, suite):
        """
        Reports are where failing tests leave their journals, which git ignores.
        """
        run(suite, "--sunbird-dir=left", "--sunbird-coverage=json:left/own/a.json,json")

        assert (suite.path / "left" / "coverage.json").is_file()
        assert "*\n" == (suite.path / "left" / ".gitignore").read_text()

    def test_what_cannot_be_written_fails_the_session(self, suite):
        """
        A report that somebody waits for is not left out silently.
        """
        result = run(suite, "--sunbird-coverage=json:plan.toml/out.json")

        result.stdout.fnmatch_lines(["FAIL *out.json cannot be written: *."])
        assert 1 == result.ret


class TestFirstPlan:
    def test_the_suite_keeps_the_plan_that_it_writes(self, suite):
        """
        A plan can be written by the suite, which then meets it to 100 %.
        """
        run(suite, "--sunbird-write-plan=first.toml")

        result = run(suite, "--sunbird-plan=first.toml", "--sunbird-fail-under=100")

        assert 0 == result.ret
        result.stdout.no_fnmatch_line("*never-promised*")

    def test_nothing_makes_no_plan(self, suite):
        """
        Of nothing no plan is made, and that is said.
        """
        result = run(suite, "--sunbird-write-plan=first.toml", "-k", "nothing")

        result.stdout.fnmatch_lines(["FAIL *first.toml was not written: the suite sent nothing *"])


COUNTED = {
    "after a reset": """
        def test_any(sunbird):
            send(sunbird, [impression()])
            sunbird.reset()
        """,
    "in the teardown of a fixture": """
        @pytest.fixture
        def app(sunbird):
            yield
            send(sunbird, [impression()])

        def test_any(app):
            pass
        """,
    "to a server of the suite's own": """
        @pytest.fixture(scope="module")
        def another():
            with MockServer() as server:
                yield Sunbird(server, "module"), server

        @pytest.fixture(scope="module")
        def server(another):
            return another[1]

        def test_any(another, server):
            send(another[0], [impression()])
        """,
    "from a thread": """
        def test_any(sunbird):
            thread = threading.Thread(target=send, args=(sunbird, [impression()]))
            thread.start()
            thread.join()
        """,
    "in a test that fails": """
        def test_any(sunbird):
            send(sunbird, [impression()])
            pytest.fail("later")
        """,
}


@pytest.mark.parametrize("test", COUNTED.values(), ids=COUNTED)
def test_whatever_was_sent_is_counted(suite, test):
    """
    An event is counted once, whenever it is sent and whatever is forgotten later.
    """
    imports = """
        import threading
        import pytest
        from pytest_sunbird import Sunbird
        from sending import impression, send
        from sunbird_mockserver import MockServer
        """
    suite.makepyfile(test_app=imports + test)

    run(suite, "--sunbird-coverage", "--sunbird-plan=plan.toml").stdout.fnmatch_lines(
        ["IMPRESSION     1  *"]
    )


class TestParts:
    def test_a_session_that_stops_early_says_so(self, suite):
        """
        With -x the rest of the tests has not been counted.
        """
        suite.makepyfile(test_a_failure="def test_any(): raise ValueError")

        result = run(suite, "--sunbird-coverage", "-x")

        result.stdout.fnmatch_lines(
            ["This is only a part: the session ended before all tests had run."]
        )

    def test_a_worker_that_crashes_is_told(self, suite):
        """
        What a crashed worker had counted is lost.
        """
        suite.makepyfile(test_crash="import os\ndef test_any(): os._exit(3)")

        result = suite.runpytest_subprocess(
            "--sunbird-coverage", "-n", "1", "--max-worker-restart=0", "test_crash.py"
        )

        result.stdout.fnmatch_lines(
            ["This is only a part: worker gw? ended without reporting its coverage."]
        )


@pytest.mark.parametrize("option", ["--collect-only", "--fixtures", "--setup-plan"])
def test_a_session_without_tests_has_no_coverage(suite, option):
    """
    Where no test is run there is nothing to report, and no limit to miss.
    """
    result = run(suite, "--sunbird-plan=plan.toml", "--sunbird-fail-under=90", option)

    assert 0 == result.ret
    result.stdout.no_fnmatch_line("*sunbird coverage*")


def test_the_server_is_not_loaded_where_no_test_wants_one(suite):
    """
    Coverage by itself starts and loads no server.
    """
    suite.makepyfile(
        test_app="""
        import sys

        def test_any(tmp_path):
            assert "sunbird_mockserver" not in sys.modules
        """
    )

    assert 0 == suite.runpytest_subprocess("--sunbird-coverage", "-k", "any").ret
