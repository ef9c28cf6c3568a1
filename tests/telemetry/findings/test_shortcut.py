"""
The shortcut has the findings of the slow way, or leaves the event to it.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from sunbird_telemetry.findings import (
    RULES,
    DeliveryRules,
    Scope,
    SessionRules,
    batch_findings,
    event_findings,
    fate_findings,
    is_clean,
    shortcut_findings,
)
from sunbird_telemetry.findings.finders.event import closer_look
from sunbird_telemetry.pipeline import judge
from sunbird_telemetry.specification import EVENT_TYPES, schema
from sunbird_telemetry.specification.samples import patched, whole
from sunbird_telemetry.validation import validate
from telemetry.findings.running import DEPLOYMENT
from telemetry.strategies import HOSTILE, good_events, json_values, mutated_events

EVENT_RULES = [
    rule for rule in RULES.values() if rule.scope is Scope.EVENT and not rule.id.startswith("SB5")
]


def examples() -> st.SearchStrategy[Any]:
    """
    Events that break up to three rules at once.
    """
    patches = st.lists(
        st.sampled_from(
            [rule.wrong for rule in EVENT_RULES if isinstance(rule.wrong, dict)]
            + [rule.right for rule in EVENT_RULES]
        ),
        max_size=3,
    )

    def applied(event: dict[str, Any], given: list[Any]) -> Any:
        for patch in given:
            event = patched(event, patch)
        return event

    return st.builds(applied, good_events(), patches)


def is_shallow(value: Any) -> bool:
    """
    Whether *value* can be written as JSON in no time: 100,000 levels take a second.
    """
    try:
        return bool(json.dumps(value))
    except (RecursionError, ValueError):
        return False


@draws(500)
@given(mutated_events() | examples())
def test_the_fast_lane_hides_nothing(event):
    """
    An event that takes the shortcut has all its findings, and is valid.
    """
    findings = shortcut_findings(event)

    assert is_clean(event) == (findings == ())
    if findings is not None:
        assert findings == closer_look(event)
        assert validate(event).valid


@draws(200)
@given(mutated_events() | examples())
def test_both_lanes_say_the_same(event):
    """
    The findings about an event are the same by either way.
    """
    assert closer_look(event) == event_findings(event)


@draws(200)
@given(mutated_events() | json_values())
def test_anything_can_be_looked_at(event):
    """
    Whatever JSON stands in the place of an event, rules tell findings, never an exception.
    """
    before = copy.copy(event)

    findings = event_findings(event)

    assert all(str(finding) and finding.to_dict() for finding in findings)
    assert isinstance(event, type(before))


@draws(200)
@given(
    (st.lists(mutated_events() | json_values(), max_size=4) | json_values()).filter(is_shallow),
    json_values(),
)
def test_any_batch_can_be_looked_at(events, params):
    """
    Whatever JSON stands in the place of a batch, rules tell findings, never an exception.
    """
    batch = {"params": params, "events": events}
    sessions, deliveries = SessionRules(), DeliveryRules()

    findings = [*batch_findings(batch), *batch_findings(events)]
    findings += [*deliveries.see(batch), *deliveries.see(batch), *deliveries.see(events)]
    for event in events if isinstance(events, list) else []:
        findings += sessions.see(event)
    for verdict in judge({**batch, "syncts": 1767225600000}).events:
        findings += fate_findings(verdict)
    findings += sessions.end()

    assert all(str(finding) for finding in findings)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_slow_down_only(name):
    """
    A value that is hard to convert is looked at like any other.
    """
    event = whole({"eid": "INTERACT"})
    event["edata"]["extra"] = {"values": [HOSTILE[name]], "mail": "someone@example.org"}

    assert ["email-in-text"] == [finding.rule for finding in event_findings(event)]


@pytest.mark.parametrize(
    "name", ["7", "007", "+7", "-7", "0" * 5000 + "7", "+000", "7" * 30, "+", "++7"]
)
def test_a_member_may_be_named_like_a_number(name):
    """
    A name of digits is a name, not a place in a list.
    """
    event = whole({"eid": "INTERACT", "edata": {"extra": {name: "someone@example.org"}}})

    assert [f"/edata/extra/{name}"] == [finding.pointer for finding in event_findings(event)]


# All of SUMMARY and ERROR take the closer look: one compares two numbers, which no schema can, and
# of the other there is always a note. The least SHARE shares nothing, the least LOG is an ERROR.
@pytest.mark.parametrize("eid", sorted({*EVENT_TYPES} - {"SUMMARY", "ERROR", "SHARE", "LOG"}))
def test_ordinary_events_take_the_shortcut(eid):
    """
    A small good event of every ordinary type is clean.
    """
    assert is_clean(whole({"eid": eid}))


@pytest.mark.parametrize(
    "eid", ["INTERACT", "IMPRESSION", "START", "END", "SEARCH", "SHARE", "LOG"]
)
def test_full_events_take_the_shortcut(eid):
    """
    A good event with every field that it may have is clean.
    """
    assert is_clean(schema(eid)["examples"][0])


@pytest.mark.parametrize("thing", [{}, {"id": "do_1"}, {"id": "", "type": ""}, {"ver": "1"}])
def test_what_sdks_send_takes_the_fast_lane(thing):
    """
    An object without type, as most events of SDKs have it, has its finding by the shortcut.
    """
    event = {**whole({}), "object": thing}

    assert ["object-incomplete"] == [finding.rule for finding in shortcut_findings(event)]
    assert not is_clean(event)


@pytest.mark.parametrize("eid", [None, 7, "", "IMPRESION", "impression", "OBJECT", "object"])
def test_what_has_no_schema_of_its_own_is_not_clean(eid):
    """
    An event of no known type takes the closer look.
    """
    assert not is_clean({**whole({}), "eid": eid})


def test_what_is_no_object_is_not_clean():
    """
    What is no object takes the closer look.
    """
    assert not is_clean("START")


def test_types_of_a_deployment_have_a_fast_lane():
    """
    Events of a deployment's own type are judged by its schema and the rules for all types.
    """
    good = whole({"eid": "CB_AUDIT", "edata": {"state": "Live"}})

    assert is_clean(good, DEPLOYMENT)
    assert not is_clean(patched(good, {"edata": {"state": "Draft"}}), DEPLOYMENT)
    assert not is_clean(patched(good, {"context": {"did": None}}), DEPLOYMENT)
