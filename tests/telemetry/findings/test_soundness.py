"""
A rule that finders or the shortcut would trip over is an error that names it.
"""

from dataclasses import replace
from types import MappingProxyType

import pytest

from sunbird_telemetry.findings import RULES, catalogue, event_findings, is_clean
from sunbird_telemetry.findings.rule import Check, ErrorsAt
from sunbird_telemetry.findings.soundness import UnsoundRuleError
from sunbird_telemetry.specification.samples import whole

RULE = replace(RULES["did-missing"], id="SB299", name="made-up", message="Made up.")


def has_no_did(event):
    return not event.get("context", {}).get("did")


def checked(*places, clean=True, **fields):
    return {"checks": (Check(places, clean, **fields),)}


UNSOUND = {
    "no place": (checked(), "a check needs a place; '' is the whole event."),
    "a place that is no pointer": (
        checked("context/did"),
        "the place 'context/did' is no JSON pointer: it must begin with '/'.",
    ),
    "an unknown event type": (checked("", eids=("Start",)), "'Start' is no event type."),
    "schema errors of an unknown event type": (
        {"explains_schema_errors": (ErrorsAt(("/ets",), eids=("BEGIN",)),)},
        "'BEGIN' is no event type.",
    ),
    "a keyword that schema algebra does not join": (
        checked("", clean={"properties": {"a": {"anyOf": [{"if": {}}]}}}),
        "clean_schema may not have the keyword 'if'.",
    ),
    "a reference to another schema": (
        checked("", clean={"items": {"$ref": "actor.json"}}),
        "clean_schema may refer to itself only, with {'$ref': '#'}.",
    ),
    "no schema": (checked("", clean={"minLength": "one"}), "clean_schema is no JSON Schema."),
    "a fact that no finder of events has": (
        checked("/tags") | {"message": "Made up of {count}."},
        "the message needs {count}; known are pointer, value.",
    ),
    "a fact that no schema error has": (
        {
            "checks": (),
            "explains_schema_errors": (ErrorsAt(("/ets",)),),
            "message": "Made up of {count}.",
        },
        "the message needs {count}; known are allowed, keyword, pointer, value.",
    ),
    "two predicates": (
        {"checks": (Check(("",), clean_schema=False, predicate=has_no_did),) * 2},
        "only one check may have a predicate.",
    ),
    "a predicate about two places": (
        checked("/mid", "/tags", predicate=has_no_did),
        "a check with a predicate has one place.",
    ),
    "a predicate that has to be confirmed": (
        checked("", predicate=has_no_did, confirm=bool),
        "a check with a predicate needs no confirm: the predicate decides.",
    ),
    "a predicate whose message needs the value": (
        checked("", predicate=has_no_did) | {"message": "It is {value}."},
        "with a predicate, the message may not need {value}.",
    ),
    "a predicate that misses the wrong example": (
        checked("", predicate=bool) | {"right": {}},
        "its predicate contradicts its wrong and right examples.",
    ),
}


@pytest.mark.parametrize(("fields", "problem"), UNSOUND.values(), ids=UNSOUND)
@pytest.mark.parametrize("look", [is_clean, event_findings])
def test_an_unsound_rule_is_named(fields, problem, look, monkeypatch):
    """
    The first look at an event names the rule and what is wrong with it, by either way.
    """
    rule = replace(RULE, **fields)
    monkeypatch.setattr(catalogue, "RULES", MappingProxyType({**RULES, rule.name: rule}))

    with pytest.raises(UnsoundRuleError) as caught:
        look(whole({"ets": "an invalid one"} if rule.checks == () else {}))

    assert f"The rule 'made-up' (SB299) cannot be compiled: {problem}" == str(caught.value)
