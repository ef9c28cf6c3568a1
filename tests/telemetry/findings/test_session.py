"""
What the events of a session say about each other.
"""

import pytest

from sunbird_telemetry.findings import SessionRules
from sunbird_telemetry.specification.samples import whole

START = {"eid": "START", "ets": 1767225600000, "edata": {"type": "player"}}
VIEW = {"eid": "IMPRESSION", "ets": 1767225601000}
END = {"eid": "END", "ets": 1767225660000, "edata": {"type": "player", "duration": 60}}


def after(event, seconds):
    return {**event, "ets": START["ets"] + seconds * 1000}


def told(*examples, end=False):
    rules = SessionRules()
    findings = [each for example in examples for each in rules.see(whole(example))]
    return [finding.rule for finding in [*findings, *(rules.end() if end else ())]]


def lasting(duration):
    return {**END, "edata": {"type": "player", "duration": duration}}


class TestPairs:
    def test_a_good_session_says_nothing(self):
        """
        START, something and END in this order, with the time that passed, are a good session.
        """
        assert [] == told(START, VIEW, END, end=True)

    def test_sessions_within_sessions_are_pairs_of_their_own(self):
        """
        A player may start and end within an app: pairs go by edata.type.
        """
        app = {"eid": "START", "ets": START["ets"], "edata": {"type": "app"}}
        close = {"eid": "END", "ets": END["ets"], "edata": {"type": "app"}}

        assert [] == told(app, START, VIEW, END, VIEW | {"ets": END["ets"]}, close, end=True)

    def test_an_open_start_is_told_at_the_end_only(self):
        """
        Until no event follows, END may still come.
        """
        assert [] == told(START, VIEW)
        assert ["start-without-end"] == told(START, VIEW, end=True)

    def test_the_end_is_told_once(self):
        """
        What was told at the end is forgotten.
        """
        rules = SessionRules()
        rules.see(whole(START))

        assert 1 == len(rules.end())
        assert () == rules.end()

    def test_what_the_end_would_be_can_be_asked_again_and_again(self):
        """
        Asking what would be told if no event followed changes nothing.
        """
        rules = SessionRules()
        rules.see(whole(START))

        assert rules.ends() == rules.ends()
        assert ("start-without-end",) == tuple(each.rule for each in rules.end())

    def test_what_the_end_would_be_names_session_and_types(self):
        """
        Whoever asks learns which session of which device lacks what.
        """
        rules = SessionRules()
        rules.see(whole(START))
        rules.see(whole({**VIEW, "context": {"did": "another"}}))
        rules.see(whole({**START, "context": {"did": "third"}}))
        rules.see(whole({**END, "context": {"did": "third"}}))

        context = whole(START)["context"]
        assert [
            (context["sid"], context["did"], ("player",), ["start-without-end"]),
            (context["sid"], "another", (), ["session-without-start"]),
        ] == [
            (end.sid, end.did, end.open, [each.rule for each in end.findings])
            for end in rules.ends()
        ]

    def test_an_end_of_another_type_closes_nothing(self):
        """
        An END of another type than what was started leaves that open.
        """
        end = {"eid": "END", "ets": END["ets"], "edata": {"type": "app"}}

        assert ["end-without-start", "start-without-end"] == told(START, end, end=True)

    def test_sessions_of_two_devices_are_two(self):
        """
        The same sid on another device is another session.
        """
        other = {**VIEW, "context": {"did": "another"}}

        assert ["session-without-start"] == told(START, other, END, end=True)

    def test_a_late_start_is_told_once(self):
        """
        START behind other events of its session is late, but there.
        """
        assert ["start-late"] == told(VIEW, START, END, end=True)

    @pytest.mark.parametrize(
        "event",
        [
            7,
            {"eid": "START"},
            {**whole({}), "eid": 7},
            whole({"context": {"sid": None}}),
            whole({"context": {"sid": ""}}),
            whole({"ets": "now"}),
            whole({"ets": 10**400}),
        ],
    )
    def test_events_of_no_session_say_nothing(self, event):
        """
        An event that does not say when it happened in which session tells nothing.
        """
        rules = SessionRules()

        assert () == rules.see(event)
        assert () == rules.end()


class TestTime:
    @pytest.mark.parametrize("duration", [55, 60, 65, 66])
    def test_a_duration_may_be_a_little_off(self, duration):
        """
        Five seconds, or a tenth, are no contradiction.
        """
        assert [] == told(START, lasting(duration))

    @pytest.mark.parametrize("duration", [0, 50, 70, 6000])
    def test_a_duration_must_agree_with_the_clock(self, duration):
        """
        END.duration is the seconds since START.
        """
        assert ["end-duration-off"] == told(START, lasting(duration))

    def test_milliseconds_are_recognised(self):
        """
        A duration that agrees once it is divided by 1000 is in milliseconds.
        """
        assert ["end-duration-in-milliseconds"] == told(START, lasting(60_000))

    @pytest.mark.parametrize("duration", [-1, 1795438707.326, "60", None])
    def test_what_is_no_duration_is_left_to_other_rules(self, duration):
        """
        Epochs, negative numbers and texts have rules of their own.
        """
        assert [] == told(START, lasting(duration))

    def test_the_same_moment_is_not_backwards(self):
        """
        Two events of one moment are in order.
        """
        assert [] == told(START, VIEW, VIEW)

    def test_less_than_a_second_is_not_backwards(self):
        """
        SDKs send in the same ms, and late events a little earlier: a second is a jump.
        """
        assert [] == told(START, after(VIEW, 9), after(VIEW, 8.001))
        assert ["ets-backwards"] == told(START, after(VIEW, 9), after(VIEW, 8))

    @pytest.mark.parametrize("ets", [10**400, -(10**400)])
    def test_what_is_no_time_changes_nothing(self, ets):
        """
        A number that no clock can show is left to other rules.
        """
        assert [] == told(START, VIEW | {"ets": VIEW["ets"] + 0.5}, VIEW | {"ets": ets}, END)

    def test_small_steps_back_add_up(self):
        """
        Each event is held against the latest so far, not against the one before it.
        """
        steps = [after(VIEW, seconds) for seconds in (9, 8.6, 8.3, 8)]

        assert ["ets-backwards"] == told(START, *steps)

    def test_backwards_is_told_of_each_event(self):
        """
        Each event before the latest is told of, with the seconds.
        """
        rules = SessionRules()
        events = [START, after(VIEW, 9), after(VIEW, 5), after(VIEW, 7)]

        findings = [each for event in events for each in rules.see(whole(event))]

        assert [
            "ets is 4 s before the ets of an earlier event of the session.",
            "ets is 2 s before the ets of an earlier event of the session.",
        ] == [finding.message for finding in findings]


class TestOrder:
    @pytest.mark.parametrize(
        ("eid", "rule"),
        [
            ("HEARTBEAT", "heartbeat-after-end"),
            ("ASSESS", "assess-outside-session"),
            ("INTERACT", "event-after-end"),
        ],
    )
    def test_nothing_comes_after_the_end(self, eid, rule):
        """
        What comes after END is told of, by what it is.
        """
        assert [rule] == told(START, END, after({"eid": eid}, 61))

    def test_the_sentence_names_the_type(self):
        """
        A type is named in the sentence as it stands in the event.
        """
        rules = SessionRules()
        events = [START, END, after(VIEW, 61)]

        findings = [each for event in events for each in rules.see(whole(event))]

        assert ["'IMPRESSION' comes after the END of its session."] == [
            finding.message for finding in findings
        ]

    def test_a_new_start_reopens_the_session(self):
        """
        After another START events are within the session again.
        """
        again = after(START, 61)

        assert [] == told(START, END, again, after(VIEW, 62))

    def test_assess_needs_something_started(self):
        """
        ASSESS before any START is outside, too.
        """
        assert ["assess-outside-session"] == told({"eid": "ASSESS", "ets": START["ets"]})

    def test_a_sid_per_event_is_told_of_each(self):
        """
        Every sid that appears while a session is open, and without START, is told of once.
        """
        events = [{**VIEW, "context": {"sid": sid}} for sid in ("one", "one", "two")]

        assert ["sid-changed", "sid-changed"] == told(START, *events)

    def test_going_back_to_a_sid_is_no_news(self):
        """
        Two sessions of one device may take turns: that both are open was told already.
        """
        events = [{**VIEW, "context": {"sid": sid}} for sid in ("one", "two", "one", "two")]
        begin = {**START, "context": {"sid": "one"}}

        assert ["sid-changed"] == told(begin, *events)

    def test_after_an_end_a_sid_may_change(self):
        """
        Once nothing is open any more, another sid is another session.
        """
        events = [{**VIEW, "context": {"sid": sid}} for sid in ("one", "two")]

        assert ["sid-changed"] == told(START, events[0], END, events[1])

    def test_a_new_sid_with_start_is_a_new_session(self):
        """
        A session may begin while another is open.
        """
        assert [] == told(START, {**START, "context": {"sid": "two"}})


class TestMemory:
    def test_what_is_open_is_limited(self):
        """
        Of a session with more than a hundred open types the oldest are forgotten.
        """
        starts = [{**START, "edata": {"type": f"t{number}"}} for number in range(150)]

        assert ["start-without-end"] * 100 == told(*starts, end=True)

    def test_the_oldest_sessions_go_first(self):
        """
        Beyond the limit the sessions that were silent for longest are forgotten, and that is said.
        """
        rules = SessionRules(limit=2)
        for sid in "abc":
            rules.see(whole({**START, "context": {"sid": sid}}))

        assert 1 == rules.forgotten
        *ends, forgotten = rules.end()
        assert ["'b'", "'c'"] == [each.message[-5:-2].strip() + "'" for each in ends]
        assert ("sessions-forgotten", 0) == (forgotten.rule, rules.forgotten)

    def test_nobody_misses_a_session_that_was_finished(self):
        """
        Of a session with START and END nothing would have been told.
        """
        rules = SessionRules(limit=1)
        for sid in "abc":
            for event in (START, END):
                rules.see(whole({**event, "context": {"sid": sid}}))

        assert () == rules.end()
