from hypothesis import given

from drawing import draws
from plugin.strategies.judging import NOW, findings_about, not_drawn, smallest
from pytest_sunbird.strategies import sessions
from sunbird_telemetry import judge
from sunbird_telemetry.findings import SessionRules, batch_findings


class TestValid:
    @draws(30)
    @given(sessions(now=NOW))
    def test_no_rule_has_a_finding(self, session):
        """
        A session breaks no rule: what starts ends, in order and in time, and each event is good.
        """
        rules = SessionRules()

        assert [] == [*(finding for event in session for finding in rules.see(event)), *rules.end()]
        assert [] == [rule for event in session for rule in findings_about(event)]

    @draws(30)
    @given(sessions(now=NOW))
    def test_every_event_is_accepted(self, session):
        """
        The events of a session can be sent as one batch.
        """
        batch = {"syncts": NOW, "params": {"msgid": "one"}, "events": session}

        assert {"accepted"} == {verdict.fate for verdict in judge(batch).events}
        assert () == batch_findings(batch, stamped=True)


def test_sessions_of_all_kinds_occur():
    """
    Sessions may be long, have another start within them, and take their time.
    """
    kinds = {
        "long": lambda session: len(session) > 8,
        "nested": lambda session: ["START"] * 2 == [each["eid"] for each in session][:2],
        "slow": lambda session: session[-1]["edata"]["duration"] > 600,
        "assessing": lambda session: any(each["eid"] == "ASSESS" for each in session),
    }

    assert set() == not_drawn(sessions(now=NOW), kinds)


@draws(20)
@given(sessions(now=NOW, context={"channel": "ours"}, actor={"id": "me"}))
def test_what_every_event_says_may_be_told(session):
    """
    What is fixed stands in every event.
    """
    assert {("ours", "me")} == {
        (event["context"]["channel"], event["actor"]["id"]) for event in session
    }


def test_a_session_shrinks_to_its_start_and_its_end():
    """
    The smallest session takes no time, and nothing happens in it.
    """
    start, end = smallest(sessions(now=NOW))

    assert ("START", {"type": "app"}, NOW) == (start["eid"], start["edata"], start["ets"])
    assert ("END", {"type": "app", "duration": 0}, NOW) == (end["eid"], end["edata"], end["ets"])


@draws(5)
@given(sessions(now=NOW, actor=None, mid=None))
def test_what_every_event_says_may_be_left_out(session):
    """
    A session need not be good.
    """
    assert not any({"actor", "mid"} & set(event) for event in session)
