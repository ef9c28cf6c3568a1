"""
Events with very many mistakes, and very long ones.
"""

import pytest

from sunbird_telemetry.findings import event_findings
from sunbird_telemetry.jsonvalues.size import MAX_ITEMS, cut
from sunbird_telemetry.specification import TELEMETRY
from sunbird_telemetry.specification.samples import whole
from sunbird_telemetry.validation import validate

MANY = 3000

MISTAKEN = {
    "wrong items": ({"tags": [7] * MANY}, "/tags/0"),
    "items in a referenced part": ({"context": {"cdata": [7] * MANY}}, "/context/cdata/0"),
    "unknown members": ({"edata": {f"x{n:04}": 1 for n in range(MANY)}}, "/edata/x0000"),
    "advice": (
        {"eid": "INTERACT", "edata": {"extra": {"values": ["a@b.org"] * MANY}}},
        "/edata/extra/values/0",
    ),
    "advice by name": (
        {"eid": "INTERACT", "edata": {"extra": {f"x{n:04}": "a@b.org" for n in range(MANY)}}},
        "/edata/extra/x0000",
    ),
}


@pytest.mark.parametrize("name", MISTAKEN)
def test_of_many_mistakes_the_first_hundred_are_told(name):
    """
    An event with thousands of mistakes has a hundred findings, and one that says there are more.
    """
    example, place = MISTAKEN[name]
    findings = event_findings(whole(example))

    assert 101 == len(findings)
    assert place in {finding.pointer for finding in findings}
    assert ["more-findings"] == [each.rule for each in findings if not each.pointer]


def test_a_hundred_mistakes_are_told_in_full():
    """
    As long as all is told, nothing is said of more.
    """
    findings = event_findings(whole({"tags": [7] * 100}))

    assert [f"/tags/{n}" for n in range(100)] == [finding.pointer for finding in findings]


def test_the_first_wrong_item_is_found_wherever_it_is():
    """
    What the pipeline says is about the first wrong item, after however many good ones.
    """
    event = whole({"tags": ["good"] * MANY + [7] * MANY})

    assert f'"/tags/{MANY}"' == validate(event).reason


def test_every_mistake_of_the_first_wrong_item_counts():
    """
    The item that is one too many is still looked at in full, for its order decides the reason.
    """
    items = [{"id": 7, "type": 7, "ver": 7, "origin": 7}] * MANY
    errors = validate(whole({"eid": "SHARE", "edata": {"items": items}})).errors

    assert 101 == len(errors)


def test_a_deployment_may_forbid_further_items():
    """
    A list that may hold nothing is wrong as a whole, in a deployment's own schema.
    """
    closed = {"properties": {"edata": {"properties": {"items": {"items": False}}}}}
    event = whole({"eid": "CB_AUDIT", "edata": {"items": [1, 2]}})
    (error,) = validate(event, TELEMETRY.with_types({"CB_AUDIT": closed})).errors

    assert ("/edata/items", "items") == (error.pointer, error.keyword)


def test_nothing_short_is_cut():
    """
    An event of ordinary length is looked at as it is.
    """
    event = whole({"tags": ["x"] * MAX_ITEMS})

    assert event is cut(event)


def test_what_is_cut_shares_the_rest():
    """
    Only long lists, and long objects within the parts of an event, are made shorter.
    """
    event = whole({"tags": ["x"] * MANY, **{f"x{n}": n for n in range(MANY)}})
    short = cut(event)

    assert (MAX_ITEMS, event.keys()) == (len(short["tags"]), short.keys())
    assert short["context"] is event["context"]
