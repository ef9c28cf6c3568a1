"""
`check`, `judge` and the finders work with any table of rules, by the shortcut and by the slow way.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from unittest.mock import patch

import pytest

from sunbird_telemetry import Level, judge
from sunbird_telemetry.check import Checker, InputClock
from sunbird_telemetry.findings import (
    RULES,
    Scope,
    catalogue,
    event_findings,
    findings_by,
    page,
    shortcut_findings,
)
from sunbird_telemetry.findings.finders.event import closer_look
from sunbird_telemetry.findings.rule import Check, ErrorsAt
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.pipeline import State, judging
from sunbird_telemetry.specification.samples import whole, whole_batch
from telemetry.findings.running import findings_in
from telemetry.pipeline.making import GONE, HOUR, NOW, made

CLEAN = [made("START"), made("INTERACT"), made("IMPRESSION"), made("END")]
REAL = [
    made("START", object={"id": "do_1"}),  # as SDKs send it
    made("START"),  # sent again
    made("INTERACT", mid="another", context__sid="a new one"),
    made("INTERACT", mid="third", ets=NOW - 5 * HOUR),
]
BROKEN = [
    *(
        made("INTERACT", **{f"context__{name}": GONE})
        for name in ("did", "sid", "pdata", "channel")
    ),
    *(made("INTERACT", context__did=value, mid=f"did:{value}") for value in ("", None)),
    made("INTERACT", context__sid="", mid="sid"),
    made("INTERACT", context__pdata__id="", mid="producer"),
    *(made("IMPRESSION", **{name: GONE}) for name in ("ver", "mid", "ets", "edata", "actor")),
    made("START", flags={"a": 1}, userdata={"state": 5}),
    made("START", more=1, edata__more=1),
    made("START", ets=1, mid="old"),
    made("START", ets="2026-01-01", mid="text"),
    {"eid": "IMPRESION"},
    {"eid": 7},
    {},
    None,
]


@pytest.fixture
def use(monkeypatch):
    """
    Makes a table of *rules* the present one.
    """

    def use(rules):
        table = MappingProxyType({rule.name: rule for rule in rules})
        monkeypatch.setattr(catalogue, "RULES", table)

    return use


def lines(rule):
    """
    The sample, and what the rule's examples show, as lines of a file.
    """
    shown = [whole(each) for each in (rule.wrong, rule.right) if isinstance(each, dict)]
    if isinstance(rule.wrong, list):
        shown += [whole_batch(each.get("batch", each)) for each in rule.wrong]

    return [dumps(each) + b"\n" for each in [*CLEAN, *REAL, *BROKEN, *shown, *REAL]] + [b"{\n"]


def outcome(sent, *, shortcut):
    """
    What `check` makes of lines *sent*, with what it remembers.
    """
    checker = Checker(InputClock(NOW, source="--now"))
    if not shortcut:
        checker._shortcut._shortcuts = checker._shortcut._archive_shortcuts = {}
    checked = [
        (each.source, each.place, each.verdict, each.findings) for each in checker.check(sent, "f")
    ]
    sessions = checker._run_state.sessions.ends()

    return checked, sessions, checker.end(), checker._run_state.state


def outcome_of_judging(events):
    """
    What `judge` makes of *events* in one batch, with what it remembers.
    """
    state = State()
    verdict = judge({"syncts": NOW, "events": [*events]}, state, explain=True)

    return verdict, state


def rules_in(checked):
    return {finding.rule for each in checked for finding in each[3]}


@pytest.mark.parametrize("name", RULES)
def test_any_rule_can_be_removed(name, use):
    """
    Without one of the rules everything works, the shortcut as the slow way, and only its findings
    are missing.
    """
    rule = RULES[name]
    use(each for each in RULES.values() if each is not rule)

    by_shortcut, by_slow_way = (outcome(lines(rule), shortcut=each) for each in (True, False))

    assert by_slow_way == by_shortcut
    assert name not in rules_in(by_shortcut[0])
    assert name not in {finding.rule for finding in findings_in(rule, rule.wrong)}
    for event in [*BROKEN, whole(rule.wrong)]:
        assert closer_look(event) == event_findings(event)


@pytest.mark.parametrize("name", RULES)
def test_judging_works_without_any_rule(name, use):
    """
    Fates and reasons do not depend on the table of rules, and neither does what is remembered.
    """
    events = [*CLEAN, *REAL, *(each for each in BROKEN if isinstance(each, dict) and "mid" in each)]
    before, _ = outcome_of_judging(events)
    use(each for each in RULES.values() if each.name != name)

    after, remembered = outcome_of_judging(events)
    with patch.object(judging, "shortcut_verdict", return_value=None):
        by_stages = outcome_of_judging(events)

    assert by_stages == (after, remembered)
    assert [replace(each, findings=()) for each in before.events] == [
        replace(each, findings=()) for each in after.events
    ]


def test_no_rule_is_needed(use):
    """
    With an empty table everything works, and nothing is found.
    """
    use([])
    sent = lines(RULES["did-missing"])

    checked, _, end, _ = outcome(sent, shortcut=True)

    assert (checked, end) == (outcome(sent, shortcut=False)[0], ())
    assert set() == rules_in(checked)


def a_rule(name, **fields):
    return replace(
        RULES["missing-field"],
        id="SB199",
        name=name,
        level=Level.WARNING,
        explains_schema_errors=(),
        **fields,
    )


def is_on_tuesday(event):
    return event.get("tags") == ["tuesday"]


NOT_ON_TUESDAY = {"not": {"const": ["tuesday"]}}
#: Rules about events with the tag of a Tuesday, one per form that a rule may have.
MADE_UP = {
    "a check": a_rule("made-up", message="Made up.", checks=(Check(("/tags",), NOT_ON_TUESDAY),)),
    "a check with a value": a_rule(
        "made-up", message="{pointer} is {value}.", checks=(Check(("/tags",), NOT_ON_TUESDAY),)
    ),
    "a check of some types": a_rule(
        "made-up", message="Made up.", checks=(Check(("/tags",), NOT_ON_TUESDAY, ("START",)),)
    ),
    "a check of several places": a_rule(
        "made-up", message="Made up.", checks=(Check(("/mid", "/tags"), NOT_ON_TUESDAY),)
    ),
    "a check of everything below a place": a_rule(
        "made-up",
        message="Made up.",
        checks=(
            Check(
                ("/tags",),
                {"not": {"const": "tuesday"}, "items": {"$ref": "#"}},
            ),
        ),
    ),
    "a check that has to be confirmed": a_rule(
        "made-up",
        message="Made up.",
        checks=(Check(("",), clean_schema=False, confirm=is_on_tuesday),),
    ),
    "a predicate": a_rule(
        "made-up",
        message="Made up.",
        wrong={"tags": ["tuesday"]},
        right={"tags": []},
        checks=(Check(("/tags",), NOT_ON_TUESDAY, predicate=is_on_tuesday),),
    ),
    "a predicate of some types": a_rule(
        "made-up",
        message="Made up.",
        wrong={"tags": ["tuesday"]},
        right={"tags": []},
        checks=(Check(("/tags",), NOT_ON_TUESDAY, ("START",), predicate=is_on_tuesday),),
    ),
}
TUESDAYS = [made("START", tags=["tuesday"]), made("END", tags=["tuesday"]), made("START")]


@pytest.mark.parametrize("rule", MADE_UP.values(), ids=MADE_UP)
@pytest.mark.parametrize("is_first", [True, False], ids=["first", "last"])
def test_a_rule_about_events_can_be_added(rule, is_first, use):
    """
    A row in the table is enough: the slow way has its findings, and the shortcut, too.
    """
    use([rule, *RULES.values()] if is_first else [*RULES.values(), rule])
    events = [*TUESDAYS, *({**each, "object": {"id": "do_1"}} for each in TUESDAYS)]
    sent = [dumps(event) + b"\n" for event in events]

    by_shortcut, by_slow_way = (outcome(sent, shortcut=each) for each in (True, False))

    assert by_slow_way == by_shortcut
    assert "made-up" in rules_in(by_shortcut[0])
    for event in events:
        found = closer_look(event)
        assert shortcut_findings(event) in (None, found)
        assert event_findings(event) == found


def test_a_rule_about_schema_errors_can_be_added(use):
    """
    It explains its errors, and a general rule the others.
    """
    rule = replace(
        a_rule("made-up", message="{pointer} is {value}, by {keyword}; allowed: {allowed}."),
        explains_schema_errors=(ErrorsAt(("/edata/loc",), ("type",), ("START",)),),
    )
    use([*RULES.values(), rule])

    found = [event_findings(made(eid, edata__loc=7)) for eid in ("START", "IMPRESSION")]

    assert [["made-up"], ["unknown-field"]] == [[each.rule for each in some] for some in found]


@pytest.mark.parametrize("scope", Scope)
def test_a_rule_of_any_scope_can_be_added(scope, use):
    """
    Whoever finds it, a rule is made, explained and shown by what stands in the table.
    """
    rule = a_rule("made-up", scope=scope, message="Made up of {count}.")
    use([*RULES.values(), rule])
    sent = lines(rule)

    assert outcome(sent, shortcut=False) == outcome(sent, shortcut=True)
    assert ["Made up of 3."] == [each.message for each in findings_by("made-up", count=3)]
    assert page(rule).startswith(f"SB199 made-up (warning, {scope})")
