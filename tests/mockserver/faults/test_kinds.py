import pytest

from sunbird_mockserver.faults import (
    KINDS,
    Chaos,
    Delay,
    Drop,
    FaultError,
    RateLimit,
    Status,
)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(
            lambda: Drop(route="telemetri"),
            "'telemetri' is no route of the gateway. Did you mean 'telemetry'?",
            id="a route with a slip",
        ),
        pytest.param(
            lambda: Drop(times=0),
            "times is 0; it should be 1 or more, or None for ever.",
            id="no times",
        ),
        pytest.param(
            lambda: Status(200),
            "status is 200; it should be an error: 400 to 599.",
            id="a status that is none",
        ),
        pytest.param(
            lambda: Status(503, -1),
            "retry_after is -1; it should be a number of s, or 0.",
            id="a time in the past",
        ),
        pytest.param(
            lambda: Delay(-1),
            "seconds is -1; it should be a number from 0 to 3600.",
            id="a wait for the past",
        ),
        pytest.param(
            lambda: Delay(float("nan")),
            "seconds is nan; it should be a number from 0 to 3600.",
            id="a wait of no length",
        ),
        pytest.param(
            lambda: RateLimit(-1),
            "after is -1; it should be a number of requests, or 0.",
            id="less than nothing passes",
        ),
        pytest.param(
            lambda: Chaos(1.5),
            "probability is 1.5; it should be a number from 0 to 1.",
            id="more than always",
        ),
        pytest.param(
            lambda: Drop(times="2"),
            "times is '2'; it should be 1 or more, or None for ever.",
            id="times as text",
        ),
        pytest.param(
            lambda: Status(503, "3"),
            "retry_after is '3'; it should be a number of s, or 0.",
            id="a time as text",
        ),
        pytest.param(
            lambda: Delay("2s"),
            "seconds is '2s'; it should be a number from 0 to 3600.",
            id="a wait as text",
        ),
        pytest.param(
            lambda: RateLimit("3"),
            "after is '3'; it should be a number of requests, or 0.",
            id="a limit as text",
        ),
        pytest.param(
            lambda: Chaos("0.5"),
            "probability is '0.5'; it should be a number from 0 to 1.",
            id="how often as text",
        ),
    ],
)
def test_what_cannot_be_is_refused(make, why):
    """
    A fault that makes no sense is refused with a sentence that says what would.
    """
    with pytest.raises(FaultError) as caught:
        make()

    assert why == str(caught.value)


def test_a_route_that_is_like_none_lists_them_all():
    """
    Where no name is near, all names are given.
    """
    with pytest.raises(FaultError, match="There are: telemetry, telemetryErrorLogging, "):
        Drop(route="???")


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_fault_says_what_it_does(kind):
    """
    The journal has a name and a sentence for each of them.
    """
    assert kind.name
    assert kind.told
