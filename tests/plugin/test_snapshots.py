"""
Events beside dirty-equals and inline-snapshot.
"""

import json
from copy import deepcopy

import pytest
from dirty_equals import IsInt, IsList, IsPartialDict, IsStr

WITH_SNAPSHOTS = ("-p", "inline_snapshot", "-p", "no:xdist")
CREATED = """
from inline_snapshot import snapshot


def test_any(sunbird):
    client = sunbird.client.deterministic()
    sunbird.clock.set(1_700_000_000_000)
    client.send([client.event("START"), client.event("END")])

    assert sunbird.events == snapshot()
    assert sunbird.events[0].edata == snapshot()
    assert sunbird.events[1] == snapshot()
"""
FIXED = """
from dirty_equals import IsStr
from inline_snapshot import snapshot


def test_any(sunbird):
    client = sunbird.client.deterministic()
    client.send(client.event("END"))

    events = [{"eid": event.eid, "mid": event.mid} for event in sunbird.events]
    assert sunbird.events[0].edata == snapshot({"type": "wrong"})
    assert events == snapshot([{"eid": "START", "mid": IsStr()}])
"""


@pytest.fixture
def events(sunbird, sender):
    sender.send([sender.event("START"), sender.event("END")])

    return sunbird.events


class TestDirtyEquals:
    def test_on_either_side(self, events):
        """
        Matchers may stand for an event, for a part of one, or for all of them.
        """
        partial = IsPartialDict(eid="START", ets=IsInt, mid=IsStr(regex="START:.*"))

        assert events[0] == partial
        assert partial == events[0].json
        assert events == [partial, IsPartialDict(eid="END")]
        assert events == IsList(partial, IsPartialDict(eid="END"))
        assert events != [partial, partial]


class TestInlineSnapshot:
    @pytest.fixture(autouse=True)
    def _outside_of_xdist(self, monkeypatch):
        # Else inline-snapshot takes the inner session for a worker, and writes nothing.
        monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)

    def test_is_written_and_fixed_and_holds(self, pytester):
        """
        ``create`` writes plain JSON, ``fix`` leaves matchers alone, and then the tests pass.
        """
        created = pytester.makepyfile(test_created=CREATED)
        fixed = pytester.makepyfile(test_fixed=FIXED)

        pytester.runpytest_subprocess("--inline-snapshot=create,fix", *WITH_SNAPSHOTS)
        result = pytester.runpytest_subprocess(*WITH_SNAPSHOTS)

        result.assert_outcomes(passed=2)
        assert "'mid': 'START:1'" in created.read_text("utf-8")
        assert "snapshot()" not in created.read_text("utf-8")
        assert """snapshot([{"eid": 'END', "mid": IsStr()}])""" in fixed.read_text("utf-8")


class TestViews:
    def test_copies_are_equal(self, events):
        """
        A deep copy is as good as the original.
        """
        assert events == deepcopy(events)
        assert events[0] == deepcopy(events[0])

    def test_a_changed_copy_is_told_of_as_it_stands(self, sunbird, sender):
        """
        What somebody finds out about a copy is not remembered of the event that was sent.
        """
        sender.send(sender.event("START", edata=7))
        found = deepcopy(sunbird.events[0]).findings
        mended = deepcopy(sunbird.events[0])
        mended.json["edata"] = {"type": "app"}

        assert mended.findings != found
        assert sunbird.events[0].findings == found

    def test_json_is_plain(self, events):
        """
        ``json`` can be written down as it is.
        """
        assert events == json.loads(json.dumps(events.json))

    def test_repr_hides_secrets(self, sunbird, sender):
        """
        What pytest prints of an event is fit for a CI log.
        """
        sender.send(sender.event("INTERACT", edata={"extra": {"password": "hunter2"}}))

        assert "hunter2" not in repr(sunbird.events)

    def test_of_one_batch(self, sunbird, sender):
        """
        A batch reads like the JSON that it is, and knows its fate.
        """
        delivery = sender.send(sender.event("START"), msgid="b")
        repeated = sender.send(delivery.events, msgid="b").batch

        assert ("b", "3.0") == (repeated["params"]["msgid"], repeated["ver"])
        assert ("duplicate", "extractor", None) == (repeated.fate, repeated.stage, repeated.reason)
        assert ["retry-recognised"] == [finding.rule for finding in repeated.findings]
        assert ("telemetry.extractor.duplicate",) == repeated.topics
        assert [delivery.batch, repeated] == list(sunbird.batches)

    def test_lead_to_their_delivery(self, sunbird, sender):
        """
        From an event to the request that brought it, and to its batch.
        """
        sender.send(sender.event("START"), msgid="b")
        (event,) = sunbird.events

        assert (200, "b") == (event.delivery.status, event.delivery.batch.msgid)
        assert [event] == list(event.delivery.events)

    def test_where_keeps_the_order(self, events):
        """
        The issue's own example.
        """
        assert "END:2" == events.where(eid="END")[0].mid
        assert ["START:1", "END:2"] == [event.mid for event in events.where(ver="3.0")]

    def test_of_what_carries_no_batch(self, sunbird):
        """
        Not every delivery has one.
        """
        from urllib.request import urlopen

        urlopen(sunbird.url + "/health").close()

        assert sunbird.deliveries[0].batch is None
        assert () == sunbird.batches
