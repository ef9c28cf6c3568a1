"""
The preprocessor: contract/pipeline.md 5.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.pipeline import Change, PipelineSettings, State, judge
from sunbird_telemetry.pipeline.stages.preprocessor import DEFAULT_CHANNEL, is_blank
from sunbird_telemetry.specification import SHARED_PARTS, TELEMETRY
from telemetry.pipeline.making import (
    GONE,
    HOUR,
    INDEXED,
    NOW,
    PRIMARY,
    RAW,
    SECONDARY,
    batch_of,
    judged,
    junk,
    made,
    outcome,
)

FAILED = (*RAW, "telemetry.failed")


def from_producer(pdata, **changes):
    """
    An event of the producer *pdata*.
    """
    return made(context__pdata__id=pdata, **changes)


class TestValidation:
    @pytest.mark.parametrize(
        ("event", "reason"),
        [
            (made(context__channel=""), '"/context/channel"'),
            (made(context__pdata=GONE), '"/context"'),
            (made(edata__zzz=1), '"/allOf/1/properties/edata"'),
            (made(ets=GONE), "Unable to obtain field name for failed validation"),
            (made(eid="START "), "Schema not found: eid looks incorrect, sending to failed"),
            (made(eid="start"), '"/allOf/1/properties/eid"'),
            (made(eid=GONE), "Unable to obtain field name for failed validation"),
        ],
    )
    def test_stores_the_reason(self, event, reason):
        """
        An invalid event goes to telemetry.failed, with the text of 5.2 and 5.3.
        """
        verdict = judged(event)

        assert ("failed", "preprocessor") == outcome(verdict)
        assert (FAILED, reason) == (verdict.topics, verdict.reason)

    def test_makes_no_findings(self):
        """
        The pipeline knows no rules; `sunbird_telemetry.judge` applies them.
        """
        assert () == judged(made(edata__zzz=1)).findings

    @pytest.mark.parametrize("metadata", ["x", 5, [], True])
    def test_stores_no_reason_where_there_is_no_room(self, metadata):
        """
        Metadata of the client's own that is no object hides the reason: 5.3.
        """
        verdict = judged(made(metadata=metadata, ver="4"))

        assert ("failed", "preprocessor") == outcome(verdict)
        assert verdict.reason is None

    @pytest.mark.parametrize("metadata", [None, {}, {"x": 1}])
    def test_stores_it_into_an_object(self, metadata):
        """
        Metadata that is an object takes the reason in.
        """
        assert '"/ver"' == judged(made(metadata=metadata, ver="4")).reason

    def test_knows_the_types_of_the_deployment(self):
        """
        A type with a schema of the deployment's own is judged by it, and goes the primary way.
        """
        settings = PipelineSettings(specification=TELEMETRY.with_types({"CB_AUDIT": {}}))
        event = made(eid="CB_AUDIT")

        assert "failed" == judged(event).fate
        assert (*PRIMARY, *INDEXED) == judged(event, None, settings).topics

    @pytest.mark.parametrize("part", ["COMMON", "envelope", "Object", "rollup", "parent"])
    def test_accepts_junk_under_the_name_of_a_shared_part(self, part):
        """
        An eid that names a helper schema is accepted as a junk event: 10 row 24.
        """
        event = made(eid=part)

        assert ("accepted", None) == outcome(judged(event))
        assert (*PRIMARY, *INDEXED) == judged(event).topics
        assert part.lower() in SHARED_PARTS


class TestPoison:
    @pytest.mark.parametrize("more", [{}, {"ver": "4"}, {"eid": "NONE"}])
    @pytest.mark.parametrize("mid", [5, True, [], {}])
    def test_is_a_mid_that_is_no_text(self, mid, more):
        """
        It is taken for a text by a line of the log, valid or not: 5.7.
        """
        verdict = judged(made(**{**more, "mid": mid}))

        assert ("poison", "preprocessor") == outcome(verdict)
        assert RAW == verdict.topics

    @pytest.mark.parametrize("did", [5, True, [], {}])
    def test_is_a_did_that_is_no_text(self, did):
        """
        It is taken for a text by the key that Kafka gets: 5.7.
        """
        assert ("poison", "preprocessor") == outcome(judged(made(context__did=did)))
        assert ("poison", "preprocessor") == outcome(judged(made(dimensions={"did": did})))

    def test_is_not_a_did_that_another_one_hides(self):
        """
        Top-level dimensions.did wins over context.did: 5.6.
        """
        event = made(context__did=5, dimensions={"did": "d"})

        assert ("failed", "preprocessor") == outcome(judged(event))

    @pytest.mark.parametrize("dimensions", ["x", 5, [], {}, {"did": None}])
    def test_is_not_dimensions_without_did(self, dimensions):
        """
        Where there is no did to read, there is none.
        """
        assert ("accepted", None) == outcome(judged(made(dimensions=dimensions)))

    @pytest.mark.parametrize("uid", [5, True, [], {}])
    def test_is_a_uid_that_is_no_text_on_a_valid_event(self, uid):
        """
        Only valid events are corrected: 5.7.
        """
        assert ("poison", "preprocessor") == outcome(judged(made(uid=uid)))
        assert ("failed", "preprocessor") == outcome(judged(made(uid=uid, ver="4")))

    @pytest.mark.parametrize(
        "changes",
        [
            {"context__rollup": "x"},
            {"context__rollup": []},
            {"context__rollup": 5},
            {"dimensions": {"channel": 5}},
        ],
    )
    def test_is_a_share_of_which_no_items_can_be_made(self, changes):
        """
        Who makes SHARE_ITEMs takes context.rollup for an object, and the channel for a text.
        """
        share = made("SHARE", **changes)
        without_items = made("SHARE", edata__items=[{"params": []}], **changes)

        assert ("poison", "preprocessor") == outcome(judged(share))
        assert ("accepted", None) == outcome(judged(without_items))

    @pytest.mark.parametrize(
        ("schema", "event"),
        [
            ("envelope", {"mid": "m", "ets": NOW}),
            ("start", {"eid": "START", "mid": 5, "ets": NOW}),
            ("share", {"eid": "SHARE", "mid": "m", "ets": NOW}),
            ("share", {"eid": "SHARE", "mid": "m", "ets": NOW, "edata": {"items": [5]}}),
            ("common", junk(mid=5)),
        ],
    )
    def test_is_what_only_a_schema_of_the_deployment_lets_pass(self, schema, event):
        """
        A deployment may replace any schema; the jobs still take texts for texts.
        """
        settings = PipelineSettings(specification=TELEMETRY.with_types({schema: {}}))

        assert ("poison", "preprocessor") == outcome(judged(event, None, settings))

    def test_is_the_event_alone(self):
        """
        The preprocessor reads event by event: the others of the batch keep their fates.
        """
        verdict = judge(batch_of(made(mid="1"), made(mid=5), made(mid="2")))

        assert ["accepted", "poison", "accepted"] == [each.fate for each in verdict.events]
        assert ("accepted", None) == outcome(verdict)


class TestCorrections:
    @pytest.mark.parametrize(
        ("changes", "pointer", "before", "after"),
        [
            ({"actor__id": "f:u:42"}, "/actor/id", "f:u:42", "42"),
            ({"actor__id": "f:"}, "/actor/id", "f:", ""),
            ({"uid": "f:x:7", "actor__id": "a"}, "/actor/id", "a", "7"),
            ({"uid": "f:x:7", "actor__id": "f:y:8"}, "/actor/id", "f:y:8", "7"),
            ({"object__type": "DialCode", "object__id": "ab1"}, "/object/id", "ab1", "AB1"),
            ({"object__type": "dialcode", "object__id": "ab1"}, "/object/id", "ab1", "AB1"),
            ({"object__type": "QR", "object__id": "ab1"}, "/object/id", "ab1", "AB1"),
            ({"context__channel": " "}, "/context/channel", " ", DEFAULT_CHANNEL),
            ({"context__channel": "\t\n "}, "/context/channel", "\t\n ", DEFAULT_CHANNEL),
            ({"type": "mine"}, "/type", "mine", "events"),
        ],
    )
    def test_alter_a_valid_event(self, changes, pointer, before, after):
        """
        Federated ids, dial codes, blank channels: 5.4.
        """
        verdict = judged(made(**changes))

        assert ("altered", "preprocessor") == outcome(verdict)
        assert (Change(pointer, before, after),) == verdict.changes
        assert (*PRIMARY, *INDEXED) == verdict.topics

    @pytest.mark.parametrize(
        "changes",
        [
            {"actor__id": "f"},
            {"actor__id": "F:u:42"},
            {"actor__id": ""},
            {"uid": "u", "actor__id": "f:u:42"},
            {"uid": "", "actor__id": "f:u:42"},
            {"object__type": "dialcode", "object__id": "AB1"},
            {"object__type": "qr", "object__id": ""},
            {"object__type": "qr", "object__id": GONE},
            {"object__type": "", "object__id": "ab1"},
            {"object__type": "Content", "object__id": "ab1"},
            {"object": {}},
            {"object": GONE},
            {"context__channel": "\u00a0"},
            {"context__channel": " a "},
            {"type": "events"},
        ],
    )
    def test_leave_others_alone(self, changes):
        """
        A uid that is not federated even keeps a federated actor.id: 5.4.
        """
        assert ("accepted", None) == outcome(judged(made(**changes)))

    def test_no_longer_rename_dial_codes_of_searches(self):
        """
        The old correction of filters.dialCodes is not called any more: 5.4.
        """
        event = made("SEARCH", edata__filters={"dialCodes": ["ab1"]})

        assert ("accepted", None) == outcome(judged(event))

    def test_are_not_made_on_invalid_events(self):
        """
        What fails, fails as it is.
        """
        assert () == judged(made(actor__id="f:u:42", ver="4")).changes

    def test_miss_where_there_is_nothing_to_correct(self):
        """
        Junk events need neither actor nor channel, and get no change for it.
        """
        assert ("accepted", None) == outcome(judged(junk(uid="f:a:b")))

    @pytest.mark.parametrize(
        ("channel", "blank"),
        [("", True), (" \x1c\u2003", True), ("\u202f", False), ("\u0085", False), (" x", False)],
    )
    def test_know_white_space_as_java_does(self, channel, blank):
        """
        Spaces that do not break are none.
        """
        assert blank is is_blank(channel)


class TestDuplicates:
    @pytest.mark.parametrize("pdata", ["dev.sunbird.portal", "dev.sunbird.desktop"])
    def test_of_portal_and_desktop_are_found(self, pdata):
        """
        Only these two are deduplicated here: 5.5.
        """
        verdict = judge(batch_of(from_producer(pdata), from_producer(pdata)))
        duplicate = verdict.events[1]

        assert "accepted" == verdict.events[0].fate
        assert ("duplicate", "preprocessor") == outcome(duplicate)
        assert (*RAW, "telemetry.duplicate") == duplicate.topics
        assert duplicate.reason is None

    def test_are_found_in_altered_events_as_well(self):
        """
        Corrections come first: 5.1.
        """
        event = from_producer("dev.sunbird.portal", actor__id="f:u:42")
        verdicts = judge(batch_of(event, event)).events

        assert [("altered", "preprocessor"), ("duplicate", "preprocessor")] == [
            outcome(each) for each in verdicts
        ]

    @pytest.mark.parametrize("pdata", ["sunbird.portal", "prod.sunbird.portal", "dev.sunbird.app"])
    def test_of_others_are_left_to_druid(self, pdata):
        """
        Without the environment's prefix, dedup of the portal is off: 10 row 25.
        """
        verdict = judge(batch_of(from_producer(pdata), from_producer(pdata)))

        assert ("duplicate", "druid-validator") == outcome(verdict.events[1])

    def test_go_by_mid_alone(self):
        """
        The key is not per producer: 5.5.
        """
        batch = batch_of(from_producer("dev.sunbird.portal"), from_producer("dev.sunbird.desktop"))

        assert ("duplicate", "preprocessor") == outcome(judge(batch).events[1])

    def test_are_not_looked_for_among_failed_events(self):
        """
        Failed events are not checked, nor remembered: 5.5.
        """
        portal = "dev.sunbird.portal"
        batch = batch_of(from_producer(portal, ver="4"), from_producer(portal))

        assert ["failed", "accepted"] == [each.fate for each in judge(batch).events]

    def test_are_found_among_errors(self):
        """
        ERROR is deduplicated here, though nowhere else: 5.5 and 9.
        """
        error = made("ERROR", context__pdata__id="dev.sunbird.portal")

        assert ("duplicate", "preprocessor") == outcome(judge(batch_of(error, error)).events[1])

    @pytest.mark.parametrize(("later", "fate"), [(HOUR - 1, "duplicate"), (HOUR, "accepted")])
    def test_are_found_for_an_hour(self, later, fate):
        """
        The TTL is 3600 s: 5.5.
        """
        state, event = State(), from_producer("dev.sunbird.portal")
        judge({"events": [event]}, state, clock=lambda: NOW)
        verdict = judge({"events": [event]}, state, clock=lambda: NOW + later)

        assert fate == verdict.events[0].fate

    def test_have_producers_by_environment(self):
        """
        Environment and producers are settings.
        """
        event = from_producer("prod.sunbird.portal")
        batch = batch_of(event, event)
        prod = PipelineSettings(environment="prod")
        nobody = PipelineSettings(environment="prod", early_dedup_producers=())

        assert "preprocessor" == judge(batch, settings=prod).events[1].stage
        assert "druid-validator" == judge(batch, settings=nobody).events[1].stage

    def test_include_what_has_no_mid(self):
        """
        No mid counts as seen: only junk events can do without.
        """
        event = junk(mid=None, context={"pdata": {"id": "dev.sunbird.portal"}})

        assert ("duplicate", "preprocessor") == outcome(judged(event))


class TestRoutes:
    @pytest.mark.parametrize(
        ("eid", "topics"),
        [
            ("INTERACT", (*SECONDARY, *INDEXED)),
            ("IMPRESSION", (*SECONDARY, *INDEXED)),
            (
                "AUDIT",
                (
                    *RAW,
                    "telemetry.unique",
                    "telemetry.audit",
                    "telemetry.unique.primary",
                    *INDEXED,
                ),
            ),
            ("SHARE", (*PRIMARY, *INDEXED)),
            ("ERROR", (*RAW, "telemetry.error", "druid.events.error")),
            ("METRICS", (*PRIMARY, *INDEXED)),
            ("SUMMARY", (*PRIMARY, *INDEXED)),
            ("EXDATA", (*PRIMARY, *INDEXED)),
            ("HEARTBEAT", (*PRIMARY, *INDEXED)),
            ("ASSESS", (*PRIMARY, *INDEXED)),
            ("INTERRUPT", PRIMARY),
            ("LOG", ("druid.events.log",)),
        ],
    )
    def test_depend_on_the_type(self, eid, topics):
        """
        Who goes where: 5.6.
        """
        assert topics == judged(made(eid)).topics
