"""
Values that no fault can have, in Python and over HTTP.
"""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import Api, event
from sunbird_mockserver.faults import KINDS, Delay, FaultError, RateLimit, Status
from sunbird_telemetry.jsonvalues.node import dumps
from telemetry.strategies import HOSTILE, json_values, nested

#: What a kind cannot do without.
LEAST = {
    "status": {"status": 503},
    "delay": {"seconds": 0},
    "rate_limit": {"after": 3},
    "chaos": {"probability": 0.5},
}
FIELDS = [(kind.name, field.name) for kind in KINDS.values() for field in fields(kind)]
#: What fits no field, whatever its type.
MISFITS = {
    "true": True,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "5,001 digits": 10**5000,
    "minus 5,001 digits": -(10**5000),
    "bytes": b"telemetry",
    "a list": [1],
    "an object": {"a": 1},
    "a set": {1},
    "a type": int,
    "100,000 lists": nested(100_000),
    "100,000 objects": nested(100_000, dict),
}

each_field = pytest.mark.parametrize(("name", "field"), FIELDS)


def fault(name, field, value):
    return {"fault": name, **LEAST.get(name, {}), field: value}


def put(api, body):
    return api.ask("faults", method="PUT", body=body)


@each_field
@pytest.mark.parametrize("misfit", MISFITS)
def test_a_misfit_is_refused(name, field, misfit):
    """
    No fault can be made with it, and the sentence is short.
    """
    given = {**LEAST.get(name, {}), field: MISFITS[misfit]}

    with pytest.raises(FaultError) as caught:
        KINDS[name](**given)

    assert str(caught.value).startswith(f"{field} is ")
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Status(503, times=1.5), "times is 1.5; it should be a whole number."),
        (lambda: Status(503, times=2.0), "times is 2.0; it should be a whole number."),
        (lambda: Status(503, times=True), "times is True; it should be a whole number."),
        (
            lambda: Status(503, times=2**53),
            "times is the number 9007199254740992; it should be at most 9007199254740991.",
        ),
        (lambda: Status(503, 0.5), "retry_after is 0.5; it should be a whole number."),
        (lambda: Status(503.0), "status is 503.0; it should be an error: 400 to 599."),
        (lambda: Delay(False), "seconds is False; it should be a number from 0 to 3600."),  # noqa: FBT003  the mistake itself
        (lambda: RateLimit(2.5), "after is 2.5; it should be a whole number."),
    ],
)
def test_what_is_nearly_a_number_is_refused(make, why):
    """
    Where a whole number is wanted, no other will do, nor will true and false anywhere.
    """
    with pytest.raises(FaultError) as caught:
        make()

    assert why == str(caught.value)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_answered(api, value):
    """
    Over HTTP such a fault is in place or refused with a sentence, and no delivery is made of it.
    """
    written = dumps(HOSTILE[value])  # once: to write what is nested 100,000 times takes a while
    for name, field in FIELDS:
        api.ask("faults", method="DELETE")
        answer = put(api, dumps([fault(name, field, "@")]).replace(b'"@"', written))
        in_place = api.ask("faults").json["faults"]

        assert (answer.status_code, len(in_place)) in {(200, 1), (400, 0)}
        assert answer.status_code == 200 or 10 < len(answer.json["error"]) < 1000
    assert [] == api.ask("deliveries").json["deliveries"]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'[{"fault":' * 50_000,
        b'[{"fault":' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
        b'[{"fault":"drop","other":' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
        b'[{"fault":"drop","times":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}]",
        b'[{"fault":"' + b"x" * 1_000_000 + b'"}]',
        b'[{"fault":"drop","' + b"x" * 1_000_000 + b'":1}]',
        b'[{"fault":"drop","route":"' + b"x" * 1_000_000 + b'"}]',
        b'[{"fault":"expire_credential","key":"' + b"x" * 1_000_000 + b'"}]',
        b'[{"fault":"delay","seconds":1e999}]',
        b'[{"fault":"drop","times":1e999}]',
        b'[{"fault":"status","status":503,"retry_after":-1e999}]',
        b'[{"fault":"expire_credential","key":1e999}]',
        b'[{"fault":"drop","times":1' + b"0" * 5000 + b"}]",
        b'[{"fault":"drop","times":NaN}]',
        b'[{"fault":"\\ud800"}]',
        b"\xff\xfe",
        b"\x1f\x8b\x08",
        b"",
    ],
    ids=lambda body: f"{body[:40]!r} {len(body)}",
)
def test_hostile_bodies_are_refused(api, body):
    """
    However deep, long or broken, a body is a 400 with a short sentence, and changes nothing.
    """
    put(api, dumps([{"fault": "drop"}]))

    answer = put(api, body)

    assert 400 == answer.status_code
    assert 10 < len(answer.json["error"]) < 1000
    assert ["drop"] == [each["fault"] for each in api.ask("faults").json["faults"]]
    assert [] == api.ask("deliveries").json["deliveries"]


members = st.sampled_from(sorted({"fault", *(field for _, field in FIELDS)})) | st.text()
sensible = st.sampled_from([*KINDS, "telemetry", 1, 2, 503, 0.5, None])
bodies = json_values() | st.lists(st.dictionaries(members, sensible | json_values()), max_size=3)


@given(bodies)
def test_whatever_is_put_the_inbox_goes_on(body):
    """
    Faults that are in place can be shown and met; whatever is refused leaves no trace.
    """
    api = Api()
    answer = put(api, dumps(body))
    shown = api.ask("faults")
    api.mock.faults.clear_all() if b'"delay"' in shown.data else api.send(event())

    assert answer.status_code in {200, 400}
    assert (200, 200 == answer.status_code) == (shown.status_code, "faults" in answer.json)
    diagnoses = [each["diagnosis"] or "" for each in api.ask("deliveries").json["deliveries"]]
    assert not [each for each in diagnoses if "defect of the mock" in each]
