"""
What the pipeline and the rules make of an event that was drawn.
"""

from random import Random

from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample

from sunbird_telemetry import explain, judge

NOW = 1767229200000  # an hour into 2026

#: What is told about every event of a type, however good.
OF_THE_TYPE = {"error-has-its-own-stream", "unindexed-interrupt"}


def verdict_on(event, now=NOW):
    """
    The verdict on *event* alone, as the service receives it at *now*.
    """
    return explain(judge({"syncts": now, "events": [event]}).events[0], event)


def findings_about(event, now=NOW):
    """
    The names of the rules that speak about *event*, other than about its type.
    """
    found = verdict_on(event, now).findings

    return [finding.rule for finding in found if finding.rule not in OF_THE_TYPE]


def example(strategy, wanted=lambda _: True):
    """
    The first example of *strategy* that is *wanted*, as it was drawn.
    """
    drawn = settings(database=None, max_examples=2000, phases=(Phase.generate,))

    return find(strategy, wanted, settings=drawn, random=Random(1))  # noqa: S311 - as below


def not_drawn(strategy, kinds):
    """
    The names of those *kinds* that no example of *strategy* is of, in one pass over them.
    """
    missing = dict(kinds)

    def completes(value):
        for name in [name for name, is_one in missing.items() if is_one(value)]:
            del missing[name]

        return not missing

    try:
        example(strategy, completes)
    except NoSuchExample:
        return set(missing)

    return set()


def smallest(strategy, wanted=lambda _: True):
    """
    What examples of *strategy* that are *wanted* shrink to.
    """
    quick = settings(database=None, max_examples=2000, phases=(Phase.generate, Phase.shrink))

    return find(strategy, wanted, settings=quick, random=Random(1))  # noqa: S311 - the same search in every run
