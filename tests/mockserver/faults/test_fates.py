"""
What becomes of the events: of those that met a fault, and of the same ones sent again.
"""

import json

import pytest

from asking import NOW, TOKEN, Api, event
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.faults import (
    AcceptThenDrop,
    BadJson,
    Delay,
    Drop,
    Empty200,
    ExpireCredential,
    NoCors,
    RateLimit,
    Status,
)

BODY = json.dumps(
    {"id": "api", "ver": "3.0", "params": {"msgid": "b"}, "events": [event()]}
).encode()
HEADERS = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}"}


def deliver(mock, inbox="default"):
    """
    Hand over the batch, whatever becomes of its answer.
    """
    return mock.receive(Delivery("POST", "/data/v1/telemetry", "", HEADERS, BODY, inbox, NOW))


def told(mock, inbox="default"):
    """
    Fault, status, stage and fate of each delivery.
    """
    return [
        (
            each.outcome.fault,
            each.outcome.reply.status,
            each.outcome.verdict.stage,
            *(verdict.fate for verdict in each.verdicts),
        )
        for each in mock.journal.deliveries(inbox)
    ]


@pytest.mark.parametrize(
    ("fault", "first", "again"),
    [
        (Status(503), ("status", 503, "gateway", "refused"), "accepted"),
        (Status(500), ("status", 500, "service", "refused"), "accepted"),
        (Drop(), ("drop", 0, "gateway", "refused"), "accepted"),
        (AcceptThenDrop(), ("accept_then_drop", 0, None, "accepted"), "duplicate"),
        (BadJson(), ("bad_json", 200, None, "accepted"), "duplicate"),
        (Empty200(), ("empty_200", 200, None, "accepted"), "duplicate"),
        (Delay(0), ("delay", 200, None, "accepted"), "duplicate"),
        (NoCors(), ("no_cors", 200, None, "accepted"), "duplicate"),
        (RateLimit(0), ("rate_limit", 429, "gateway", "refused"), "accepted"),
        (ExpireCredential(), ("expire_credential", 403, "gateway", "refused"), "accepted"),
    ],
    ids=repr,
)
def test_a_fault_and_what_a_retry_finds(fault, first, again):
    """
    What was refused arrives with the retry; what was taken is a duplicate then.
    """
    mock = Api().mock
    placed = mock.faults.place("default", fault)

    deliver(mock)
    mock.faults.end("default", placed)
    deliver(mock)

    met, retry = told(mock)
    assert first == met
    assert (None, 200, again) == (retry[0], retry[1], retry[3])


@pytest.mark.parametrize("fault", [Status(503), Drop(), RateLimit(0), ExpireCredential()])
def test_the_client_has_done_nothing_wrong(fault):
    """
    The delivery says which fault it was, and no finding blames its sender.
    """
    mock = Api().mock
    mock.faults.place("default", fault)

    deliver(mock)

    (delivery,) = mock.journal.deliveries("default")
    assert f"a fault was asked for: {fault.told}" == delivery.outcome.diagnosis
    assert () == delivery.outcome.context.delivery


def test_what_is_wrong_anyway_is_told_as_well():
    """
    A fault that takes nothing away from the true answer takes nothing from its diagnosis either.
    """
    api = Api()
    api.mock.faults.place("default", Delay(0))

    api.post("{}", authorization="Bearer")

    (delivery,) = api.ask("deliveries").json["deliveries"]
    assert delivery["diagnosis"].startswith(f"a fault was asked for: {Delay.told}. ")
    assert 401 == delivery["answer"]["status"]


@pytest.mark.parametrize("fault", [AcceptThenDrop(), BadJson(), Empty200()])
def test_what_comes_after_a_batch_was_taken_waits_for_one(fault):
    """
    A delivery that is refused does not meet what happens to those that are not.
    """
    api = Api()
    placed = api.mock.faults.place("default", fault)

    api.post("{}", authorization="Bearer")
    left = placed.left
    deliver(api.mock)

    assert (1, 0) == (left, placed.left)
    assert [None, fault.name] == [each[0] for each in told(api.mock)]


def test_an_answer_that_is_held_back_was_recorded_before():
    """
    A slow answer does not make the events late.
    """
    mock = Api().mock
    mock.faults.place("default", Delay(60))

    reply = deliver(mock)

    assert 60 == reply.hold.seconds
    assert [("delay", 200, None, "accepted")] == told(mock)


@pytest.mark.parametrize("standing", [RateLimit(0), ExpireCredential()])
def test_of_several_the_one_that_refuses_is_told(standing):
    """
    A refusal that is held back as well is due to the fault that refuses, and still held back.
    """
    mock = Api().mock
    mock.faults.place("default", Delay(60))
    mock.faults.place("default", standing)

    reply = deliver(mock)

    (delivery,) = mock.journal.deliveries("default")
    assert (standing.name, 60) == (delivery.outcome.fault, reply.hold.seconds)
    assert f"a fault was asked for: {standing.told}" == delivery.outcome.diagnosis
    assert () == delivery.outcome.context.delivery
