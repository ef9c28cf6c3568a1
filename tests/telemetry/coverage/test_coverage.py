import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_telemetry.coverage import Coverage, Plan
from sunbird_telemetry.coverage.counter import Distinct
from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.specification.samples import whole
from telemetry.coverage.seeing import seen
from telemetry.strategies import HOSTILE

TABLE = {
    "every_event": {"fields": ["context.sid"]},
    "events": {
        "START": {},
        "LOG": {"fields": ["edata.params.step"], "values": {"edata.level": ["INFO"]}},
    },
}
PLANS = {"a plan": Plan.from_dict(TABLE), "the specification": None}

EDATA = [
    {name: value for name, value in zip(("type", "level", "params"), values, strict=True) if value}
    for values in itertools.product(
        ["", "app", "x", 1, 1.0, True, [None]],
        ["", "INFO", "ERROR", "asha@example.org", 7],
        [[], [{}], [{"step": 1}], [{"step": 2}, {"step": "a"}, {"other": 1}]],
    )
]
EVENTS = [
    {**whole({"eid": eid}), "eid": eid, "edata": edata}
    for eid in ("START", "END", "LOG", "log", "1", "2")
    for edata in EDATA
]
SEEN = st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(Fate)), max_size=15)


def counted(pairs, plan):
    coverage = Coverage(plan)
    for event, fate in pairs:
        coverage.see(event, fate)
    return coverage


def merged(*parts, plan):
    coverage = Coverage(plan)
    for part in parts:
        coverage.merge(part)
    return coverage.to_dict()


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
class TestMerge:
    @given(data=st.data())
    def test_parts_make_the_whole(self, plan, data):
        """
        Counted in parts and put together in any order, it is what was counted at once.
        """
        parts = data.draw(st.lists(SEEN, max_size=4))
        order = data.draw(st.permutations(parts))
        whole = counted([pair for part in parts for pair in part], plan)

        assert whole.to_dict() == merged(*(counted(part, plan) for part in order), plan=plan)

    @given(a=SEEN, b=SEEN, c=SEEN)
    def test_it_does_not_matter_which_are_merged_first(self, plan, a, b, c):
        """
        Merging is associative.
        """
        a, b, c = (counted(each, plan) for each in (a, b, c))
        left = Coverage.from_dict(merged(a, b, plan=plan), plan)
        right = Coverage.from_dict(merged(b, c, plan=plan), plan)

        assert merged(left, c, plan=plan) == merged(a, right, plan=plan)

    @given(pairs=SEEN)
    def test_json_is_a_way_there_and_back(self, plan, pairs):
        """
        What was counted survives as JSON.
        """
        shown = counted(pairs, plan).to_dict()

        assert shown == Coverage.from_dict(json.loads(json.dumps(shown)), plan).to_dict()


@pytest.mark.parametrize("fate", Fate)
def test_only_what_is_kept_counts_as_sent(fate):
    """
    An event that the pipeline drops, or knows already, has no fields for anyone.
    """
    sent = seen({"eid": "START"}, fate=fate).sent["START"]

    assert {fate.value: 1} == sent.fates
    assert bool(sent.fields) == (fate in {Fate.ACCEPTED, Fate.ALTERED, Fate.UNINDEXED})


def test_values_are_counted_where_the_plan_asks_for_them():
    """
    Of a promised value it is known how often it was sent; what else stood there is kept as well.
    """
    plan = {"events": {"IMPRESSION": {"values": {"edata.pageid": ["home"]}}}}
    pages = [{"eid": "IMPRESSION", "edata": {"pageid": page}} for page in ("home", "home", "new")]

    sent = seen(*pages, plan=plan).sent["IMPRESSION"]

    assert {'"home"': 2} == sent.values["edata.pageid"]
    assert {"'new'": 1} == sent.others["edata.pageid"].counts


def test_values_are_not_kept_where_nobody_asks():
    """
    Free text is not collected.
    """
    sent = seen({"eid": "IMPRESSION", "edata": {"pageid": "learner-4711"}}).sent["IMPRESSION"]

    assert "edata.pageid" not in {**sent.values, **sent.others}


def test_what_is_not_promised_is_shown_without_secrets():
    """
    A value that nobody expected may be anything, and is hidden where it looks like a secret.
    """
    plan = {"events": {"SEARCH": {"values": {"edata.query": ["maths"]}}}}

    coverage = seen({"eid": "SEARCH", "edata": {"query": "asha@example.org"}}, plan=plan)

    assert "asha" not in json.dumps(coverage.to_dict())


def test_equal_numbers_are_one_value():
    """
    1 and 1.0 are one number in JSON, and true is none.
    """
    plan = {"events": {"END": {"values": {"edata.duration": [1]}}}}
    ends = [{"eid": "END", "edata": {"duration": value}} for value in (1, 1.0, True)]

    sent = seen(*ends, plan=plan).sent["END"]

    assert {"1": 2} == sent.values["edata.duration"]


@pytest.mark.parametrize("event", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_event_is_counted_as_such(event):
    """
    Whatever a client sends as an event, or as an eid, is counted without complaint.
    """
    coverage = Coverage()

    coverage.see(event, Fate.POISON)
    coverage.see({"eid": event}, Fate.FAILED)

    assert 2 == sum(coverage.unknown.counts.values())


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_any_value_is_counted(value):
    """
    Whatever stands where a plan promises a value can be counted, and shown as JSON.
    """
    plan = Plan.from_dict({"events": {"LOG": {"values": {"edata.level": ["INFO"]}}}})
    coverage = Coverage(plan)

    coverage.see({**whole({"eid": "LOG"}), "edata": {"level": value}}, Fate.ACCEPTED)

    assert json.dumps(coverage.to_dict())


class TestDistinct:
    @given(st.lists(st.sampled_from("abcdefgh")), st.lists(st.sampled_from("abcdefgh")))
    def test_the_same_few_are_kept_in_whichever_order(self, texts, more):
        """
        Beyond the limit it keeps the first in the alphabet, with their true counts.
        """
        both = Distinct(limit=3)
        for text in (*more, *texts):
            both.add(text)
        first, second = Distinct(limit=3), Distinct(limit=3)
        for part, distinct in ((texts, first), (more, second)):
            for text in part:
                distinct.add(text)
        first.merge(second)

        kept = sorted({*texts, *more})[:3]

        assert {text: [*texts, *more].count(text) for text in kept} == both.counts
        assert both.to_dict() == first.to_dict()
        assert both.more == (len({*texts, *more}) > 3)
