"""
What stands in archives of the pipeline's topics is judged as it was sent.
"""

import pytest

from sunbird_telemetry.check import Checker, InputClock
from telemetry.check.running import checked, outcomes, rules
from telemetry.pipeline.making import DAY, NOON, NOW, made

#: What the pipeline writes into an event on its way to telemetry.raw, and to telemetry.unique.
RAW = {"syncts": NOW, "@timestamp": NOON, "flags": {"ex_processed": True}}
UNIQUE = {
    **RAW,
    "flags": {"ex_processed": True, "pp_validation_processed": True},
    "type": "events",
}
IMPRESSION = made("IMPRESSION")


def rounded(event):
    """
    The same with all its numbers as doubles, as the pipeline writes them.
    """
    return event | {"ets": float(event["ets"]), "syncts": float(event["syncts"])}


@pytest.mark.parametrize("stamps", [RAW, UNIQUE], ids=["raw", "unique"])
@pytest.mark.parametrize("written", [dict, rounded], ids=["whole", "doubles"])
def test_the_pipelines_own_stamps_are_not_the_clients(stamps, written):
    """
    They alter nothing, and nothing is said about them.
    """
    (told,) = checked(written({**IMPRESSION, **stamps}))

    assert ("accepted", ()) == (told.verdict.fate, told.findings)


@pytest.mark.parametrize(
    ("stamps", "said"),
    [
        ({"syncts": NOW}, ["field-overwritten"]),
        ({"@timestamp": NOON}, ["field-overwritten"]),
        ({"syncts": NOW + 1, "@timestamp": NOON}, ["altered-overwritten", "field-overwritten"]),
        ({"syncts": str(NOW), "@timestamp": NOON}, ["altered-overwritten", "field-overwritten"]),
        ({"syncts": 10**18, "@timestamp": ""}, ["field-overwritten"] * 2),
    ],
)
def test_a_client_that_stamps_by_itself_is_told(stamps, said):
    """
    Only both stamps, of one moment, come from nobody but the pipeline.
    """
    assert [said] == rules({**IMPRESSION, **stamps})


def test_a_type_of_its_own_is_the_clients():
    """
    The pipeline writes ``events`` there, and nothing else.
    """
    assert [("altered", "preprocessor")] == outcomes({**IMPRESSION, **RAW, "type": "mine"})


@pytest.mark.parametrize("eid", ["IMPRESSION", "SHARE"])
def test_it_is_as_old_as_it_was_when_it_was_received(eid):
    """
    An archive does not grow too old.
    """
    then = NOW - 400 * DAY
    stamps = {"syncts": then, "@timestamp": "2025-02-08T12:00:00.000Z"}
    new, old = made(eid, ets=then, **stamps), made(eid, ets=then - 100 * DAY, mid="old", **stamps)

    assert [("accepted", None), ("lost", "denormalization")] == outcomes(new, old)


def test_copies_that_were_received_apart_are_the_same():
    """
    A retry is no mid with other content, though its stamps are others.
    """
    later = {"syncts": NOW + 1000, "@timestamp": "2026-03-15T12:00:01.000Z"}

    assert [[], ["duplicate-at-druid"]] == rules(
        {**IMPRESSION, **RAW}, {**IMPRESSION, **UNIQUE, **later}
    )


def test_it_brings_its_own_time():
    """
    The report says whose times the fates go by.
    """
    clock = InputClock(NOW, source="--now")
    lines = [
        b'{"eid":"LOG"}\n',
        b'{"eid":"LOG","syncts":0,"@timestamp":"1970-01-01T00:00:00.000Z"}\n',
    ]
    list(Checker(clock).check(lines, "f"))

    assert (1, 1) == (clock.own, clock.others)


def test_lost_digits_are_counted_in_what_was_sent():
    """
    A stamp that Node would round was never sent through Node.
    """
    beyond = {"a/~": 2**53 + 1}
    log = made("LOG", **{**RAW, "flags": beyond, "a/b": 2**53 + 1}, edata__extra=beyond)
    (told,) = checked(log)

    assert ["/edata/extra/a~1~0", "/a~1b"] == [change.pointer for change in told.verdict.changes]
