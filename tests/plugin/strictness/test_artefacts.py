"""
Every failing test that used an inbox leaves its journal as a file, and says how to look at it.
"""

import json

import pytest

from pytest_sunbird.strictness.journal_files import file_name
from sunbird_mockserver.cli import main

FAILS = """
    from sending import impression, send

    def test_login(sunbird):
        send(sunbird, [impression()])
        assert False
"""


class TestFileName:
    def test_names_module_and_test(self):
        """
        The file of a plain test can be told from its name.
        """
        assert "tests.test_app.TestApp.test_login.ndjson" == file_name(
            "tests/test_app.py::TestApp::test_login"
        )

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("test_a.py::test_b[x/y]", "test_a.py::test_b[x-y]"),
            ("test_a.py::test_b[../../x]", "test_a.py::test_b[x]"),
            ("test_a.py::test_b[हिन्दी]", "test_a.py::test_b[हिन्दीहिन्दी]"),
            ("a.b/test_a.py::test_b", "a/b/test_a.py::test_b"),
            (f"test_a.py::test_{'x' * 300}1", f"test_a.py::test_{'x' * 300}2"),
            ("test_a.py::test_b[\ud800]", "test_a.py::test_b[\ud801]"),
        ],
    )
    def test_is_safe_and_belongs_to_one_test(self, one, other):
        """
        What no file name may hold is left out, and still no two tests share a file.
        """
        names = {file_name(one), file_name(other)}

        assert 2 == len(names)
        assert all(len(name) < 130 and name.isascii() and "/" not in name for name in names)
        assert not any(name.startswith(".") for name in names)


class TestFile:
    def test_is_left_by_a_failing_test_that_names_it_once(self, suite):
        """
        The last line of the failure is the command to call.
        """
        suite.makepyfile(test_app=FAILS)

        result = suite.runpytest("--show-capture=no")

        line = "to look closer: sunbird-mock show .sunbird/test_app.test_login.ndjson"
        assert 1 == result.outlines.count(line)
        assert (suite.path / ".sunbird" / "test_app.test_login.ndjson").is_file()

    def test_is_named_from_where_pytest_was_called(self, suite):
        """
        A test may change its directory.
        """
        suite.makepyfile(
            test_app="""
            def test_any(sunbird, monkeypatch, tmp_path):
                monkeypatch.chdir(tmp_path)
                assert False
            """
        )

        result = suite.runpytest()

        result.stdout.fnmatch_lines(["*: sunbird-mock show .sunbird/test_app.test_any.ndjson"])

    def test_has_a_line_per_delivery_with_its_events(self, suite):
        """
        As the control API shows them.
        """
        suite.makepyfile(test_app=FAILS)
        suite.runpytest()

        (line,) = (suite.path / ".sunbird" / "test_app.test_login.ndjson").read_bytes().splitlines()

        delivery = json.loads(line)
        assert ("POST", "/data/v1/telemetry", 200, 1) == (
            delivery["method"],
            delivery["path"],
            delivery["answer"]["status"],
            delivery["batch"]["events"],
        )
        assert ["accepted"] == [event["fate"] for event in delivery["events"]]

    def test_is_not_left_by_a_test_that_passes(self, suite):
        """
        Nor does the folder appear.
        """
        suite.makepyfile("def test_any(sunbird): pass")
        suite.runpytest()

        assert not (suite.path / ".sunbird").exists()

    @pytest.mark.parametrize("failing", ["setup", "teardown"])
    def test_is_left_whatever_phase_fails(self, suite, failing):
        """
        A fixture that fails before or after the test is a reason to look as well.
        """
        suite.makepyfile(
            test_app=f"""
            import pytest
            from sending import impression, send

            @pytest.fixture
            def app(sunbird):
                send(sunbird, [impression()])
                assert {failing == "teardown"}
                yield
                send(sunbird, [impression()])
                assert False

            def test_any(app):
                pass
            """
        )
        suite.runpytest().assert_outcomes(errors=1, passed=int(failing == "teardown"))

        lines = (suite.path / ".sunbird" / "test_app.test_any.ndjson").read_bytes().splitlines()

        assert {"setup": 1, "teardown": 2}[failing] == len(lines)

    def test_has_what_the_teardown_sent(self, suite):
        """
        A file of a test whose fixtures flush later is whole.
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
                assert False
            """
        )
        suite.runpytest()

        lines = (suite.path / ".sunbird" / "test_app.test_any.ndjson").read_bytes().splitlines()

        assert 1 == len(lines)

    def test_replaces_its_predecessor_and_nothing_else(self, suite):
        """
        Other files in the folder, and those of other tests, stay.
        """
        suite.makepyfile(test_app=FAILS)
        folder = suite.mkdir(".sunbird")
        (folder / "test_app.test_login.ndjson").write_text("old")
        (folder / "other.ndjson").write_text("other")
        suite.runpytest()

        assert "other" == (folder / "other.ndjson").read_text()
        assert (folder / "test_app.test_login.ndjson").read_text().startswith('{"id":')

    def test_is_ignored_by_git(self, suite):
        """
        What tests leave is nothing to commit.
        """
        suite.makepyfile(FAILS)
        suite.runpytest()

        assert "*\n" == (suite.path / ".sunbird" / ".gitignore").read_text()

    @pytest.mark.parametrize("folder", [".", "mine", "mine/.."])
    def test_hides_nothing_in_a_folder_that_was_there(self, suite, folder):
        """
        Git would ignore the whole project, or what somebody else keeps in the folder.
        """
        suite.mkdir("mine")
        suite.makepyfile(test_app=FAILS)
        suite.runpytest(f"--sunbird-dir={folder}", "--sunbird-coverage=json")

        written = {path.name for path in (suite.path / folder).iterdir()}
        assert {"test_app.test_login.ndjson", "coverage.json"} <= written
        assert ".gitignore" not in written

    @pytest.mark.parametrize(
        ("ini", "arguments"),
        [("sunbird_dir = reports", ()), ("", ("--sunbird-dir=reports",))],
        ids=["ini", "option"],
    )
    def test_lies_where_it_was_asked_for(self, suite, ini, arguments):
        """
        Below the root of the suite.
        """
        suite.makepyfile(test_app=FAILS)
        suite.makeini(f"[pytest]\n{ini}")
        suite.runpytest(*arguments)

        assert (suite.path / "reports" / "test_app.test_login.ndjson").is_file()

    def test_that_cannot_be_written_changes_no_outcome(self, suite):
        """
        The failure says why there is none.
        """
        suite.makepyfile(FAILS)
        (suite.path / "taken").write_text("a file, no folder")

        result = suite.runpytest("--sunbird-dir=taken")

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["its journal could not be kept in *taken: File exists"])

    def test_holds_no_secret(self, suite):
        """
        Neither a token nor what it was signed with is in the file or the output.
        """
        suite.makepyfile(
            test_app="""
            from pathlib import Path

            from sending import broken, post, send

            def test_any(sunbird):
                token = sunbird.token()
                Path("token").write_text(token)
                headers = {"Content-Type": "application/json"}
                send(sunbird, [broken()], token=token)
                post(sunbird.url + "/data/v1/telemetry?jwt=" + token, {"events": []}, headers)
            """
        )

        result = suite.runpytest("-vv", "--junitxml=junit.xml")

        result.assert_outcomes(failed=1)
        _, claims, signature = (suite.path / "token").read_text().split(".")
        (file,) = (suite.path / ".sunbird").glob("*.ndjson")
        for text in (file.read_text(), str(result.stdout), (suite.path / "junit.xml").read_text()):
            assert signature not in text
            assert claims not in text
            assert "partner-secret" not in text

    def test_says_what_the_journal_forgot(self, suite):
        """
        A journal that had no room for all says so.
        """
        suite.makeconftest(
            """
            import pytest
            from sunbird_mockserver import MockServer, Settings
            from sunbird_mockserver.settings import Limits

            @pytest.fixture(scope="session")
            def sunbird_server():
                with MockServer(Settings(limits=Limits(journal_events=2))) as server:
                    yield server
            """
        )
        suite.makepyfile(
            """
            from sending import impression, send

            def test_any(sunbird):
                for _ in range(5):
                    send(sunbird, [impression()])
                assert False
            """
        )

        result = suite.runpytest()

        result.stdout.fnmatch_lines(["the journal had no room for the first 3 deliveries"])

    def test_of_a_module_has_what_its_tests_sent(self, suite):
        """
        The file of a test has what arrived in every inbox that it used, in order.
        """
        suite.makepyfile(
            test_app="""
            from sending import impression, send

            def test_first(sunbird_module):
                send(sunbird_module, [impression(mid="1")])

            def test_second(sunbird_module, sunbird):
                send(sunbird, [impression(mid="2")])
                send(sunbird_module, [impression(mid="3")])
                assert False
            """
        )
        suite.runpytest()

        lines = (suite.path / ".sunbird" / "test_app.test_second.ndjson").read_bytes().splitlines()

        assert ["1", "2", "3"] == [json.loads(line)["events"][0]["event"]["mid"] for line in lines]

    def test_can_be_shown(self, suite, capsys):
        """
        The command that the failure names does what it says.
        """
        suite.makepyfile(FAILS)
        suite.runpytest()
        (file,) = (suite.path / ".sunbird").glob("*.ndjson")
        capsys.readouterr()

        assert 0 == main(["show", str(file)])
        assert "accepted   IMPRESSION" in capsys.readouterr().out
