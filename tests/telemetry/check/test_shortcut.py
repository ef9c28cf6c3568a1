"""
The shortcut takes what good clients send, and decides as the slow way does.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from sunbird_telemetry import EVENT_TYPES
from sunbird_telemetry.check import Checker, InputClock
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.pipeline import DEFAULTS
from sunbird_telemetry.pipeline.time_window import iso
from telemetry.pipeline.making import DAY, GONE, HOUR, NOW, made
from telemetry.strategies import good_events, mutated_events

# Of SHARE the stages make several events. Of the others the full example has something to tell.
NOT_TAKEN = {"SHARE", "SUMMARY", "AUDIT", "ERROR", "FEEDBACK"}
ASSESS = {"edata__item__type": GONE}  # there a rule has something to say about each
VIEW = made("IMPRESSION")
DEEP = made("INTERACT", edata__extra={"a": {"b": [{"c": 2**53}]}})
SPECIAL = {
    "another member": made("START", more=1),
    "a stamp": made("START", syncts=NOW),
    "too old": made("START", ets=NOW - 4000 * HOUR),
    "another type": {**VIEW, "eid": "VIEW"},
    "no type": {**VIEW, "eid": ["START"]},
    "no event": [VIEW],
    "a batch": {"events": [VIEW]},
    "lost digits": made("START", edata__duration=2**53 + 1),
    "lost digits somewhere": made("START", object__more=2**53 + 1),
    "lost digits anywhere": DEEP,
    "a very long line": made("START", edata__loc="x" * 70_000),
    "a producer that is deduplicated early": made("START", context__pdata__id="early"),
    "not valid": made("START", mid=GONE),
    "something to tell": made("START", actor__type="Bot"),
}


EVENTS = good_events() | mutated_events() | st.sampled_from([made("START"), VIEW, made("END")])


def archived(event, received):
    """
    The *event* as it stands in an archive of telemetry.raw.
    """
    return event | {"syncts": received, "@timestamp": iso(received), "flags": {}}


def lines(*events):
    return [dumps(event) + b"\n" for event in events]


def a_checker(*, shortcut=True):
    checker = Checker(InputClock(NOW, source="--now"))
    if not shortcut:
        checker._shortcut._shortcuts = checker._shortcut._archive_shortcuts = {}

    return checker


def is_taken(event, checker=None):
    run = (checker or a_checker())._shortcut.run(lines(event), remarkable=False)

    return [verdict is not None for _, _, _, verdict, _ in run] == [True]


@pytest.mark.parametrize("eid", sorted(set(EVENT_TYPES) - NOT_TAKEN))
def test_good_events_are_taken(eid):
    """
    Nearly every type has a shortcut.
    """
    assert is_taken(made(eid, **(ASSESS if eid == "ASSESS" else {})))


@pytest.mark.parametrize(
    ("days", "taken"), [(0, True), (-80, True), (-100, False), (2, False)], ids=str
)
def test_archived_events_are_taken_if_they_were_timely(days, taken):
    """
    How old an event was is counted from when it was received.
    """
    then = NOW - 1000 * DAY

    assert taken == is_taken(archived(made("START", ets=then + days * DAY), then))


def test_a_checker_without_shortcut_takes_nothing():
    """
    The slow way that the shortcut is compared with takes no shortcut itself.
    """
    assert not is_taken(made("START"), a_checker(shortcut=False))


@pytest.mark.parametrize("event", SPECIAL.values(), ids=SPECIAL)
def test_what_is_special_takes_a_closer_look(event):
    """
    Whatever a stage or a rule has to do with an event, the shortcut leaves it to them.
    """
    deployment = replace(DEFAULTS, early_dedup_producers=("early",))
    shortcut = Checker(InputClock(NOW, source="--now"), deployment)._shortcut

    assert [None] == [
        verdict for _, _, _, verdict, _ in shortcut.run(lines(event), remarkable=False)
    ]


def test_what_is_not_remarkable_passes_in_silence():
    """
    Of accepted events about which nothing is to be told there is only the count.
    """
    checker = a_checker()
    sent = lines(made("START"), VIEW, VIEW)

    told = [each.source for each in checker.check(sent, "f", remarkable=True)]

    assert (["f:3"], 2) == (told, checker.passed)


def facts(checker, sent):
    told = [
        (one.source, one.place, one.verdict, [(each.rule, each.pointer) for each in one.findings])
        for one in checker.check(sent, "f")
    ]

    return told, [each.message for each in checker.end()]


@draws(300)
@given(
    st.lists(
        EVENTS | st.builds(archived, EVENTS, st.sampled_from([NOW, NOW - 1, NOW - 200 * DAY])),
        max_size=6,
    )
)
def test_verdicts_and_findings_do_not_hang_on_the_lane(events):
    """
    The slow way says the same, in the same order, and remembers the same.
    """
    sent = lines(*events)

    assert facts(a_checker(shortcut=False), sent) == facts(a_checker(), sent)
