"""
The Druid validator: contract/pipeline.md 7.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.pipeline import PipelineSettings, State, judge
from sunbird_telemetry.specification import TELEMETRY
from telemetry.pipeline.making import (
    HOUR,
    NOW,
    PRIMARY,
    batch_of,
    fates,
    judged,
    junk,
    made,
    outcome,
)

DENORM = (*PRIMARY, "telemetry.denorm")


def test_workflow_summaries_have_their_own_topic():
    """
    ME_WORKFLOW_SUMMARY goes to druid.events.summary, and SUMMARY to where all others go.
    """
    eid = "ME_WORKFLOW_SUMMARY"
    settings = PipelineSettings(specification=TELEMETRY.with_types({eid: {}}))

    assert (*DENORM, "druid.events.summary") == judged(made(eid=eid), None, settings).topics
    assert "druid.events.telemetry" == judged(made("SUMMARY")).topics[-1]


class TestDuplicates:
    def test_of_every_producer_are_found(self):
        """
        mid dedup for every producer: in unique twice, in Druid once.
        """
        duplicate = judge(batch_of(made(), made())).events[1]

        assert ("duplicate", "druid-validator") == outcome(duplicate)
        assert ((*DENORM, "telemetry.duplicate"), None) == (duplicate.topics, duplicate.reason)

    def test_go_by_mid_alone(self):
        """
        Different events with one mid: one is kept: 10 row 9.
        """
        batch = batch_of(made("START", mid="m"), made("END", mid="m"))

        assert ["accepted", "duplicate"] == fates(judge(batch))

    @pytest.mark.parametrize(("later", "fate"), [(HOUR - 1, "duplicate"), (HOUR, "accepted")])
    def test_are_found_for_an_hour(self, later, fate):
        """
        After an hour it is in Druid twice.
        """
        state = State()
        judge({"events": [made()]}, state, clock=lambda: NOW)

        assert fate == judge({"events": [made()]}, state, clock=lambda: NOW + later).events[0].fate

    @pytest.mark.parametrize(
        "event", [made("LOG"), made("ERROR"), made("INTERRUPT"), made(ets=0), made(ver="4")]
    )
    def test_are_not_looked_for_among_what_does_not_arrive(self, event):
        """
        All but LOG, ERROR, INTERRUPT and aged events: 9.
        """
        first, second = judge(batch_of(event, event)).events

        assert first == second

    def test_are_found_before_validation(self):
        """
        Dedup comes before validation: what fails is remembered.
        """
        batch = batch_of(made(userdata=5), made())

        assert ["failed", "duplicate"] == fates(judge(batch))

    def test_include_what_has_no_mid(self):
        """
        An event with no mid counts as a duplicate.
        """
        verdict = judged(junk(mid=None))

        assert ("duplicate", "druid-validator") == outcome(verdict)


class TestDetails:
    @pytest.mark.parametrize(
        ("details", "reason"),
        [
            ({"userdata": "x"}, '"/userdata"'),
            ({"contentdata": []}, '"/contentdata"'),
            ({"devicedata": 5}, '"/devicedata"'),
            ({"collectiondata": True}, '"/collectiondata"'),
            ({"derivedlocationdata": "x"}, '"/derivedlocationdata"'),
            ({"dialcodedata": "x"}, '"/dialcodedata"'),
            ({"userdata": {"gradelist": "x"}}, '"/userdata/gradelist"'),
            ({"userdata": {"state": 5}}, '"/userdata/state"'),
            ({"contentdata": {"name": 5}}, '"/contentdata/name"'),
            ({"contentdata": {"subject": "x"}}, '"/contentdata/subject"'),
            ({"contentdata": {"pkgversion": "1"}}, '"/contentdata/pkgversion"'),
            ({"contentdata": {"pkgversion": True}}, '"/contentdata/pkgversion"'),
            ({"collectiondata": {"status": []}}, '"/collectiondata/status"'),
            ({"devicedata": {"firstaccess": "x"}}, '"/devicedata/firstaccess"'),
            ({"devicedata": {"mem": 5}}, '"/devicedata/mem"'),
            ({"devicedata": {"uaspec": "x"}}, '"/devicedata/uaspec"'),
            ({"devicedata": {"uaspec": {"raw": 5}}}, '"/devicedata/uaspec/raw"'),
            ({"devicedata": {"userdeclared": {"state": 5}}}, '"/devicedata/userdeclared/state"'),
            ({"derivedlocationdata": {"from": 5}}, '"/derivedlocationdata/from"'),
            ({"dialcodedata": {"channel": 5}}, '"/dialcodedata/channel"'),
            ({"dialcodedata": {"publishedon": "x"}}, '"/dialcodedata/publishedon"'),
            ({"dialcodedata": [5]}, '"/dialcodedata/0"'),
            ({"dialcodedata": [{}, {"channel": 5}]}, '"/dialcodedata/1/channel"'),
            ({"userdata": 5, "contentdata": 5}, '"/contentdata"'),
            ({"userdata": {"usertype": 5, "state": 5}}, '"/userdata/state"'),
        ],
    )
    def test_of_wrong_types_fail(self, details, reason):
        """
        Details of the client's own are checked, and the first wrong one is named.
        """
        verdict = judged(made(**details))

        assert ("failed", "druid-validator") == outcome(verdict)
        assert ((*DENORM, "telemetry.failed"), reason) == (verdict.topics, verdict.reason)

    @pytest.mark.parametrize(
        "details",
        [
            {"userdata": {}},
            {"userdata": None},
            {"userdata": {"state": None, "zzz": 5}},
            {"userdata": {"gradelist": [], "state": "s"}},
            {"contentdata": {"name": "n", "subject": [], "pkgversion": 1.5}},
            {"devicedata": {"firstaccess": 1, "uaspec": {"raw": "r"}, "userdeclared": {}}},
            {"dialcodedata": {"channel": "c"}},
            {"dialcodedata": [{"channel": "c"}, {}]},
            {"l2data": 5},
        ],
    )
    def test_of_the_right_types_pass(self, details):
        """
        The schemas are loose: nothing else is asked for, and nulls have vanished.
        """
        assert ("accepted", None) == outcome(judged(made(**details)))

    def test_are_checked_of_searches_as_well(self):
        """
        SEARCH is validated again in full, by the rules it has passed before.
        """
        assert "accepted" == judged(made("SEARCH")).fate
        assert '"/userdata"' == judged(made("SEARCH", userdata=5)).reason

    def test_store_no_reason_where_there_is_no_room(self):
        """
        Metadata that is no object hides this reason, too.
        """
        verdict = judged(made(userdata=5, metadata="x"))

        assert ("failed", "druid-validator", None) == (*outcome(verdict), verdict.reason)

    def test_include_the_version_of_junk_events(self):
        """
        A ver that is no text is found here where no other schema asked.
        """
        assert '"/ver"' == judged(junk("DSPEC", ver=5)).reason
