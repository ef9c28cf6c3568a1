"""
Which findings count, event by event.
"""

import pytest

from plugin.sending import impression
from pytest_sunbird.strictness.judge import violations
from sunbird_mockserver import Settings
from sunbird_mockserver.consumers import PARTNER
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.faults import Delay, Drop, NoCors, RateLimit, Status
from sunbird_mockserver.mock import Mock
from sunbird_mockserver.tokens import mint
from sunbird_telemetry import Fate, Level
from sunbird_telemetry.findings import RULES, THEMES, Scope
from sunbird_telemetry.jsonvalues.node import dumps
from telemetry.findings.running import judged

TOKEN = mint(PARTNER.credentials[0].key, PARTNER.credentials[0].secret)
GATEWAY, SERVICE = "/data/v1/telemetry", "/v1/telemetry"


@pytest.fixture
def mock():
    return Mock(Settings())


def sent(mock, *events, path=SERVICE, content_type="application/json", **headers):
    """
    The newest delivery of *mock*, which brought *events*.
    """
    headers = {"content-type": content_type, **headers}
    mock.receive(Delivery("POST", path, "", headers, dumps({"events": events})))

    return mock.journal.deliveries("default")[-1]


def found(*deliveries, level=Level.ERROR, allowed=()):
    """
    The rules of the findings that count.
    """
    names = frozenset(allowed)

    return [violation.finding.rule for violation in violations(deliveries, level, lambda _: names)]


# Those that say what becomes of an event are told of no other.
ERRORS = [
    rule.name
    for rule in set(RULES.values()).difference(THEMES["SB5 fates"])
    if rule.level is Level.ERROR and rule.scope is Scope.EVENT
]


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_event_that_has_an_error_is_dropped(name):
    """
    So that at level error no event has to be looked at that goes all the way.
    """
    verdicts = judged([{"events": [RULES[name].wrong]}])

    assert {True} == {verdict.fate.dropped for verdict in verdicts}


class TestEvents:
    def test_that_are_accepted_are_looked_at_below_error_only(self, mock):
        """
        A note is found where notes are asked for.
        """
        delivery = sent(mock, impression(object={"id": "do_1", "type": ""}))

        assert [] == found(delivery)
        assert "object-incomplete" in found(delivery, level=Level.NOTE)

    def test_have_their_causes_told_not_what_follows(self, mock):
        """
        Whoever adds the field is rid of the failed validation.
        """
        delivery = sent(mock, impression(edata={"type": "view", "uri": ""}))

        assert ["missing-field"] == found(delivery)

    def test_have_what_follows_told_where_there_is_no_other_cause(self, mock):
        """
        An event may be too old without anything else that is wrong with it.
        """
        delivery = sent(mock, impression(ets=1_600_000_000_000))

        assert ["lost-too-old"] == found(delivery)

    @pytest.mark.parametrize("name", ["lost", "lost-unread"])
    def test_of_a_body_that_nobody_read_are_allowed_as_a_whole(self, mock, name):
        """
        Who allows that they are lost does not care what else was wrong with them.
        """
        delivery = sent(mock, impression(edata={}), content_type="text/plain")

        assert {"lost-unread", "missing-field"} <= set(found(delivery))
        assert [] == found(delivery, allowed=[name])


class TestRefusals:
    def test_count(self, mock):
        """
        The client still has the events, and Sunbird has not.
        """
        assert ["refused-unauthorized"] == found(sent(mock, impression(), path=GATEWAY))

    def test_do_not_count_when_all_events_arrive_later(self, mock):
        """
        In as many deliveries as it takes.
        """
        one, other = impression(), impression()
        refused = sent(mock, one, other, path=GATEWAY)
        later = [sent(mock, one), sent(mock, other)]

        assert [] == found(refused, *later)

    def test_count_when_an_event_is_missing_in_what_arrives_later(self, mock):
        """
        Part of a batch is not the batch.
        """
        one, other = impression(), impression()

        assert ["refused-unauthorized"] == found(
            sent(mock, one, other, path=GATEWAY), sent(mock, one)
        )

    def test_count_when_the_events_had_arrived_before(self, mock):
        """
        What is refused and not sent again is still with the client, as far as that knows.
        """
        event = impression()

        assert ["refused-unauthorized"] == found(sent(mock, event), sent(mock, event, path=GATEWAY))

    @pytest.mark.parametrize("fault", [Status(503), Drop(), RateLimit(0)])
    def test_by_a_fault_do_not_count(self, mock, fault):
        """
        What the test ordered is no loss of the client's, and nothing else is told of it.
        """
        mock.faults.place("default", fault)
        headers = {"authorization": f"Bearer {TOKEN}", "content-encoding": "gzip"}

        delivery = sent(mock, impression(), path=GATEWAY, **headers)

        assert (fault.name, Fate.REFUSED) == (delivery.outcome.fault, delivery.outcome.verdict.fate)
        assert delivery.outcome.context.delivery
        assert [] == found(delivery, level=Level.NOTE)

    @pytest.mark.parametrize("fault", [Delay(0), NoCors()])
    def test_count_where_the_fault_that_they_met_refuses_nothing(self, mock, fault):
        """
        A true 401 is one, however late it comes.
        """
        mock.faults.place("default", fault)

        assert ["refused-unauthorized"] == found(sent(mock, impression(), path=GATEWAY))

    def test_are_told_by_their_cause(self, mock):
        """
        The path says more than the 404.
        """
        delivery = sent(mock, impression(), path="/" + GATEWAY)

        assert Fate.REFUSED == delivery.outcome.verdict.fate
        assert ["double-slash"] == found(delivery)
