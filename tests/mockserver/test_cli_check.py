"""
``sunbird-mock check``.
"""

import gc
import gzip
import json
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from sunbird_mockserver.cli import check as module
from sunbird_mockserver.cli import main
from telemetry.pipeline.making import NOW, made

CLEAN, NOTE, WARNING, BROKEN = made("START"), made("ERROR"), made("START"), {"eid": "START"}
WARNING["context"]["pdata"]["id"] = ""


@pytest.fixture(name="file")
def _file(tmp_path):
    """
    Makes a file of events.
    """

    def make(*events, name="events.jsonl", pack=bytes):
        path = tmp_path / name
        path.write_bytes(pack(b"".join(json.dumps(each).encode() + b"\n" for each in events)))
        return str(path)

    return make


def check(*arguments, now=str(NOW)):
    return main(["check", *arguments, *(["--now", now] if now else [])])


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_collector_is_spared_only_while_files_are_checked(file, monkeypatch):
    """
    Whoever calls the command within a process of his own gets his collector back.
    """
    frozen = []
    monkeypatch.setattr(
        module, "_opened", lambda *_, **__: frozen.append(gc.get_freeze_count()) or []
    )
    before = gc.get_freeze_count()  # Python 3.12 comes with some hundreds

    assert 0 == check(file(CLEAN))
    assert frozen[0] > before
    assert 0 == gc.get_freeze_count()


class TestExitCode:
    @pytest.mark.parametrize(
        ("event", "level", "code"),
        [
            (BROKEN, "error", 1),
            (BROKEN, "note", 1),
            (BROKEN, "none", 0),
            (WARNING, "error", 0),
            (WARNING, "warning", 1),
            (NOTE, "warning", 0),
            (NOTE, "note", 1),
        ],
    )
    def test_it_is_1_from_the_level_on(self, file, event, level, code):
        """
        Findings of the level, and worse ones, fail; others do not.
        """
        # A session that is not ended is a warning of its own.
        session = [event, made("END", mid="e")] if event is WARNING else [event]

        assert code == check(file(*session), "--fail-on", level)

    def test_errors_fail_unless_said_otherwise(self, file):
        """
        The gate is at errors.
        """
        assert 1 == check(file(BROKEN))
        assert 0 == check(file(WARNING))

    def test_a_gate_that_is_off_says_so(self, file, capsys):
        """
        A job that cannot fail is no check.
        """
        check(file(BROKEN), "--fail-on", "none")

        assert "--fail-on none" in capsys.readouterr().err

    def test_the_end_of_a_session_counts(self, file, capsys):
        """
        What is only known at the end decides as well, and is told beside the lines.
        """
        assert 1 == check(file(CLEAN), "--fail-on", "warning", "--output-format", "jsonl")

        shown = capsys.readouterr()
        assert 1 == len(shown.out.splitlines())
        assert "start-without-end: 1, first at the end" in shown.err


class TestOutput:
    def test_text_is_the_default(self, file, capsys):
        """
        People get a summary.
        """
        check(file(CLEAN, BROKEN))

        assert "1 of 2 events would be dropped." == capsys.readouterr().out.splitlines()[-1]

    def test_jsonl_is_a_line_per_event(self, file, capsys):
        """
        Programs get every event, of every file, in order.
        """
        one, two = file(CLEAN, BROKEN), file(CLEAN, name="two.gz", pack=gzip.compress)
        check(one, two, "--output-format", "jsonl")

        assert [
            (f"{one}:1", "accepted"),
            (f"{one}:2", "failed"),
            (f"{two}:1", "duplicate"),
        ] == [(line["source"], line["fate"]) for line in lines(capsys)]

    def test_nothing_is_shown_of_progress_where_nobody_looks(self, file, capsys):
        """
        Standard error of a CI job stays clean.
        """
        check(file(CLEAN))

        assert "" == capsys.readouterr().err


class TestProgress:
    def test_it_is_shown_on_a_terminal_every_second(self, file, capsys, monkeypatch):
        """
        Whoever waits sees how far it is; at the end the line is wiped.
        """
        ticks = iter(range(0, 100, 2))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setattr(module, "_PROGRESS_EVERY", 2)
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
        check(file(CLEAN, CLEAN, CLEAN))

        assert "\r2 lines\r\x1b[K" == capsys.readouterr().err

    def test_short_runs_need_none(self, file, capsys, monkeypatch):
        """
        Within a second there is nothing to show.
        """
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setattr(module, "_PROGRESS_EVERY", 2)
        check(file(CLEAN, CLEAN, CLEAN))

        assert "" == capsys.readouterr().err


class TestOptions:
    @pytest.mark.parametrize("now", ["1773576000000", "2026-03-15T12:00:00Z", "2026-03-15T12:00"])
    def test_now_is_ms_or_iso(self, file, capsys, now):
        """
        A time without a zone is UTC.
        """
        check(file(CLEAN), now=now)

        assert "2026-03-15T12:00:00Z (--now)" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("now", "ms"),
        [
            ("1700000000", "1700000000000"),
            ("100000000", "100000000000"),
            ("99999999999", "99999999999000"),
            ("1700000000.25", "1700000000250"),
        ],
    )
    def test_a_number_of_seconds_is_refused(self, file, capsys, now, ms):
        """
        As milliseconds it would be a time in 1970, by which no event is too old.
        """
        assert 2 == check(file(CLEAN), now=now)
        assert f"{now!r} looks like seconds; write {ms}." in capsys.readouterr().err

    @pytest.mark.parametrize("now", ["0", "99999999", "100000000000"])
    def test_other_numbers_are_milliseconds(self, file, now):
        """
        Nobody means seconds before 1973, or after the year 5138.
        """
        assert 0 == check(file(), now=now)

    @pytest.mark.parametrize("now", ["yesterday", "-5", "1e3", "9" * 20, ""])
    def test_what_is_no_time_is_refused(self, file, capsys, now):
        """
        The sentence shows what a time looks like.
        """
        assert 2 == main(["check", file(CLEAN), "--now", now])
        assert "2026-03-15T12:00:00Z" in capsys.readouterr().err

    def test_env_decides_who_the_portal_is(self, file, capsys):
        """
        The preprocessor looks for duplicates of the environment's own portal.
        """
        portal = made("START")
        portal["context"]["pdata"]["id"] = "prod.sunbird.portal"
        check(file(portal, portal), "--env", "prod", "--output-format", "jsonl")

        assert "preprocessor" == lines(capsys)[1]["stage"]

    def test_config_brings_event_types_of_ones_own(self, file, capsys, tmp_path):
        """
        The file is that of the server, so one deployment is described once.
        """
        (tmp_path / "cb_audit.json").write_text('{"required": ["edata"]}', "utf-8")
        config = tmp_path / "sunbird-mock.toml"
        config.write_text('[pipeline]\nextra_types = {CB_AUDIT = "cb_audit.json"}\n', "utf-8")
        events = file(CLEAN | {"eid": "CB_AUDIT"}, {"eid": "CB_AUDIT"}, {"eid": "CB_OTHER"})
        check(events, "--config", str(config), "--output-format", "jsonl")

        assert ["accepted", "failed", "failed"] == [each["fate"] for each in lines(capsys)]

    @pytest.fixture
    def production(self, tmp_path):
        """
        The configuration of a deployment that is called prod, at the beginning of 2030.
        """
        config = tmp_path / "sunbird-mock.toml"
        config.write_text('environment = "prod"\nnow = "2030-01-01T00:00:00Z"\n', "utf-8")

        return str(config)

    @pytest.mark.parametrize(
        ("options", "stage"), [([], "preprocessor"), (["--env", "dev"], "druid-validator")]
    )
    def test_config_says_where_unless_env_does(self, file, capsys, production, options, stage):
        """
        The environment of the file counts, and gives way to the option.
        """
        portal = made("START")
        portal["context"]["pdata"]["id"] = "prod.sunbird.portal"
        options = [*options, "--config", production, "--output-format", "jsonl"]
        check(file(portal, portal), *options)

        assert stage == lines(capsys)[1]["stage"]

    @pytest.mark.parametrize(("now", "fate"), [(None, "lost"), (str(NOW), "accepted")])
    def test_config_says_when_unless_now_does(self, file, capsys, production, now, fate):
        """
        The time of the file counts, and gives way to the option.
        """
        check(file(CLEAN), "--config", production, "--output-format", "jsonl", now=now)

        assert fate == lines(capsys)[0]["fate"]

    def test_the_report_says_whose_time_it_is(self, file, capsys, production):
        """
        Whoever reads it need not know how it was made.
        """
        check(file(CLEAN), "--config", production, now=None)

        assert f"2030-01-01T00:00:00Z (now in {production})" in capsys.readouterr().out

    @pytest.mark.parametrize("output_format", ["text", "jsonl"])
    def test_config_of_spark_says_what_its_fates_are_worth(
        self, file, capsys, tmp_path, output_format
    ):
        """
        Spark itself validates nothing, which is no event's fault.
        """
        config = tmp_path / "sunbird-mock.toml"
        config.write_text('profile = "spark"\n', "utf-8")
        options = ["--config", str(config), "--output-format", output_format]

        assert 0 == check(file(), *options, "--fail-on", "note")
        assert 1 == capsys.readouterr().err.count("Spark itself does not validate events")

    def test_a_mistake_in_the_config_is_told_with_its_place(self, file, capsys, tmp_path):
        """
        Nothing is checked by half of what a deployment says of itself.
        """
        config = tmp_path / "sunbird-mock.toml"
        config.write_text("[pipeline]\nmid_ttl = 60\n", "utf-8")

        assert 2 == check(file(CLEAN), "--config", str(config))
        assert "Did you mean 'pipeline.mid_ttl_s'?" in capsys.readouterr().err

    def test_as_sent_takes_a_list_for_a_body(self, file, capsys):
        """
        A list that was POSTed is lost whole.
        """
        check(file([CLEAN]), "--as-sent", "--output-format", "jsonl")

        assert ["telemetry.extractor.failed"] == lines(capsys)[0]["topics"]


class TestEmptyInput:
    @pytest.mark.parametrize("output_format", ["text", "jsonl"])
    @pytest.mark.parametrize("events", [[], [{"events": []}], [[]]])
    def test_fails_if_that_is_asked_for(self, file, capsys, output_format, events):
        """
        A job that checks nothing, because its files stay empty, is noticed.
        """
        options = ["--fail-on-empty", "--fail-on", "none", "--output-format", output_format]

        assert 1 == check(file(*events), *options)
        assert "--fail-on-empty: there are no events in the input." in capsys.readouterr().err

    def test_is_clean_otherwise(self, file):
        """
        Without the option, nothing is wrong with no events.
        """
        assert 0 == check(file())

    def test_is_of_all_files(self, file):
        """
        One event in one of them is enough.
        """
        assert 0 == check(file(name="empty.jsonl"), file(CLEAN), "--fail-on-empty")


def cut(data):
    """
    The *data* as gzip that ends behind its head.
    """
    return gzip.compress(data)[:12]


class TestDamagedFile:
    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_does_not_discard_the_report_of_the_others(self, file, capsys, place):
        """
        The events of all other files are reported; the damage comes last, and decides.
        """
        files = [file(BROKEN, name="one.jsonl"), file(BROKEN, name="two.jsonl")]
        files.insert(place, file(BROKEN, name="damaged.gz", pack=cut))

        assert 2 == check(*files)

        shown = capsys.readouterr()
        assert shown.out.endswith("2 of 2 events would be dropped.\n")
        assert shown.err.startswith(f"sunbird-mock: {files[place]!r} cannot be read: its gzip is")

    def test_is_reported_up_to_the_damage(self, file, capsys):
        """
        What could be read of it counts.
        """
        name = file(BROKEN, pack=lambda data: gzip.compress(data) + cut(data))

        assert 2 == check(name)
        assert capsys.readouterr().out.endswith("1 of 1 event would be dropped.\n")

    def test_leaves_the_lines_of_the_others(self, file, capsys):
        """
        Programs get a line per event as well, and each damaged file is named.
        """
        damaged = file(pack=cut, name="a.gz"), file(pack=cut, name="b.gz")
        intact = file(CLEAN, BROKEN)

        assert 2 == check(damaged[0], intact, damaged[1], "--output-format", "jsonl")

        shown = capsys.readouterr()
        sources = [json.loads(line)["source"] for line in shown.out.splitlines()]
        assert [f"{intact}:1", f"{intact}:2"] == sources
        assert [name in shown.err for name in damaged] == [True, True]

    def test_alone_has_no_report(self, file, capsys):
        """
        There is nothing to report of no event.
        """
        assert 2 == check(file(pack=cut))
        assert "" == capsys.readouterr().out


class TestCannotRun:
    def test_a_missing_file_is_one_sentence(self, file, capsys):
        """
        Nothing is checked if a file is missing.
        """
        assert 2 == check(file(BROKEN), "missing.jsonl", "--output-format", "jsonl")

        shown = capsys.readouterr()
        assert "" == shown.out
        assert (
            "sunbird-mock: 'missing.jsonl' cannot be read: No such file or directory.\n"
            == shown.err
        )

    @pytest.mark.parametrize("files", [[], ["-", "-"]], ids=["none", "twice standard input"])
    def test_files_are_wanted(self, files):
        """
        Without files there is nothing to check, and standard input can be read once.
        """
        assert 2 == check(*files)


def started(*arguments, **options):
    """
    A process that checks.
    """
    script = (
        "import signal, sys; from sunbird_mockserver.cli import main;"
        # As in a terminal, also where the tests run in the background of a shell.
        "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(main(sys.argv[1:]))"
    )
    command_line = [sys.executable, "-c", script, "check", *arguments]

    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}

    return subprocess.Popen(command_line, **options)


class TestProcess:
    def test_it_streams_standard_input(self):
        """
        Standard input is read to its end, under the name of a dash.
        """
        arguments = ["-", "--now", str(NOW), "--output-format", "jsonl"]
        with started(*arguments, stdin=subprocess.PIPE) as process:
            out, _ = process.communicate(json.dumps(CLEAN).encode(), timeout=60)

        assert 0 == process.returncode
        assert "-:1" == json.loads(out)["source"]

    def test_a_reader_that_leaves_is_no_error(self, file):
        """
        ``| head`` ends it without a traceback.
        """
        with started(file(*[BROKEN] * 3000), "--output-format", "jsonl") as process:
            process.stdout.readline()
            process.stdout.close()
            err = process.stderr.read()

        assert (141, b"") == (process.returncode, err)

    def test_ctrl_c_leaves_no_traceback(self, tmp_path):
        """
        Whoever waits no longer gets his prompt back.
        """
        arguments = ["-", "--output-format", "jsonl"]
        with started(*arguments, stdin=subprocess.PIPE, bufsize=0) as process:
            line = json.dumps(BROKEN).encode() + b"\n"
            # More than any buffer on the way holds, so that it is seen to run.
            process.stdin.write(line * 2000)
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)

        assert 130 == process.returncode
        assert b"Traceback" not in err
