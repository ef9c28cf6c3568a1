"""
The summary that people read.
"""

from sunbird_telemetry.check import Checker, InputClock
from sunbird_telemetry.check.reports import Totals, as_text, at_the_end
from sunbird_telemetry.findings import make_finding
from sunbird_telemetry.jsonvalues.node import dumps
from telemetry.pipeline.making import NOW, made


def report(*values, source="--now"):
    clock, totals = InputClock(NOW, source), Totals()
    checker = Checker(clock)
    for each in checker.check(map(dumps, values), "events.jsonl"):
        totals.see(each)

    return as_text(totals, clock).splitlines()


def test_it_ends_with_what_is_dropped():
    """
    The last sentence is the sum of it all.
    """
    assert "1 of 2 events would be dropped." == report(made("START"), {"eid": "X"})[-1]


def test_it_counts_fates():
    """
    Every fate that occurs has a line with its count.
    """
    text = report(made("START"), made("START"), {"eid": "X"}, 5)

    assert ["accepted   1", "failed     1", "duplicate  1", "poison     1"] == text[2:6]


class TestClock:
    def test_a_given_time_is_named(self):
        """
        It says which clock the fates go by.
        """
        assert "Judged as if received at 2026-03-15T12:00:00Z (--now)." == report(5)[0]

    def test_a_year_has_four_digits(self):
        """
        A time is written as ISO 8601 has it, long ago too.
        """
        first = InputClock(-62135596800000, source="--now")

        assert "Judged as if received at 0001-01-01T00:00:00Z (--now)." in as_text(Totals(), first)

    def test_the_wall_clock_is_named(self):
        """
        Fates that will be others tomorrow say so.
        """
        assert "the wall clock" in report(5, source="")[0]

    def test_times_of_their_own_are_named(self):
        """
        Where everything has a time, no clock matters.
        """
        (first, *_) = report({"syncts": NOW, "events": []})

        assert "Judged by the times at which the events were received (syncts)." == first

    def test_both_are_named(self):
        """
        Where only some have a time, the others are counted.
        """
        (first, *_) = report({"syncts": NOW, "events": []}, 5, 5)

        assert "(syncts); 2 lines or events have no such time" in first


class TestFindings:
    def test_they_are_grouped_by_rule(self):
        """
        A thousand of one kind are one entry: how many, where first, what it is, what to do.
        """
        late = made("START", context__pdata__id="")
        text = report(late, {**late, "mid": "2"}, {**late, "mid": "3"})
        at = text.index("warning producer-empty: 3, first at events.jsonl:1 /context/pdata/id")

        assert [True, True] == [line.startswith("  ") for line in text[at + 1 : at + 3]]

    def test_the_worst_come_first(self):
        """
        Errors stand before warnings.
        """
        text = report(made("START", context__pdata__id=""), {"eid": "X"})
        levels = [line.split()[0] for line in text if ", first at " in line]

        assert sorted(levels) == levels
        assert {"error", "warning"} == set(levels)

    def test_notes_are_told_once_per_place_and_producer(self):
        """
        What ordinary traffic raises again and again takes one entry.
        """
        event = made("ERROR")
        text = report(event, {**event, "mid": "2"})

        assert "  error-has-its-own-stream of dev.partner.app: 2" in text

    def test_no_text_of_a_file_moves_the_cursor(self):
        """
        Escape sequences in an event are shown, not obeyed.
        """
        hostile = made("ERROR", context__pdata__id="\x1b[2Jdev\n")

        assert "  error-has-its-own-stream of \\x1b[2Jdev\\n: 1" in report(hostile)


def test_nothing_at_all_is_said_to_be_nothing():
    """
    An empty file does not read as a clean one.
    """
    assert "There are no events in the input." == report()[-1]


def test_what_no_event_is_to_blame_for_is_a_sentence():
    """
    Programs read lines of events; the rest is told beside them.
    """
    sentences = at_the_end([make_finding("ids-forgotten", count=2)])

    sentence = "Too many ids to remember: 2 were forgotten before their time."
    assert [f"note ids-forgotten: 1, first at the end: {sentence}"] == list(sentences)
