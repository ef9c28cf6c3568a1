"""
What a rule shows as wrong is wrong, and what it shows as right is right.
"""

import pytest

from sunbird_telemetry.findings import RULES
from telemetry.findings.running import findings_in, judged

NAMES = sorted(RULES)


@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_example_breaks_the_rule(name):
    """
    The wrong example of a rule has a finding of that rule, of its level and with its remedy.
    """
    rule = RULES[name]

    findings = [each for each in findings_in(rule, rule.wrong) if each.rule == name]

    assert {rule.level} == {finding.level for finding in findings}
    assert {rule.remedy} == {finding.remedy for finding in findings}


@pytest.mark.parametrize("name", NAMES)
def test_the_right_example_keeps_the_rule(name):
    """
    The right example of a rule has no finding of that rule.
    """
    rule = RULES[name]

    assert name not in {finding.rule for finding in findings_in(rule, rule.right)}


@pytest.mark.parametrize("name", NAMES)
def test_the_right_example_breaks_no_other(name):
    """
    The right example of a rule has no finding that is worse than a note.
    """
    rule = RULES[name]

    worse = [each.rule for each in findings_in(rule, rule.right) if each.level > 0]

    assert [] == worse


def test_a_helper_is_accepted():
    """
    The wrong example of helper-eid meets the fate that the rule speaks of.
    """
    (verdict,) = judged([{"events": [RULES["helper-eid"].wrong]}])

    assert "accepted" == verdict.fate


@pytest.mark.parametrize("name", ["uid-beside-actor", "actor-anonymous"])
def test_the_right_example_is_not_altered(name):
    """
    Who follows the advice finds the event as it was sent.
    """
    (verdict,) = judged([{"events": [RULES[name].right]}])

    assert "accepted" == verdict.fate
