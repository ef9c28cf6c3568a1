"""
``sunbird-mock explain``.
"""

import click
import pytest
from click.testing import CliRunner

from sunbird_mockserver.cli.explain import explain
from sunbird_telemetry.findings import RULES


def run(*arguments):
    return CliRunner().invoke(explain, arguments)


@pytest.mark.parametrize("name", ["ets-in-seconds", "SB201", "sb201", "ETS-in-seconds"])
def test_a_rule_is_explained_by_name_or_id(name):
    """
    A rule has one page, under its name and under its id, in any case.
    """
    result = run(name)

    assert 0 == result.exit_code
    assert result.output.startswith("SB201 ets-in-seconds (error, event)\n")


def test_a_page_says_why_and_what_to_do():
    """
    A page has the sentence, the reason, the remedy, both examples and the evidence.
    """
    assert (
        "SB212 channel-blank (warning, event)\n"
        "\n"
        "  context.channel contains only white space.\n"
        "\n"
        "  Why:      The preprocessor assigns the event to the default channel, not to yours.\n"
        "  Remedy:   Send the id of your channel.\n"
        '  Wrong:    {"context": {"channel": " "}}\n'
        '  Right:    {"context": {"channel": "partner-channel"}}\n'
        "  Evidence: contract/pipeline.md 10 row 13 (certain)\n"
    ) == run("channel-blank").output


def test_an_unknown_rule_gets_the_nearest_name():
    """
    An unknown rule is an error of usage, which names the rule that was most likely meant.
    """
    result = run("ets-in-second")

    assert click.UsageError.exit_code == result.exit_code
    assert "no rule 'ets-in-second'. Did you mean 'ets-in-seconds'?" in result.output


def test_nothing_to_explain_is_an_error():
    """
    Without a rule the command says what it needs.
    """
    result = run()

    assert click.UsageError.exit_code == result.exit_code
    assert "Name a rule, as findings do, or give --all." in result.output


def test_all_explains_every_rule():
    """
    With --all every rule has its page.
    """
    output = run("--all").output

    assert [] == [rule.id for rule in RULES.values() if f"{rule.id} {rule.name} (" not in output]


def test_several_rules_are_explained_at_once():
    """
    Several rules are explained in the order they are named.
    """
    output = run("mid-reused", "SB201").output

    assert 0 < output.index("\n\nSB201 ets-in-seconds") > output.index("SB806 mid-reused")
