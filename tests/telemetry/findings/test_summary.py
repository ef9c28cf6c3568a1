"""
Notes are told once.
"""

import pytest

from sunbird_telemetry.finding import Finding, Level
from sunbird_telemetry.findings import Aggregator, producer_of

NOTE = Finding("object-incomplete", Level.NOTE, "/object", "m", "r")
WARNING = Finding("did-missing", Level.WARNING, "/context/did", "m", "r")


def at(pointer):
    return Finding(NOTE.rule, NOTE.level, pointer, NOTE.message, NOTE.remedy)


def test_a_note_passes_once():
    """
    The first note passes, later ones are counted.
    """
    aggregator = Aggregator()

    passed = [aggregator.see([NOTE], "app") for _ in range(3)]

    assert [(NOTE,), (), ()] == passed
    assert [("app", 3)] == [(each.producer, each.count) for each in aggregator.repeated]


def test_a_note_passes_once_per_producer():
    """
    Each producer is told.
    """
    aggregator = Aggregator()

    assert (NOTE,) == aggregator.see([NOTE], "one")
    assert (NOTE,) == aggregator.see([NOTE], "two")


def test_a_note_passes_once_per_place():
    """
    Items of one list are one place, other members are another.
    """
    aggregator = Aggregator()
    notes = [at("/edata/items/0"), at("/edata/items/17"), at("/edata/items/0/a"), at("/edata/3d")]

    assert (notes[0], notes[2], notes[3]) == aggregator.see(notes)
    assert ["/edata/items/*", "/edata/items/*/a", "/edata/3d"] == [
        each.finding.pointer for each in aggregator.repeated
    ]


def test_what_is_worse_always_passes():
    """
    Warnings and errors are never held back.
    """
    aggregator = Aggregator()

    assert [(WARNING,), (WARNING,)] == [aggregator.see([WARNING]) for _ in range(2)]
    assert () == aggregator.repeated


def test_memory_is_limited():
    """
    Beyond the limit different notes pass as they come.
    """
    aggregator = Aggregator(limit=1)
    aggregator.see([NOTE], "one")

    assert [(NOTE,), (NOTE,)] == [aggregator.see([NOTE], "two") for _ in range(2)]
    assert 1 == len(aggregator.repeated)


def test_a_note_knows_the_event_that_it_was_told_of_first():
    """
    Whoever numbers the events learns the number of the first one.
    """
    aggregator = Aggregator()
    for number in (7, 8):
        aggregator.see([NOTE], "app", number)

    assert [(2, 7)] == [(each.count, each.first) for each in aggregator.repeated]


@pytest.mark.parametrize(
    ("event", "producer"),
    [
        ({"context": {"pdata": {"id": "app"}}}, "app"),
        ({"context": {"pdata": {"id": "someone@example.org"}}}, "[hidden]"),
        ({"context": {"pdata": {"id": "a" * 101}}}, "a" * 100),
        ({"context": {"pdata": {"id": 7}}}, ""),
        ({"context": []}, ""),
        (None, ""),
    ],
)
def test_the_producer_is_what_the_event_says(event, producer):
    """
    The producer is context.pdata.id, as far as there is one that can be shown.
    """
    assert producer == producer_of(event)
