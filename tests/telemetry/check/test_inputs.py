"""
What may stand on a line, and what is said about it.
"""

import pytest

from sunbird_telemetry.pipeline import PipelineSettings
from telemetry.check.running import checked, outcomes, rules, sources
from telemetry.pipeline.making import DAY, NOW, made

START, END = made("START"), made("END")
BATCH = {"syncts": NOW, "params": {"msgid": "b-1"}, "events": [START, END]}
UNREADABLE = {"params": {"msgid": 5}}
OK = ("accepted", None)
FAILED = ("failed", "extractor")
POISON = ("poison", "extractor")

FORMS = {
    "an event": (START, [("events.jsonl:1", 0)], [OK]),
    "a batch": (BATCH, [("events.jsonl:1", 0), ("events.jsonl:1", 1)], [OK, OK]),
    "a list": ([START, END], [("events.jsonl#1", 0), ("events.jsonl#2", 0)], [OK, OK]),
    "an empty list": ([], [], []),
    "a batch that fails": (
        {**UNREADABLE, "events": [START, END]},
        [("events.jsonl:1", 0), ("events.jsonl:1", 1)],
        [FAILED, FAILED],
    ),
    "a batch that fails without events": (
        {**UNREADABLE, "events": []},
        [("events.jsonl:1", None)],
        [FAILED],
    ),
    "a batch that throws": ({"events": "many"}, [("events.jsonl:1", None)], [POISON]),
    "a batch without events": ({"events": []}, [("events.jsonl:1", None)], [OK]),
    "a number": (5, [("events.jsonl:1", 0)], [POISON]),
    "an item that is no object": ([5], [("events.jsonl#1", 0)], [POISON]),
    "no JSON": (b"{'eid': 1}\n", [("events.jsonl:1", None)], [None]),
    "half a line": (b'{"eid": "ST', [("events.jsonl:1", None)], [None]),
    "an empty line": (b"\n", [], []),
    "blanks": (b" \t\r\n", [], []),
    "a byte order mark": (b'\xef\xbb\xbf{"events": []}\r\n', [("events.jsonl:1", None)], [OK]),
}


@pytest.mark.parametrize(("line", "places", "fates"), FORMS.values(), ids=FORMS)
def test_every_form_is_told_apart(line, places, fates):
    """
    A line says by its form what it is, and each event in it gets its place and its fate.
    """
    assert places == sources(line)
    assert fates == outcomes(line)


def test_a_list_as_it_was_sent_is_a_body():
    """
    No job can read a list, so that one which a client POSTed fails whole.
    """
    line = [START, END]

    assert [("events.jsonl:1", 0), ("events.jsonl:1", 1)] == sources(line, as_sent=True)
    assert [FAILED, FAILED] == outcomes(line, as_sent=True)


def test_lines_are_counted_from_one_with_the_empty_ones():
    """
    A line's number is what an editor shows.
    """
    assert [("events.jsonl:2", 0), ("events.jsonl:4", 0)] == sources(b"\n", START, b"\n", END)


def test_events_of_lists_are_counted_through_the_file():
    """
    FILE#n is one place, however many lists there are.
    """
    assert ["events.jsonl#1", "events.jsonl#2", "events.jsonl#3"] == [
        source for source, _ in sources([START, END], [START])
    ]


@pytest.mark.parametrize("line", [START, [START]], ids=["a line", "a list"])
def test_what_was_seen_is_known_to_the_next_line(line):
    """
    The pipeline's memory is kept from line to line.
    """
    assert [OK, ("duplicate", "druid-validator")] == outcomes(line, line)


def test_a_retry_is_recognised_by_its_msgid():
    """
    A batch that comes again is a duplicate as a whole, and that is said once.
    """
    assert [OK, OK, ("duplicate", "extractor"), ("duplicate", "extractor")] == outcomes(
        BATCH, BATCH
    )
    assert [["duplicate-batch", "retry-recognised"], ["duplicate-batch"]] == rules(BATCH, BATCH)[2:]


class TestClock:
    def test_events_without_a_time_are_received_now(self):
        """
        The clock is the given one for what brings no time.
        """
        old = made("START", ets=NOW - 100 * DAY)

        assert [("lost", "denormalization")] == outcomes(old)

    @pytest.mark.parametrize("form", ["event", "batch"])
    def test_a_time_of_its_own_comes_first(self, form):
        """
        What was received long ago was not old then.
        """
        then = NOW - 100 * DAY
        old = made("START", ets=then)
        line = {**old, "syncts": then} if form == "event" else {"syncts": then, "events": [old]}

        assert [OK] == outcomes(line)


class TestFindings:
    def test_clean_events_have_none(self):
        """
        Nothing is said about a session that is as it should be.
        """
        began, ended = made("START"), made("END", mid="END:1")
        ended["ets"] = began["ets"] + 1000 * ended["edata"]["duration"]
        ended["edata"]["type"] = began["edata"]["type"]

        assert [[], []] == rules(began, ended)

    def test_no_json_has_a_rule(self):
        """
        What cannot be read is told, and the next line is read all the same.
        """
        assert [["not-json"], []] == rules(b"{\n", START)

    def test_a_mid_of_two_events_is_told(self):
        """
        Events with other content under the same mid are lost as duplicates.
        """
        other = made("START", edata__pageid="elsewhere")

        assert [[], ["duplicate-at-druid", "mid-reused"]] == rules(START, other)

    def test_the_order_of_lines_is_the_order_of_a_session(self):
        """
        Session rules see one event after the other.
        """
        assert ["end-without-start"] == rules(made("END"))[0]

    def test_what_is_about_a_batch_is_told_with_its_first_event(self):
        """
        Of a whole batch only its first event speaks; the pointer leads into the batch.
        """
        first, second = checked({"events": [START, made("IMPRESSION")]})

        assert [("msgid-missing", "/params/msgid")] == [
            (each.rule, each.pointer) for each in first.findings
        ]
        assert () == second.findings

    def test_what_points_into_an_event_is_told_with_that(self):
        """
        A finding about one event of a batch points into the event.
        """
        again = {"syncts": NOW, "params": {"msgid": "b-2"}, "events": [START, made("END", tags=[])]}
        told = [
            [(each.rule, each.pointer) for each in one.findings] for one in checked(BATCH, again)
        ]

        assert ("mid-reused", "/mid") in told[3]

    def test_stamps_of_the_service_are_not_held_against_the_client(self):
        """
        A batch that was stamped has the service's own did, channel and pid.
        """
        sent = {"did": "d", "params": {"msgid": "b-1"}, "events": [START]}

        assert [["batch-field-overwritten"]] == rules(sent)
        assert [[]] == rules({**sent, "syncts": NOW})

    def test_sessions_without_an_end_are_told_at_the_end(self):
        """
        What is missing is known when nothing follows.
        """
        assert "start-without-end" == checked(START, end=True)[-1].rule


@pytest.mark.parametrize("number", [2**53 + 1, 123456789012345678901, -123456789012345678901])
@pytest.mark.parametrize("line", [b"[%s]", b"%s"], ids=["a list", "a line"])
def test_digits_that_node_loses_are_a_change(line, number):
    """
    Numbers beyond 2^53 are altered, and the pointer leads into their event.
    """
    event = b'{"eid": "LOG", "edata": {"n": %d}}' % number
    (only,) = checked(line % event)

    assert ["/edata/n"] == [change.pointer for change in only.verdict.changes]


def test_a_number_alone_may_lose_digits_and_is_no_event():
    """
    What is no event throws, whatever it is.
    """
    assert [("poison", "extractor")] == outcomes(b"9007199254740993\n")


def test_the_settings_are_those_of_the_deployment():
    """
    The environment decides who the portal is.
    """
    portal = made("START", context__pdata__id="prod.sunbird.portal")
    settings = PipelineSettings(environment="prod")

    assert ("duplicate", "preprocessor") == outcomes(portal, portal, settings=settings)[1]
    assert ("duplicate", "druid-validator") == outcomes(portal, portal)[1]


def test_a_retry_is_late_by_the_deployments_own_time():
    """
    How long a msgid is known is a setting, and the finding that a retry is too late goes by it.
    """
    sent = {"params": {"msgid": "m"}, "events": [START]}
    lines = [{**sent, "syncts": NOW}, {**sent, "syncts": NOW + 61_000}]
    settings = PipelineSettings(batch_ttl_s=60)

    assert "retry-too-late" in rules(*lines, settings=settings)[1]
    assert "retry-recognised" in rules(*lines)[1]


def test_a_retry_of_poison_is_told_as_one():
    """
    What made the extractor throw does not arrive by being sent again.
    """
    poison = {"params": {"msgid": "m"}, "events": [{**START, "eid": 7}]}

    assert "retry-of-poison" in rules(poison, poison)[1]
