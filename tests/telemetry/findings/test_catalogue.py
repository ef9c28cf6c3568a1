"""
The table of rules as a whole.
"""

import re
from collections import Counter
from pathlib import Path
from runpy import run_path

import pytest

from sunbird_telemetry.findings import RULES, THEMES, rule_called, sentence
from sunbird_telemetry.specification import schema
from sunbird_telemetry.specification.documented_values import VALUES

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "rules.md").read_text("utf-8")

#: Where a disagreement between the sources of the specification became a rule.
CONFLICTS = {
    "version_enum": "version-3-1",
    "ets_unit_sample": "ets-in-seconds",
    "ets_format_on_number": "ets-as-text",
    "pdata_required": "pdata-missing",
    "object_id_type_optional": "object-incomplete",
    "context_rollup_unchecked": "rollup-shape",
    "platform_unchecked": "platform-not-indexed",
    "feedback_comments": "sdk-feedback-comments",
    "audit_type_duration": "sdk-audit-fields",
    "error_traceid": "error-traceid",
    "question_type": "sdk-question-type",
    "metrics_shape": "metrics-documented-form",
    "summary_timespent": "summary-timespent-as-text",
    "summary_breakdowns": "summary-breakdowns",
    "d2_old_fields": "start-stageid",
    "target_ver": "target-ver-missing",
    "endpoint_path": "endpoint-v3",
    "eid_required_by_envelope": "missing-field",
}

#: Which rules tell of which row of contract/pipeline.md 10.
MISTAKES = {
    1: ["ets-in-seconds"],
    2: ["lost-too-old"],
    3: ["ets-in-microseconds", "altered-ets"],
    4: ["lost-unread", "events-missing"],
    5: ["batch-not-object"],
    6: ["msgid-empty", "msgid-reused", "duplicate-batch"],
    7: ["retry-new-msgid"],
    8: ["msgid-missing"],
    9: ["mid-reused", "duplicate-at-druid"],
    10: ["retry-new-mids"],
    11: ["did-missing"],
    12: ["channel-missing"],
    13: ["channel-blank", "altered-channel"],
    14: ["actor-not-user", "actor-anonymous"],
    15: ["object-incomplete", "object-of-no-content-type"],
    16: ["unindexed-interrupt"],
    17: ["error-has-its-own-stream"],
    18: ["log-malformed", "error-as-log"],
    19: ["log-repeated"],
    20: ["share-params-empty", "share-params-missing", "share-transfers-as-text"],
    21: ["search-dialcodes-spelling"],
    22: ["value-case", "score-out-of-range"],
    23: ["eid-case"],
    24: ["helper-eid"],
    25: ["producer-without-environment", "producer-of-sunbird"],
    26: ["version-3-1"],
    27: ["field-overwritten", "altered-overwritten"],
    28: ["metadata-not-object", "uid-beside-actor", "dimensions-beside-context"],
    29: ["eid-not-text", "mid-not-text", "did-not-text", "id-not-text", "question-without-id"],
    30: ["refused-too-large", "failed-too-large", "event-near-limit", "body-near-limit"],
    31: ["duration-epoch", "duration-negative", "start-without-end", "end-without-start"],
    32: ["sid-missing", "sid-changed"],
    33: ["several-devices", "several-actors"],
    34: ["data-as-object"],
    35: ["email-in-text", "phone-in-text", "token-in-text"],
    36: ["event-after-end", "ets-backwards", "heartbeat-after-end"],
}


def test_ids_and_names_are_unique():
    """
    No two rules share an id or a name.
    """
    rules = [rule for theme in THEMES.values() for rule in theme]

    assert 1 == max(Counter(rule.id for rule in rules).values())
    assert 1 == max(Counter(rule.name for rule in rules).values())


def test_ids_begin_with_their_theme_and_ascend():
    """
    The first digit of an id is the theme's, and a theme lists its rules in the order of their ids.
    """
    for theme, rules in THEMES.items():
        ids = [rule.id for rule in rules]

        assert sorted(ids) == ids
        assert {theme[:3]} == {each[:3] for each in ids}


@pytest.mark.parametrize(
    "is_in_form",
    [
        lambda rule: re.fullmatch("SB[0-9]{3}", rule.id),
        lambda rule: re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", rule.name),
        lambda rule: rule.message.endswith((".", "}")),
        lambda rule: rule.why.endswith((".", "}")),
        lambda rule: rule.remedy.endswith((".", "}")),
        lambda rule: len(sentence(rule)) <= 200,
    ],
    ids=["id", "name", "message", "why", "remedy", "length"],
)
def test_texts_are_in_form(is_in_form):
    """
    Ids, names and texts have the form that people rely on, and a message is one sentence.
    """
    assert [] == [rule.name for rule in RULES.values() if not is_in_form(rule)]


def test_the_page_of_rules_is_current():
    """
    docs/rules.md lists each rule with its sentence, as `make docs` writes it, and no other.
    """
    current = run_path(str(DOCS / "rules.py"))["current"]

    assert current(PAGE) == PAGE, "docs/rules.md is not current. Run: make docs"


def test_a_new_theme_gets_a_table():
    """
    `make docs` adds what is missing, and keeps the sentences that people wrote around the tables.
    """
    current = run_path(str(DOCS / "rules.py"))["current"]
    before, _, after = PAGE.partition("## SB4: Documents\n")
    _, _, after = after.partition("\n## SB5")

    page = current(f"{before}## SB5{after}")

    assert PAGE == page.replace("## SB4: Documents\n", f"## SB4: Documents\n\n{_prose('SB4')}\n")


def _prose(number):
    return re.search(rf"## {number}: \w+\n\n(.*?)\n\n\|", PAGE, re.DOTALL)[1]


def test_finders_name_no_rule_that_is_missing():
    """
    Every name that the code makes a finding of stands in the table.
    """
    root = Path(__file__).parents[3]
    code = "".join(
        path.read_text("utf-8")
        for folder in ("schemas/sunbird_telemetry", "mockserver/sunbird_mockserver")
        for path in (root / folder).rglob("*.py")
    )

    named = set(re.findall(r'(?:findings_by|make_finding)\(\s*"([^"]+)"', code))

    assert len(named) > 30
    assert set() == named - RULES.keys()


def test_every_disagreement_of_the_sources_has_its_rule():
    """
    Where documents or SDKs disagree with the pipeline, the rule names the row of the disagreement.
    """
    without = {
        conflict for conflict, name in CONFLICTS.items() if conflict not in RULES[name].evidence
    }

    assert {"eid_required_by_envelope", "ets_unit_sample"} >= without


def test_every_known_mistake_has_its_rule():
    """
    Each of the 36 mistakes that pass the schema has a rule that names its row.
    """
    assert [] == [
        row
        for row, names in MISTAKES.items()
        if not any(re.search(rf"10 row {row}\b", RULES[name].evidence) for name in names)
    ]
    assert 36 == len(MISTAKES)


def test_documented_values_are_those_of_the_schemas():
    """
    The values that rules go by are those that the schemas give as examples.
    """
    for (eid, place), values in VALUES.items():
        edata = schema(eid)["allOf"][1]["properties"]["edata"]["properties"]
        shown = edata[place.rpartition("/")[2]]["examples"]

        assert {*shown} <= {*values}


@pytest.mark.parametrize("name", ["ets-in-seconds", "ETS-in-Seconds", "SB201", "sb201"])
def test_a_rule_is_found_by_name_and_id(name):
    """
    A rule is found by its name and by its id, in any case.
    """
    assert RULES["ets-in-seconds"] is rule_called(name)


def test_an_unknown_name_is_no_rules():
    """
    Not even if it comes near one.
    """
    assert rule_called("did-mising") is None
