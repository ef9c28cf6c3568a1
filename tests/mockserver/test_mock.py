"""
The mock without a network: deliveries in, replies out, and a journal that misses nothing.
"""

import json
from contextlib import contextmanager

import pytest

from asking import NOW, TOKEN, event
from sunbird_mockserver import Mock
from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.journal.record import Outcome


@pytest.fixture
def mock():
    return Mock(clock=lambda: NOW)


def delivery(*events, path="/data/v1/telemetry", method="POST", **headers):
    said = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json", **headers}
    body = json.dumps({"params": {"msgid": "b"}, "events": events}).encode()

    return Delivery(method, path, "", said, body, "box", NOW)


def outcome(mock):
    (recorded,) = mock.journal.deliveries("box")

    return recorded.outcome


def test_what_was_answered_is_recorded(mock):
    """
    By the time of the reply, the delivery is in the journal.
    """
    reply = mock.receive(delivery(event()))

    assert (200, reply) == (reply.status, outcome(mock).reply)


def test_who_sent_it_is_recorded(mock):
    """
    The journal knows the route, the consumer and the token's content.
    """
    mock.receive(delivery(event()))
    kept = outcome(mock)

    assert ("telemetry", "partner") == (kept.route, kept.consumer)
    assert "partner-key" == kept.token.claims["iss"]


@pytest.mark.parametrize(
    ("sent", "fate", "stage", "status"),
    [
        (delivery(event()), "accepted", None, 200),
        (delivery(event(), authorization="Bearer"), "refused", "gateway", 401),
        (delivery(event(), path="/nowhere"), "refused", "gateway", 404),
        (delivery(event(), path="/v1/telemetry/x"), "refused", "service", 404),
        (delivery(event(), **{"content-encoding": "br"}), "refused", "service", 415),
        (delivery(event(), **{"content-type": "text/plain"}), "lost", "service", 200),
    ],
    ids=lambda value: "" if isinstance(value, Delivery) else None,
)
def test_every_batch_has_a_fate(mock, sent, fate, stage, status):
    """
    Whoever ends a batch's way is named, and its events are kept in any case.
    """
    reply = mock.receive(sent)
    verdict = outcome(mock).verdict

    assert (status, fate, stage) == (reply.status, verdict.fate, verdict.stage)
    assert [event()] == list(mock.journal.deliveries("box")[0].parsed())


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "HEAD", "PUT"])
def test_what_is_no_post_carries_no_batch(mock, method):
    """
    A request that cannot deliver telemetry is recorded without a batch.
    """
    mock.receive(delivery(event(), method=method))

    assert outcome(mock).verdict is None


def test_a_batch_that_the_extractor_cannot_read_fails_as_a_whole(mock):
    """
    A bare list is answered 200; each event of it fails with the batch.
    """
    mock.receive(Delivery("POST", "/v1/telemetry", "", delivery().headers, b"[{}, {}]", "box"))
    verdict = outcome(mock).verdict

    assert ("failed", "extractor") == (verdict.fate, verdict.stage)
    assert ["failed", "failed"] == [each.fate for each in verdict.events]


def test_secrets_are_not_kept(mock):
    """
    The journal holds no token that anybody could call with.
    """
    mock.receive(delivery(event()))

    assert TOKEN.rpartition(".")[2] not in repr(mock.journal.deliveries("box"))


def test_what_others_decided_can_be_recorded(mock):
    """
    A stub's answer is in the journal like any other.
    """
    mock.record(Outcome(delivery(), Reply(204, (), b""), route="stub"))

    assert "stub" == outcome(mock).route


@pytest.mark.parametrize(
    ("method", "path", "owned"),
    [
        ("POST", "/data/v1/telemetry", True),
        ("OPTIONS", "/api/anything", True),
        ("GET", "/_mock/health", True),
        ("GET", "/api/content/v1/read/do_1", False),
        ("GET", "/_mocked", False),
    ],
)
def test_knows_its_own_routes(mock, method, path, owned):
    """
    What the mock does not copy is free for stubs.
    """
    assert owned is mock.owns(method, path)


def test_a_reset_empties_one_inbox(mock):
    """
    What another inbox holds stays.
    """
    mock.receive(delivery(event()))
    mock.reset("other")
    mock.reset("box")

    assert () == mock.journal.inboxes()


def test_clocks_run_by_default():
    """
    Without a clock of its own the mock takes the machine's, in ms.
    """
    mock = Mock()

    assert mock.clock() > NOW


def test_batches_without_an_id_get_one():
    """
    The service makes an id for a batch that brings none; where it comes from can be chosen.
    """
    made = iter(["first"])
    mock = Mock(mids=made.__next__)
    mock.receive(delivery(event()))

    assert [] == list(made)


def test_a_reset_waits_for_its_turn(mock, monkeypatch):
    """
    A delivery is judged and recorded before a reset or after it, not around it.
    """
    order = []
    lock, reset = mock._memory.lock, mock.journal.reset

    @contextmanager
    def noted(inbox):
        with lock(inbox):
            order.append("begins")
            yield
            order.append("ends")

    monkeypatch.setattr(mock._memory, "lock", noted)
    monkeypatch.setattr(mock.journal, "reset", lambda inbox: (order.append("reset"), reset(inbox)))

    mock.reset("box")

    assert ["begins", "reset", "ends"] == order


def test_a_reset_of_an_unused_inbox_makes_no_state(mock):
    """
    Anybody may reset inboxes that never were: none of them takes the place of one in use.
    """
    mock.reset("never-used")

    assert "never-used" not in mock._memory


def test_asking_for_sessions_leaves_no_trace(mock):
    """
    Of an inbox that nobody has used nothing is remembered, whoever asks.
    """
    assert () == mock.open_sessions("never-used")
    assert "never-used" not in mock._memory
