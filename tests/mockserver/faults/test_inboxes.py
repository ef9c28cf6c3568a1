"""
Which delivery meets which fault.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from asking import event
from knocking import bearer
from sunbird_mockserver.faults import Chaos, Delay, Drop, NoCors, RateLimit, Status

REGISTER = "/api-manager/v2/consumer/mobile_device/credential/register"
REQUEST = '{"request": {"key": "device-1"}}'


def statuses(api, number, inbox=""):
    """
    The answers to so many batches.
    """
    return [api.send(event(), inbox=inbox).status_code for _ in range(number)]


def place(api, *faults, inbox="default"):
    return [api.mock.faults.place(inbox, fault) for fault in faults]


def test_faults_are_met_in_the_order_in_which_they_were_asked_for(api):
    """
    Each as often as it was asked for, and then no more.
    """
    place(api, Status(503, times=2), Status(429))

    assert [503, 503, 429, 200] == statuses(api, 4)


def test_a_fault_that_lasts_lets_others_go_first(api):
    """
    What is for one delivery is not hidden by what is for all.
    """
    place(api, Status(503, times=None), Status(429))

    assert [429, 503, 503] == statuses(api, 3)


def test_an_ended_fault_is_met_no_more(api):
    """
    What is left of it goes with it.
    """
    (placed,) = place(api, Status(503, times=9))

    before = statuses(api, 1)
    api.mock.faults.end("default", placed)

    assert [503, 200] == before + statuses(api, 1)


def test_an_ended_fault_is_not_given_back(api):
    """
    A delivery that could not meet it after all comes too late to bring it back.
    """
    (placed,) = place(api, Status(503))
    placed.take()
    api.mock.faults.end("default", placed)
    placed.give_back()

    assert 0 == placed.left


def test_no_other_inbox_meets_it(api):
    """
    A fault is one inbox's own.
    """
    place(api, Status(503), RateLimit(0), NoCors(), inbox="a")

    assert [200] == statuses(api, 1, "b")
    assert [200] == statuses(api, 1)
    assert [503, 429] == statuses(api, 2, "a")


def test_a_reset_clears_the_faults_of_its_inbox_only(api):
    """
    What is reset begins anew, without faults; the others keep theirs.
    """
    place(api, Status(503), inbox="a")
    place(api, Status(503), inbox="b")

    api.mock.reset("a")

    assert ([200], [503]) == (statuses(api, 1, "a"), statuses(api, 1, "b"))


def test_preflights_meet_no_answer(api):
    """
    A browser asks before it sends, and a fault for one request is for the one that follows.
    """
    place(api, Status(503))

    preflight = api.client.options("/data/v1/telemetry").status_code

    assert [204, 503] == [preflight, *statuses(api, 1)]


@pytest.mark.parametrize(
    "path",
    [
        "/data/v1/telemetry",
        "/api/data/v1/telemetry",
        "/data/v3/telemetry",
        "/action/data/v3/telemetry",
        "/content/data/v1/telemetry",
        "/v1/telemetry",
    ],
)
def test_telemetry_meets_it_on_every_path(api, path):
    """
    Unless a route is named, whatever leads to the telemetry service is meant.
    """
    place(api, Status(503))

    assert 503 == api.post("{}", path, authorization=bearer()).status_code


def test_other_routes_do_not_meet_it(api):
    """
    A client can register while its telemetry fails.
    """
    place(api, Status(503))

    assert 200 == api.post(REQUEST, REGISTER, authorization=bearer("mobile_app")).status_code
    assert 200 == api.client.get("/health").status_code


def test_a_route_can_be_named(api):
    """
    Then only what takes that route meets the fault.
    """
    place(api, Status(500, route="registerMobileDevicev2"))

    answers = [*statuses(api, 1), api.post(REQUEST, REGISTER, authorization=bearer("mobile_app"))]

    assert 200 == answers[0]
    assert (500, "An unexpected error occurred\n") == (answers[1].status_code, answers[1].text)


def test_many_threads_meet_it_as_often_as_it_was_asked_for(api):
    """
    A fault for fifty deliveries is met by fifty of a hundred, however many come at once.
    """
    place(api, Status(503, times=50))

    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: statuses(api, 10), range(10)))

    assert {200: 50, 503: 50} == {
        status: sum(answers, []).count(status)  # noqa: RUF017  ten short lists
        for status in (200, 503)
    }


def test_the_end_of_a_fault_ends_the_wait_for_its_answers(api):
    """
    Nobody waits for an answer that is held back by a fault which was removed.
    """
    (placed,) = place(api, Delay(3600))
    hold = placed.hold(3600)

    api.mock.faults.clear("default")

    hold.wait()
    assert hold.over.is_set()


def test_the_end_of_a_fault_calls_back(api):
    """
    So an event loop can wait for it without a thread.
    """
    called = []
    (placed,) = place(api, Delay(3600))
    hold = placed.hold(3600)

    with hold.over.calling(lambda: called.append("meanwhile")):
        with hold.over.calling(lambda: called.append("too late")):
            pass
        api.mock.faults.clear("default")

    assert ["meanwhile"] == called


class TestRateLimit:
    def test_so_many_pass_and_then_none(self, api):
        """
        With the headers that a client can see it coming by.
        """
        place(api, RateLimit(2))

        answers = [api.send(event()) for _ in range(4)]

        assert [(200, "1"), (200, "0"), (429, "0"), (429, "0")] == [
            (each.status_code, each.headers["X-RateLimit-Remaining-hour"]) for each in answers
        ]
        assert {"2"} == {each.headers["X-RateLimit-Limit-hour"] for each in answers}
        assert '{"message":"API rate limit exceeded"}\n' == answers[-1].text

    def test_only_those_that_did_not_pass_met_it(self, api):
        """
        The first ones got the true answer.
        """
        (placed,) = place(api, RateLimit(1))

        statuses(api, 3)

        met = [each.id for each in api.mock.journal.met("default", placed.number)]
        assert [2, 3] == met

    def test_who_is_answered_by_another_fault_does_not_meet_it(self, api):
        """
        Of a limit that is used up and an answer in its place, only that one was met.
        """
        limit, status = place(api, RateLimit(0), Status(503))
        statuses(api, 1)

        assert [0, 1] == [
            len(api.mock.journal.met("default", placed.number)) for placed in (limit, status)
        ]

    def test_no_hour_ends_it(self, api):
        """
        It lasts until it is removed, so that no test fails at the end of an hour.
        """
        place(api, RateLimit(1))
        hour = 3_600_000

        now = iter([*range(0, 6 * hour, hour)])
        api.mock.clock = lambda: next(now)

        assert [200, 429, 429] == statuses(api, 3)

    def test_who_is_not_let_in_does_not_count(self, api):
        """
        The limit comes after the token, as in the real gateway.
        """
        place(api, RateLimit(1))

        refused = api.send(event(), token="nonsense").status_code

        assert [401, 200, 429] == [refused, *statuses(api, 2)]


class TestChaos:
    def sequence(self, api, probability, seed, number=40):
        """
        What so many deliveries met.
        """
        placed = api.mock.faults.place("default", Chaos(probability, seed))
        drawn = [placed.take() for _ in range(number)]
        api.mock.faults.clear("default")

        return [each and each.name for each in drawn]

    def test_the_same_seed_makes_the_same_faults(self, api):
        """
        A test that fails by chaos fails again.
        """
        assert self.sequence(api, 0.5, 1) == self.sequence(api, 0.5, 1)
        assert self.sequence(api, 0.5, 1) != self.sequence(api, 0.5, 2)

    def test_never_and_always(self, api):
        """
        The probability is one.
        """
        assert {None} == set(self.sequence(api, 0, 1))
        assert {"status", "drop", "accept_then_drop", "delay"} == set(self.sequence(api, 1, 1))

    def test_the_journal_says_what_it_did(self, api):
        """
        A delivery shows the very fault, and the chaos knows whom it met.
        """
        (placed,) = place(api, Chaos(1, seed=2))
        faults = self.sequence(api, 1, 2, 1)
        place(api, Chaos(1, seed=2))

        assert ["status"] == faults
        assert [503] == statuses(api, 1)
        assert placed.left == 0


def test_a_fault_on_its_way_does_not_hide_one_for_the_answer(api):
    """
    Without CORS, a 503 has no CORS headers either.
    """
    place(api, NoCors(), Status(503))

    answer = api.send(event())

    assert 503 == answer.status_code
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_drop_leaves_wsgi_to_the_server(api):
    """
    An application cannot close a connection: it tells the server that there is nothing to send.
    """
    place(api, Drop())

    with pytest.raises(ConnectionError, match="without an answer"):
        api.send(event())


@pytest.fixture
def restless():
    """
    Threads that take turns as often as they can, so that a gap between two lines is met.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("restless")
def test_each_delivery_meets_the_old_faults_or_the_new_ones(api):
    """
    Faults that take the place of others leave no gap.
    """
    lasting = Status(503, times=None)
    place(api, lasting)

    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(statuses, api, 200)
        while not sent.done():
            api.mock.faults.replace("default", [lasting])

    assert {503} == {*sent.result()}
