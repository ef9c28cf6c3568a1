import pytest
from hypothesis import given
from hypothesis.strategies import SearchStrategy

from drawing import draws
from plugin.strategies.judging import NOW, OF_THE_TYPE, smallest, verdict_on
from pytest_sunbird.strategies import (
    UnbreakableRuleError,
    UnknownRuleError,
    broken_events,
    events,
    sized_events,
)
from pytest_sunbird.strategies.broken import _OWN, RECIPES, UNBREAKABLE
from sunbird_telemetry import Level
from sunbird_telemetry.findings import RULES
from sunbird_telemetry.pipeline.event_size import event_size

FATES = {rule.name for rule in RULES.values() if rule.id.startswith("SB5")}


class TestTable:
    def test_every_rule_has_a_recipe_or_an_excuse(self):
        """
        Each rule can be broken in one event, or it is said why not.
        """
        assert sorted(RULES) == sorted([*RECIPES, *UNBREAKABLE])

    def test_recipes_of_their_own_are_of_rules(self):
        """
        A recipe for a rule that there is not would never be drawn.
        """
        assert set() == _OWN.keys() - RECIPES.keys()

    @pytest.mark.parametrize("name", RECIPES)
    def test_exactly_one_thing_is_wrong(self, name):
        """
        The rule speaks. No other does but one that says what becomes of the event.
        """

        @draws(10)
        @given(broken_events(name, now=NOW))
        def holds(pair):
            event, rule = pair
            told = {finding.rule for finding in verdict_on(event).findings}
            beside = told - {rule} - OF_THE_TYPE

            assert rule == name
            assert rule in told
            assert len(beside) <= 1
            assert beside <= FATES or rule in FATES

        holds()

    @given(broken_events(now=NOW))
    def test_any_rule_is_broken_as_said(self, pair):
        """
        Without a rule, examples name the one they break, and what loses data is an error.
        """
        event, rule = pair
        verdict = verdict_on(event)
        worst = max(finding.level for finding in verdict.findings)

        assert rule in {finding.rule for finding in verdict.findings}
        assert verdict.fate.dropped <= (worst == Level.ERROR)


class TestAsking:
    def test_a_rule_may_be_named_by_its_id(self):
        """
        Ids and names mean the same rule.
        """
        assert "eid-case" == smallest(broken_events("SB120"))[1]

    def test_an_unknown_rule_is_an_error_that_names_the_nearest(self):
        """
        A slip in a name is told with what was meant.
        """
        with pytest.raises(UnknownRuleError) as caught:
            broken_events("eid-caze")

        assert "There is no rule 'eid-caze'. Did you mean 'eid-case'?" == str(caught.value)

    def test_a_rule_that_takes_more_than_an_event_says_so(self):
        """
        What cannot be drawn is told with the reason and a way out.
        """
        with pytest.raises(UnbreakableRuleError) as caught:
            broken_events("retry-new-msgid")

        assert (
            "No event by itself breaks the rule 'retry-new-msgid': it is about deliveries. Break "
            "it with what you do with good events; `sunbird-mock explain retry-new-msgid` shows "
            "an example." == str(caught.value)
        )


class TestShrinking:
    def test_a_broken_event_shrinks_to_what_is_wrong(self):
        """
        The smallest broken event is the smallest good one, but for one thing.
        """
        event, _ = smallest(broken_events("did-missing", now=NOW))

        assert {
            "eid": "FEEDBACK",
            "ets": NOW,
            "ver": "3.0",
            "mid": "FEEDBACK:0",
            "actor": {"id": "0", "type": "User"},
            "context": {
                "channel": "0",
                "pdata": {"id": "0"},
                "env": "",
                "sid": "0",
            },
            "edata": {},
        } == event

    def test_without_a_rule_the_first_one_is_the_smallest(self):
        """
        Of all rules, examples shrink to the plainest.
        """
        assert "missing-field" == smallest(broken_events(now=NOW))[1]


class TestSize:
    @draws(5)
    @given(sized_events(now=NOW))
    def test_the_largest_event_is_accepted(self, event):
        """
        An event of 1,048,576 bytes is passed on.
        """
        assert "accepted" == verdict_on(event).fate

    @draws(5)
    @given(sized_events(1_048_577, now=NOW))
    def test_a_byte_more_is_too_large(self, event):
        """
        An event of 1,048,577 bytes is not.
        """
        verdict = verdict_on(event)

        assert ("failed", "extractor") == (verdict.fate, verdict.stage)

    def test_a_large_event_shrinks_around_its_size(self):
        """
        What fills the event up is all that is large about it.
        """
        event = smallest(sized_events(2000, "AUDIT", now=NOW))

        assert {"eid", "ets", "ver", "mid", "actor", "context", "edata", "tags"} == set(event)
        assert {"x"} == set(*event["tags"])

    @pytest.mark.parametrize("fixed", [{}, {"context": {"sid": "s"}}])
    def test_no_event_is_tiny(self, fixed):
        """
        What no event can shrink to is refused at once.
        """
        with pytest.raises(ValueError, match=r"size is 10, but .* at least [0-9]+ bytes"):
            sized_events(10, now=NOW, **fixed)

    def test_what_an_event_can_shrink_to_is_not_refused(self):
        """
        The smallest event of all is an AUDIT.
        """
        least = event_size({**smallest(events("AUDIT", now=NOW)), "tags": [""]}, None)

        assert isinstance(sized_events(least, now=NOW), SearchStrategy)
