"""
Findings about fates and answers.
"""

import pytest

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings import RULES, answer_finding, fate_findings
from sunbird_telemetry.pipeline import Change, Fate, Stage, Verdict


def names(verdict, eid=None):
    return [finding.rule for finding in fate_findings(verdict, eid)]


@pytest.mark.parametrize("fate", [Fate.ACCEPTED, Fate.REFUSED])
def test_no_finding(fate):
    """
    Nothing is told of an accepted event, and a refusal is told of its delivery.
    """
    assert [] == names(Verdict(fate))


@pytest.mark.parametrize("stage", [Stage.PREPROCESSOR, Stage.DRUID_VALIDATOR, Stage.EXTRACTOR])
def test_the_reason_is_verbatim(stage):
    """
    The pipeline's own text stands in the message as it is.
    """
    (finding,) = fate_findings(Verdict(Fate.FAILED, stage, reason='"/context/{x}"'))

    assert finding.message.endswith('the reason is "/context/{x}".')


def test_a_reason_may_be_missing():
    """
    Where the pipeline records no reason, the message says so.
    """
    (finding,) = fate_findings(Verdict(Fate.FAILED, Stage.PREPROCESSOR))

    assert finding.message.endswith("the reason is not recorded.")


def test_each_change_is_told():
    """
    An altered event has one finding per change, at its place, with what stands there now.
    """
    changes = (Change("/actor/id", "f:1:42", "42"), Change("/edata/n", 2**53 + 1, 2.0**53))

    findings = fate_findings(Verdict(Fate.ALTERED, Stage.PREPROCESSOR, changes=changes))

    assert [
        ("altered-actor", "/actor/id"),
        ("altered-digits", "/edata/n"),
    ] == [(finding.rule, finding.pointer) for finding in findings]
    assert findings[0].message.startswith("/actor/id becomes the string '42': ")


@pytest.mark.parametrize(
    "change",
    [
        Change("/ets", None, 2.0**60),
        Change("/ets", 2**60 + 1, 2.0**60),
        Change("/syncts", None, None),
        Change("/actor/id", 2**60 + 1, 2.0**60),
    ],
)
def test_digits_may_be_lost_anywhere(change):
    """
    What Node has rounded is told as that, whatever else may happen to the place.
    """
    verdict = Verdict(Fate.ALTERED, Stage.SERVICE, changes=(change,))

    assert ["altered-digits"] == names(verdict)


def test_both_changes_of_one_place_are_told():
    """
    An ets that Node has rounded may be rewritten by denormalization, too.
    """
    changes = (Change("/ets", None, 2.0**60), Change("/ets", 2.0**60, 1767312000000 - 1))

    assert ["altered-digits", "altered-ets"] == names(
        Verdict(Fate.ALTERED, Stage.DENORMALIZATION, changes=changes)
    )


def test_numbers_beyond_every_double_become_null():
    """
    What is told of a number that is too large is true of one with too many digits as well.
    """
    changes = (Change("/x", None, None),)

    (finding,) = fate_findings(Verdict(Fate.ALTERED, Stage.SERVICE, changes=changes))

    assert "/x becomes null: a double cannot hold the number that was sent." == finding.message


def test_changes_of_an_event_that_is_gone_are_not_told():
    """
    Of an event that is a duplicate as well only that is told.
    """
    verdict = Verdict(Fate.DUPLICATE, Stage.DRUID_VALIDATOR, changes=(Change("/ets", 1, 2),))

    assert ["duplicate-at-druid"] == names(verdict)


def test_interrupt_is_told_by_name():
    """
    Of what is not indexed INTERRUPT has its own rule.
    """
    verdict = Verdict(Fate.UNINDEXED, Stage.DENORMALIZATION)

    assert ["unindexed-interrupt"] == names(verdict, "INTERRUPT")
    assert ["unindexed-type"] == names(verdict, "X_SUMMARY")


def test_every_fate_has_a_rule():
    """
    Each fate but accepted and refused is told of, whichever stage that can decide it did.
    """
    deciding = {
        Fate.UNINDEXED: [Stage.DENORMALIZATION],
        Fate.FAILED: [Stage.EXTRACTOR, Stage.PREPROCESSOR, Stage.DRUID_VALIDATOR],
        Fate.DUPLICATE: [Stage.EXTRACTOR, Stage.PREPROCESSOR, Stage.DRUID_VALIDATOR],
        Fate.LOST: [Stage.SERVICE, Stage.EXTRACTOR, Stage.DENORMALIZATION],
        Fate.POISON: [
            Stage.EXTRACTOR,
            Stage.PREPROCESSOR,
            Stage.DENORMALIZATION,
            Stage.DRUID_VALIDATOR,
        ],
    }
    told = [names(Verdict(fate, stage)) for fate in deciding for stage in deciding[fate]]

    assert all(len(each) == 1 for each in told)


@pytest.mark.parametrize(
    ("stage", "status", "rule"),
    [
        ("gateway", 401, "refused-unauthorized"),
        ("service", 413, "refused-inflated"),
        ("gateway", 413, "refused-too-large"),
        ("gateway", 503, "refused-server-error"),
        ("service", 418, "refused"),
    ],
)
def test_answers(stage, status, rule):
    """
    What an answer means hangs on who gave it.
    """
    finding = answer_finding(stage, status)

    assert (rule, RULES[rule].level) == (finding.rule, finding.level)


def test_a_server_error_may_be_for_good():
    """
    What is nested too deep is never taken, so nobody is told to send it again.
    """
    finding = answer_finding("service", 500, "<pre>RangeError: Maximum call stack size exceeded")

    assert ("refused-too-deep", Level.ERROR) == (finding.rule, finding.level)
    assert "refused-server-error" == answer_finding("service", 500, '{"err": "x"}').rule
    assert "refused-server-error" == answer_finding("gateway", 500, "RangeError").rule


def test_success_is_no_finding():
    """
    There is nothing to tell of a 200.
    """
    assert answer_finding("service", 200) is None
