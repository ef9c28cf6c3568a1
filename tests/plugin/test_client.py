"""
The sender.
"""

import socket

import pytest

from pytest_sunbird import Client, Sunbird
from sunbird_mockserver import MockServer
from sunbird_telemetry import EVENT_TYPES, Fate, validate


class TestEvent:
    @pytest.mark.parametrize("eid", EVENT_TYPES)
    def test_of_any_type_is_valid(self, sunbird, eid):
        """
        The smallest event of each type passes.
        """
        assert validate(sunbird.client.event(eid)).valid

    def test_has_fields_merged_into_it(self, sunbird):
        """
        What is not given stays, and None leaves a member out.
        """
        event = sunbird.client.event("IMPRESSION", edata={"pageid": "quiz", "uri": None})

        assert {"type": "view", "pageid": "quiz"} == event["edata"] | {"type": "view"}

    def test_has_the_time_of_its_inbox(self, sunbird):
        """
        The clock that tests move is the client's, too.
        """
        sunbird.clock.set(7)

        assert 7 == sunbird.client.event("END")["ets"]

    def test_has_an_id_of_its_own(self, sunbird):
        """
        No two events are duplicates unless they are meant to be.
        """
        assert sunbird.client.event("END")["mid"] != sunbird.client.event("END")["mid"]

    def test_of_an_unknown_type_is_none(self, sunbird):
        """
        A slip is told.
        """
        with pytest.raises(ValueError) as caught:
            sunbird.client.event("IMPRESION")

        wanted = "'IMPRESION' is not an event type of telemetry 3.0. Did you mean 'IMPRESSION'?"
        assert wanted == str(caught.value)


class TestDeterministic:
    def test_counts(self, sunbird):
        """
        Ids are 1, 2, 3 and so on, of events and batches together.
        """
        client = sunbird.client.deterministic()

        delivery = client.send([client.event("START"), client.event("END")])

        assert ["START:1", "END:2"] == [event.mid for event in delivery.events]
        assert "3" == delivery.batch.msgid

    def test_begins_anew_for_each_client(self, sunbird):
        """
        A test does not depend on the one before.
        """
        clients = [sunbird.client.deterministic() for _ in range(2)]

        assert ["END:1", "END:1"] == [client.event("END")["mid"] for client in clients]


class TestSend:
    def test_goes_over_the_wire(self, sunbird):
        """
        The answer is the gateway's, and the delivery is in the journal.
        """
        delivery = sunbird.client.send(sunbird.client.event("END"))

        assert (200, "/data/v1/telemetry", "partner") == (
            delivery.status,
            delivery.path,
            delivery.consumer,
        )
        assert delivery.id == sunbird.deliveries[-1].id

    def test_takes_what_was_recorded(self, sunbird):
        """
        An event can be sent again as it came.
        """
        sunbird.client.send(sunbird.client.event("END"))
        delivery = sunbird.client.send(sunbird.events)

        assert [Fate.DUPLICATE] == [event.fate for event in delivery.events]

    def test_takes_no_text(self, sunbird):
        """
        A type is not sent letter by letter.
        """
        with pytest.raises(TypeError) as caught:
            sunbird.client.send("END")

        assert "'END' is not an event. Make one: client.event('END')." == str(caught.value)
        assert () == sunbird.deliveries

    def test_compresses(self, sunbird):
        """
        As the mobile SDK does.
        """
        delivery = sunbird.client.send(sunbird.client.event("END"), gzip=True)

        assert "gzip" == delivery.headers["content-encoding"]
        assert Fate.ACCEPTED is delivery.events[0].fate

    @pytest.mark.parametrize(("token", "status"), [("", 401), ("x.y.z", 401), (None, 200)])
    def test_takes_a_token(self, sunbird, token, status):
        """
        Its own unless given, none if empty.
        """
        delivery = sunbird.client.send(sunbird.client.event("END"), token=token)

        assert status == delivery.status

    def test_takes_a_path(self, sunbird):
        """
        Any that clients know.
        """
        delivery = sunbird.client.send([], path="/action/data/v3/telemetry", msgid="m")

        assert ("/action/data/v3/telemetry", "m") == (delivery.path, delivery.batch.msgid)

    def test_survives_a_cut_connection(self, sunbird, monkeypatch):
        """
        What arrived is returned, although the answer did not.
        """
        monkeypatch.setattr("http.client.HTTPConnection.getresponse", _cut)

        assert 200 == sunbird.client.send(sunbird.client.event("END")).status

    def test_says_when_nothing_arrived(self):
        """
        A server that is gone has no deliveries.
        """
        with MockServer() as server:
            client = Client(Sunbird(server, "any", timeout=1))

        with pytest.raises(OSError, match="The request did not arrive at"):
            client.send([])


def _cut(connection):
    connection.sock.shutdown(socket.SHUT_WR)
    connection.sock.recv(1)
    raise ConnectionResetError
