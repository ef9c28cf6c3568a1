"""
What the journal keeps of a delivery, and how it is shown.
"""

import json

import pytest

from asking import Api, event
from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.journal.record import Outcome, RecordedDelivery
from sunbird_mockserver.tokens import TokenView
from sunbird_telemetry.pipeline import BatchVerdict, Change, Fate, Stage, Verdict

FAILED = Verdict(Fate.FAILED, Stage.PREPROCESSOR, ("telemetry.failed",))
BATCH = b'{"params": {"msgid": "b"}, "events": [{"eid": "START"}, 3]}'
REPLY = Reply(200, (("X", "1"), ("Y", "2"), ("X", "3")), b"ok\xff")


def delivery(body=BATCH, *, query="", **outcome):
    sent = Delivery(
        "POST", "/v1/telemetry", query, {"content-type": "application/json"}, body, "box", 1700
    )
    return RecordedDelivery(7, 40, Outcome(sent, REPLY, **outcome))


def verdict(*events, fate=Fate.ACCEPTED):
    return BatchVerdict(fate, None, (), None, events)


class TestEvents:
    def test_are_read_back(self):
        """
        The journal holds bytes; events are parsed when they are asked for.
        """
        events = list(delivery(verdict=verdict(FAILED, FAILED)).events())

        assert [{"eid": "START"}, 3] == [each.event for each in events]
        assert [(40, 0), (41, 1)] == [(each.seq, each.index) for each in events]

    def test_are_shown_with_their_verdict(self):
        """
        An event in the control API has exactly these members.
        """
        first = next(delivery(verdict=verdict(FAILED, FAILED)).events())

        assert first.to_dict() == {
            "seq": 40,
            "inbox": "box",
            "index": 0,
            "event": {"eid": "START"},
            "fate": "failed",
            "stage": "preprocessor",
            "topics": ("telemetry.failed",),
            "reason": "Unable to obtain field name for failed validation",
            "changes": [],
            "findings": [finding.to_dict() for finding in first.verdict.findings],
            "delivery": 7,
            "received": 1700,
        }

    @pytest.mark.parametrize("verdicts", [None, verdict()])
    def test_are_none_without_verdicts(self, verdicts):
        """
        A delivery that is no batch, or an empty one, brings no events and is not parsed.
        """
        assert [] == list(delivery(b"never parsed", verdict=verdicts).events())


class TestDelivery:
    def test_is_shown_with_its_answer(self):
        """
        A delivery in the control API has exactly these members.
        """
        shown = delivery(
            query="a=1",
            route="telemetry",
            consumer="partner",
            token=TokenView({"alg": "HS256"}, {"iss": "k"}, "f1"),
            diagnosis="because",
            verdict=verdict(FAILED, FAILED),
        ).to_dict()

        assert shown == {
            "id": 7,
            "inbox": "box",
            "received": 1700,
            "method": "POST",
            "path": "/v1/telemetry?a=1",
            "route": "telemetry",
            "consumer": "partner",
            "headers": {"content-type": "application/json"},
            "upstream_headers": {},
            "token": {
                "header": {"alg": "HS256"},
                "claims": {"iss": "k"},
                "fingerprint": "f1",
                "truncated": False,
            },
            "size": len(BATCH),
            "answer": {"status": 200, "headers": {"X": "1, 3", "Y": "2"}, "body": "ok\ufffd"},
            "fault": None,
            "diagnosis": "because",
            "findings": [],
            "batch": {
                "msgid": "b",
                "fate": "accepted",
                "stage": None,
                "topics": (),
                "reason": None,
                "events": 2,
            },
        }

    def test_that_is_no_batch_has_none(self):
        """
        What carries no batch has null in its place.
        """
        shown = delivery(b"").to_dict()

        assert (None, None, None) == (shown["batch"], shown["token"], shown["route"])

    @pytest.mark.parametrize(
        "body", [b"[]", b"{}", b'{"params": 3}', b'{"params": {}}', b"junk", b"3"]
    )
    def test_of_a_batch_without_msgid_it_is_null(self, body):
        """
        Whatever was sent as a batch, it can be shown.
        """
        assert delivery(body, verdict=verdict()).to_dict()["batch"]["msgid"] is None


class TestWeight:
    def test_counts_both_bodies(self):
        """
        What was sent and what was answered take room.
        """
        small, large = delivery(b"").outcome.weight, delivery(b"x" * 500).outcome.weight

        assert 500 == large - small
        assert small > len(REPLY.body)

    def test_counts_changes(self):
        """
        A verdict that holds what was replaced takes more room than one that all events share.
        """
        change = Change("/ets", 1, 2)
        clean = delivery(verdict=verdict(Verdict(Fate.ACCEPTED)))
        altered = delivery(verdict=verdict(Verdict(Fate.ALTERED, changes=(change,))))

        assert altered.outcome.weight > clean.outcome.weight


def test_never_shows_a_secret():
    """
    Neither tokens in headers nor those in the query are in what is shown.
    """
    api = Api()
    sent = api.send(event(), token="head.claims.signature")
    api.post("{}", "/data/v1/telemetry?jwt=a.b.other-signature")
    shown = json.dumps(api.ask("deliveries").json)

    assert 401 == sent.status_code
    assert not [secret for secret in ("signature", "head.claims") if secret in shown]
