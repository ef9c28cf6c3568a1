"""
What holds for any JSON whatever.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from sunbird_telemetry.pipeline import BatchVerdict, Fate, State, events_of, judge
from telemetry.pipeline.making import NOW, judged, made
from telemetry.strategies import json_values, mutated_events, nested

MEMBERS = ["params", "events", "syncts", "mid", "channel"]
PARAMS = json_values() | st.fixed_dictionaries(
    {}, optional={"msgid": json_values() | st.sampled_from(["a", "b", ""]), "did": json_values()}
)


def batches(events):
    """
    Batches of *events*, and what else may stand where a batch is expected.
    """
    lists = st.lists(events, max_size=4)
    likely = st.fixed_dictionaries(
        {"events": lists, "syncts": st.just(NOW) | st.integers(0, 2 * NOW)},
        optional={"params": PARAMS},
    )
    return likely | st.dictionaries(st.sampled_from(MEMBERS), json_values()) | json_values()


@draws(300)
@given(batches(mutated_events() | json_values()))
def test_anything_has_a_fate(batch):
    """
    Any JSON whatever gets a fate, never an exception, and fates sum to the events sent.
    """
    verdict = judge(batch)

    assert isinstance(verdict, BatchVerdict)
    assert len(events_of(batch)) == len(verdict.events)
    assert all(isinstance(each.fate, Fate) for each in verdict.events)


@draws(150)
@given(st.lists(mutated_events() | json_values(), max_size=4))
def test_events_stand_alone(events):
    """
    Event by event or at once, the verdicts are the same, where no state is shared and no event
    throws.
    """
    numbered = [
        {**event, "mid": f"{event['mid']}{index}"}
        if isinstance(event, dict) and isinstance(event.get("mid"), str)
        else event
        for index, event in enumerate(events)
    ]
    alone = [judge({"syncts": NOW, "events": [event]}).events[0] for event in numbered]
    at_once = judge({"syncts": NOW, "events": numbered})
    first = next(
        (i for i, each in enumerate(alone) if (each.fate, each.stage) == ("poison", "extractor")),
        len(alone),
    )

    assert tuple(alone[:first]) == at_once.events[:first]


@draws(100)
@given(st.lists(batches(mutated_events()), max_size=4))
def test_a_replay_has_the_same_fates(deliveries):
    """
    The same deliveries have the same fates again.
    """
    one, other = State(), State()

    assert [judge(batch, one) for batch in deliveries] == [
        judge(batch, other) for batch in deliveries
    ]


def test_any_depth_has_a_fate():
    """
    No event is too deep to be judged.
    """
    assert "altered" == judged(made(flags=nested(100_000, dict))).fate
