"""
The events that the pipeline makes: contract/pipeline.md 4.2 and 5.6.
"""

from __future__ import annotations

from itertools import count

import pytest

from sunbird_telemetry.pipeline import audit_event, share_items
from telemetry.pipeline.making import GONE, NOW, batch_of, made


def numbered():
    ids = count(1)
    return lambda: f"id-{next(ids)}"


def items(*shared, **changes):
    """
    The SHARE_ITEMs of a SHARE of the things *shared*.
    """
    share = made("SHARE", edata__items=list(shared), **changes)
    return [each.event for each in share_items(share, syncts=NOW, new_id=numbered())]


class TestShareItems:
    def test_are_events_of_their_own(self):
        """
        mid, object, rollup and ver are the item's; actor and context are kept.
        """
        share = made("SHARE", ets=NOW + 0.5, mid="s")
        (item,) = share_items(share, syncts=NOW, new_id=numbered())

        assert ("telemetry.unique", "telemetry.unique.secondary") == item.topics
        assert {
            "eid": "SHARE_ITEM",
            "ets": NOW,
            "syncts": NOW,
            "ver": "3.0",
            "mid": "s-id-1",
            "actor": share["actor"],
            "context": {
                name: share["context"][name]
                for name in ("channel", "did", "env", "sid", "pdata", "cdata")
            },
            "object": {
                "id": "do_2123",
                "type": "Content",
                "ver": "2",
                "rollup": {"l1": share["object"]["id"]},
            },
            "tags": share["tags"],
            "edata": {"dir": "Out", "type": "download", "size": 123456},
        } == item.event

    @pytest.mark.parametrize(
        ("params", "edata"),
        [
            ([{}], [("download", 0)]),
            ([{"transfers": 0, "size": 7}], [("download", 7)]),
            ([{"transfers": 2}, {"transfers": "x"}], [("import", 0), ("download", 0)]),
            ([{"transfers": "3", "size": " 1e3 "}], [("import", 1000)]),
            ([{"transfers": "0.0", "size": "5f"}], [("download", 5)]),
            ([{"transfers": True, "size": []}], [("download", 0)]),
            ([{"transfers": None, "size": None}], [("download", 0)]),
            ([], []),
        ],
    )
    def test_are_one_per_entry_of_params(self, params, edata):
        """
        Type download if transfers is 0, absent or no number, else import: 10 row 20.
        """
        made_of = [each["edata"] for each in items({"id": "i", "params": params})]

        assert edata == [(each["type"], each["size"]) for each in made_of]

    @pytest.mark.parametrize("nothing", [{}, {"params": None}])
    def test_are_one_per_item_without_params(self, nothing):
        """
        Its type is that of the SHARE.
        """
        (item,) = items({"id": "i", **nothing})

        assert {"dir": "Out", "type": "File", "size": 0} == item["edata"]

    def test_are_none_without_items(self):
        """
        A SHARE of nothing is itself and no more.
        """
        assert [] == items()

    @pytest.mark.parametrize("name", ["object__id", "object__type"])
    def test_have_a_rollup_only_of_a_whole_object(self, name):
        """
        rollup.l1 is the SHARE's object.id, if that object has id and type.
        """
        (item,) = items({"id": "i"}, **{name: GONE})

        assert {"id": "i", "rollup": {}} == item["object"]

    def test_are_made_after_the_corrections(self):
        """
        They carry the corrected actor, and dimensions win over context.
        """
        (item,) = items({"id": "i"}, actor__id="f:u:42", dimensions={"did": "d2", "channel": "c2"})

        assert "42" == item["actor"]["id"]
        assert ("d2", "c2") == (item["context"]["did"], item["context"]["channel"])

    def test_have_random_mids(self):
        """
        The same item twice has two mids: never dedupable.
        """
        share = made("SHARE", edata__items=[{}, {}], mid="s")
        one, other = share_items(share, syncts=NOW)

        assert one.event["mid"] != other.event["mid"]
        assert one.event["mid"].startswith("s-")

    def test_leave_the_share_as_it_is(self):
        """
        What the client sent is not written to.
        """
        share = made("SHARE", actor__id="f:u:42")
        share_items(share, syncts=NOW)

        assert made("SHARE", actor__id="f:u:42") == share


class TestAudit:
    def test_tells_how_many_events_there_were(self):
        """
        One LOG event per accepted batch.
        """
        batch = batch_of(made(), made(), mid="b", channel="c", params={"did": "d"})
        audit = audit_event(batch, now=NOW, new_id=numbered())

        assert ("druid.events.log",) == audit.topics
        assert {
            "eid": "LOG",
            "ets": NOW,
            "syncts": NOW,
            "ver": "3.0",
            "mid": "b",
            "actor": {"id": "sunbird.telemetry", "type": "telemetry-sync"},
            "context": {
                "channel": "c",
                "env": "data-pipeline",
                "sid": "id-1",
                "did": "d",
                "pdata": {"id": "data-pipeline", "pid": "telemetry-extractor", "ver": "3.0"},
            },
            "object": {"id": "id-4", "type": "telemetry-events", "ver": "3.0"},
            "edata": {
                "level": "INFO",
                "type": "telemetry_audit",
                "message": "telemetry sync",
                "params": [{"ver": "3.0", "events_count": 2, "sync_status": "SUCCESS"}],
            },
        } == audit.event

    def test_makes_up_what_the_batch_does_not_say(self):
        """
        Channel in.sunbird, a random did, a random mid, and a count of 0.
        """
        event = audit_event({}, now=NOW, new_id=numbered()).event

        assert "in.sunbird" == event["context"]["channel"]
        assert ("id-2", "id-3") == (event["context"]["did"], event["mid"])
        assert 0 == event["edata"]["params"][0]["events_count"]
