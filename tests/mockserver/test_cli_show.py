import json
from pathlib import Path

import pytest

from sunbird_mockserver.cli import main

ACCEPTED = {
    "event": {"eid": "START", "mid": "START:1"},
    "fate": "accepted",
    "stage": None,
    "reason": None,
    "findings": [],
}
FAILED = {
    "event": {"eid": "IMPRESSION", "mid": "IMPRESSION:2"},
    "fate": "failed",
    "stage": "preprocessor",
    "reason": '"/edata"',
    "findings": [
        {
            "rule": "missing-field",
            "level": "error",
            "pointer": "/edata/pageid",
            "message": "It is missing.",
        }
    ],
}
STRANGE = {**ACCEPTED, "event": [7], "fate": "poison", "stage": "extractor"}
DELIVERY = {
    "received": 1767225600123,
    "method": "POST",
    "path": "/data/v1/telemetry",
    "answer": {"status": 200},
    "diagnosis": None,
    "findings": [],
    "events": [ACCEPTED, FAILED],
}
REFUSED = {
    **DELIVERY,
    "answer": {"status": 401},
    "diagnosis": "no token",
    "findings": [{"rule": "bare-bearer", "level": "error", "pointer": "", "message": "No token."}],
    "events": [],
}


@pytest.fixture
def journal(tmp_path):
    """
    Writes deliveries into a file, and returns its name.
    """

    def write(*deliveries):
        path = tmp_path / "journal.ndjson"
        path.write_text("".join(json.dumps(each) + "\n" for each in deliveries))
        return str(path)

    return write


class TestShow:
    def test_has_a_line_per_delivery_event_and_finding(self, capsys, journal):
        """
        What was answered, and what became of each event, and why.
        """
        assert 0 == main(["show", journal(DELIVERY, REFUSED)])

        assert capsys.readouterr().out.splitlines() == [
            "00:00:00.123  POST /data/v1/telemetry  200",
            "  accepted   START  START:1",
            '  failed     IMPRESSION  IMPRESSION:2  preprocessor  "/edata"',
            "    error missing-field /edata/pageid: It is missing.",
            "00:00:00.123  POST /data/v1/telemetry  401  no token",
            "  error bare-bearer: No token.",
        ]

    def test_shows_what_is_no_event_as_well(self, capsys, journal):
        """
        Clients send anything.
        """
        assert 0 == main(["show", journal({**DELIVERY, "events": [STRANGE]})])

        assert "  poison     (no eid)  (no mid)  extractor" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "arguments",
        [["--fate", "failed"], ["--eid", "IMPRESSION"], ["--fate", "lost", "--fate", "failed"]],
    )
    def test_can_be_asked_for_some_events_only(self, capsys, journal, arguments):
        """
        Deliveries without any such event are left out.
        """
        assert 0 == main(["show", *arguments, journal(DELIVERY, REFUSED)])

        shown = capsys.readouterr().out
        assert "IMPRESSION:2" in shown
        assert "START:1" not in shown
        assert "401" not in shown

    def test_lets_nothing_move_the_cursor(self, capsys, journal):
        """
        What a client sent is shown with escapes.
        """
        hostile = {**ACCEPTED, "event": {"eid": "\x1b[2J", "mid": "a\nb"}}
        main(["show", journal({**DELIVERY, "events": [hostile]})])

        assert r"  accepted   \x1b[2J  a\nb" in capsys.readouterr().out.splitlines()

    def test_of_an_empty_journal_is_empty(self, capsys, journal):
        """
        A test that sent nothing leaves an empty file, and who looks is told so.
        """
        path = journal()

        assert 0 == main(["show", path])

        shown = capsys.readouterr()
        assert "" == shown.out
        assert f"{path} has no delivery: nothing was sent there.\n" == shown.err


class TestMistakes:
    @pytest.mark.parametrize(
        "line",
        [
            "no JSON",
            "7",
            "{}",
            '{"events": [{"eid": "START"}]}',
            json.dumps({**DELIVERY, "events": [{}]}),
            json.dumps({**DELIVERY, "findings": [7]}),
        ],
    )
    def test_a_line_that_is_no_delivery_is_named(self, capsys, tmp_path, line):
        """
        Exit 2, with the file, the line, and what to do.
        """
        path = tmp_path / "events.jsonl"
        path.write_text(json.dumps(DELIVERY) + "\n" + line + "\n")

        assert 2 == main(["show", str(path)])

        said = capsys.readouterr().err
        assert f"sunbird-mock: {str(path)!r} cannot be read: line 2 is no delivery." in said
        assert "`sunbird-mock check`" in said

    @pytest.mark.parametrize("place", [0, 1])
    @pytest.mark.parametrize("content", [None, b"{}", b"\x1f\x8b\x08"])
    def test_one_file_does_not_discard_the_others(self, capsys, journal, tmp_path, place, content):
        """
        What can be read is shown; the exit code says that it was not everything.
        """
        path = tmp_path / "damaged.ndjson"
        if content:
            path.write_bytes(content)
        files = [journal(REFUSED)]
        files.insert(place, str(path))

        assert 2 == main(["show", *files])

        shown = capsys.readouterr()
        assert 2 == shown.out.count("\n")
        assert shown.err.startswith(f"sunbird-mock: {str(path)!r} cannot be read: ")

    def test_a_byte_order_mark_is_none(self, capsys, journal):
        """
        Some editors write one in front.
        """
        path = Path(journal(REFUSED))
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

        assert 0 == main(["show", str(path)])
        assert 2 == capsys.readouterr().out.count("\n")

    def test_a_file_that_is_not_there_is_named(self, capsys):
        """
        Exit 2, and why.
        """
        assert 2 == main(["show", "none.ndjson"])
        assert "'none.ndjson' cannot be read: No such file" in capsys.readouterr().err
