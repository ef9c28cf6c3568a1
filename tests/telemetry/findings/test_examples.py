"""
What a rule shows as wrong is wrong, and what it shows as right is right.
"""

import pytest

from sunbird_telemetry import Level
from sunbird_telemetry.findings import RULES
from telemetry.findings.running import findings_in, judged


def test_every_wrong_example_breaks_its_rule():
    """
    The wrong example of a rule has a finding of that rule, of its level and with its remedy.
    """
    found = {
        name: {
            (finding.level, finding.remedy)
            for finding in findings_in(rule, rule.wrong)
            if finding.rule == name
        }
        for name, rule in RULES.items()
    }

    assert {name: {(rule.level, rule.remedy)} for name, rule in RULES.items()} == found


def test_no_right_example_breaks_its_rule():
    """
    The right example of a rule has no finding of that rule, and none that is worse than a note.
    """
    assert [] == [
        (name, finding.rule)
        for name, rule in RULES.items()
        for finding in findings_in(rule, rule.right)
        if finding.rule == name or finding.level > Level.NOTE
    ]


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
