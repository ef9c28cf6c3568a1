import http.client
import threading
import urllib.error

import pytest

from plugin.sending import impression, send
from pytest_sunbird import Fault, Sunbird, TelemetryMismatch
from sunbird_mockserver import MockServer
from sunbird_mockserver.faults import KINDS, FaultError

#: Each fault as a test asks for it.
ASKED = {
    "status": lambda faults: faults.next(503),
    "delay": lambda faults: faults.delay(0.01),
    "drop": lambda faults: faults.drop(),
    "accept_then_drop": lambda faults: faults.accept_then_drop(),
    "bad_json": lambda faults: faults.bad_json(),
    "empty_200": lambda faults: faults.empty_200(),
    "expire_credential": lambda faults: faults.expire_credential(),
    "rate_limit": lambda faults: faults.rate_limit(after=0),
    "no_cors": lambda faults: faults.no_cors(),
    "chaos": lambda faults: faults.chaos(1, seed=1),
}


def status_of(sunbird):
    """
    The status of an answer; None where there is none.
    """
    try:
        return send(sunbird, [impression()])[0]
    except http.client.RemoteDisconnected:
        return None
    except urllib.error.URLError:
        return None


@pytest.mark.parametrize("name", KINDS)
def test_each_is_met_and_named(sunbird, name):
    """
    A fault knows the deliveries that met it, and these know what shaped their answer.
    """
    with ASKED[name](sunbird.faults) as fault:
        status_of(sunbird)

    (delivery,) = sunbird.deliveries
    assert (name, 1) == (fault.name, fault.times_met)
    assert [delivery.id] == [met.id for met in fault.deliveries]
    assert delivery.fault == (name if name != "chaos" else "status")


@pytest.mark.parametrize("name", [name for name in KINDS if name != "chaos"])
def test_what_is_left_of_it_goes_at_the_end_of_with(sunbird, name):
    """
    Behind the ``with`` statement nothing meets it.
    """
    with ASKED[name](sunbird.faults):
        pass

    send(sunbird, [impression()])
    assert [None] == [delivery.fault for delivery in sunbird.deliveries]


def test_a_statement_lasts_until_it_is_used_up(sunbird):
    """
    Without ``with`` a fault waits for those whom it is for.
    """
    sunbird.faults.next(503, times=2)

    assert [503, 503, 200] == [status_of(sunbird) for _ in range(3)]


def test_no_other_test_meets_it(sunbird, sunbird_server):
    """
    It is this inbox's own.
    """
    sunbird.faults.next(503, times=None)

    assert 200 == status_of(Sunbird(sunbird_server, "another"))


def test_those_that_nothing_met_are_told(sunbird):
    """
    A fault for a number of requests that never came is worth a look; one that lasts is not.
    """
    met = sunbird.faults.next(503)
    with sunbird.faults.next(429) as unmet:
        sunbird.faults.no_cors()
        sunbird.faults.chaos(0)
    sunbird.faults.drop(times=None)
    status_of(sunbird)

    assert [unmet.name] == [fault.name for fault in sunbird.faults.unmet]
    assert [False, True] == [met.is_unmet, unmet.is_unmet]


@pytest.mark.parametrize(
    "clear", [lambda it: it.faults.clear(), lambda it: it.reset()], ids=["clear", "reset"]
)
def test_all_can_be_cleared(sunbird, clear):
    """
    Afterwards nothing goes wrong, and nothing is left unmet.
    """
    sunbird.faults.next(503)
    clear(sunbird)

    assert () == sunbird.faults.unmet
    assert 200 == status_of(sunbird)


def test_a_mistake_is_told_where_it_is_made(sunbird):
    """
    A route with a slip in its name is an error at once, not a fault that nothing meets.
    """
    with pytest.raises(FaultError, match="Did you mean 'deviceRegister'"):
        sunbird.faults.drop(route="deviceRegistr")


def test_a_key_that_nobody_has_cannot_expire(sunbird):
    """
    A slip in a key is an error at once, not a fault that nothing meets.
    """
    with pytest.raises(FaultError) as caught:
        sunbird.faults.expire_credential(key=f"{sunbird.key}x")

    assert f"Did you mean {sunbird.key!r}?" in str(caught.value)
    assert [] == list(sunbird.faults)


@pytest.mark.parametrize("times", [1, 2])
def test_a_key_that_somebody_has_can_expire(sunbird, times):
    """
    Also one that has expired already.
    """
    for _ in range(times):
        sunbird.faults.expire_credential(key=sunbird.key)

    assert 403 == status_of(sunbird)


def test_says_what_it_is(sunbird):
    """
    A fault shows what was asked for and how often it was met.
    """
    fault = sunbird.faults.rate_limit(after=3)

    assert isinstance(fault, Fault)
    assert "<Fault RateLimit(route='telemetry', after=3), met 0 times>" == repr(fault)


def test_a_server_stops_while_an_answer_is_held_back():
    """
    The client of a held answer gets it when the server stops, and nobody waits for the hour.
    """
    with MockServer() as server:
        sunbird = Sunbird(server, "any")
        fault = sunbird.faults.delay(3600)
        statuses = []
        client = threading.Thread(target=lambda: statuses.append(status_of(sunbird)))
        client.start()
        sunbird.expect("IMPRESSION")
        server.stop()
        client.join(10)

        assert [200] == statuses
        assert 1 == fault.times_met


@pytest.mark.parametrize(("name", "told"), [("drop", True), ("accept_then_drop", False)])
def test_a_failure_names_the_fault_that_took_the_events(sunbird, name, told):
    """
    What a dropped connection lost is told where it is missed; what was taken is not lost.
    """
    getattr(sunbird.faults, name)()
    status_of(sunbird)

    with pytest.raises(TelemetryMismatch) as caught:
        sunbird.expect("END", timeout=0)

    said = "1 delivery was refused: no answer, because a fault was asked for"
    assert told == (said in " ".join(str(caught.value).split()))
