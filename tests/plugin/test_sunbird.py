import threading
import urllib.error
from urllib.request import urlopen

import pytest

from plugin.sending import impression, post, send
from pytest_sunbird import Sunbird
from pytest_sunbird.fixture.sunbird import inbox_name
from sunbird_mockserver import Consumer, Credential, MockServer, Settings
from sunbird_telemetry import Fate, Stage


class TestInboxName:
    def test_is_readable_and_fits_into_a_url(self):
        """
        The name is the test's, with a dash for what a URL would have to escape.
        """
        name, _, number = inbox_name("test_login[हिन्दी/x y]").rpartition(".")

        assert "test_login-x-y" == name
        assert number.isdecimal()

    def test_no_two_are_equal(self):
        """
        A test that runs twice has two inboxes.
        """
        assert inbox_name("test_a") != inbox_name("test_a")

    @pytest.mark.parametrize("test", ["x" * 500, "[]", "हिन्दी"])
    def test_any_test_has_one(self, test):
        """
        Long names are cut, and where nothing readable is left it is just a test.
        """
        assert 1 <= len(inbox_name(test)) <= 100


class TestUrl:
    def test_names_the_inbox_and_has_no_slash_at_its_end(self, sunbird):
        """
        SDKs add a path that begins with a slash.
        """
        assert sunbird.url.endswith(f"/i/{sunbird.inbox}")


class TestToken:
    def test_is_let_in(self, sunbird):
        """
        The token is good for telemetry as it is.
        """
        status, _ = send(sunbird, [impression()])

        assert 200 == status

    def test_claims_can_be_replaced(self, sunbird):
        """
        A claim given by name stands in the place of the SDK's own.
        """
        status, body = send(sunbird, [impression()], token=sunbird.token(iss="nobody"))

        assert (403, b'{"message":"No credentials found for given \'iss\'"}\n') == (status, body)


class TestCredentials:
    def test_are_those_that_the_server_was_given(self):
        """
        A suite with consumers of its own gets tokens that its own server lets in.
        """
        reader = Consumer("reader", frozenset(), (Credential("reader-key", "r"),))
        sender = Consumer("sender", frozenset({"telemetryCreate"}), (Credential("my-key", "s"),))
        with MockServer(Settings(consumers=(reader, sender))) as server:
            sunbird = Sunbird(server, "any")

            assert ("my-key", "s") == (sunbird.key, sunbird.secret)
            assert 200 == send(sunbird, [impression()])[0]

    def test_are_asked_for_where_there_are_none(self):
        """
        Without a consumer that may send there is no token to make up.
        """
        nobody = Consumer("nobody", frozenset(), ())
        sunbird = Sunbird(MockServer(Settings(consumers=(nobody,))), "any")

        with pytest.raises(LookupError) as caught:
            sunbird.token()

        assert "Declare one, or give token() a key and a secret." in str(caught.value)


class TestEvents:
    def test_are_what_was_sent_and_what_becomes_of_it(self, sunbird):
        """
        An event reads like the JSON that it is, and knows its fate.
        """
        good, bad = impression(), impression(edata={"type": "view"})
        send(sunbird, [good, bad])

        first, second = sunbird.events

        assert good == first
        assert "home" == first["edata"]["pageid"] == first.edata["pageid"]
        assert (Fate.ACCEPTED, None, None) == (first.fate, first.stage, first.reason)
        assert (Fate.FAILED, Stage.PREPROCESSOR) == (second.fate, second.stage)
        assert '"/allOf/1/properties/edata"' == second.reason
        assert ["", "/edata/pageid", "/edata/uri"] == [each.pointer for each in second.findings]
        assert ("telemetry.raw", "telemetry.failed") == second.topics

    def test_are_a_snapshot(self, sunbird):
        """
        What arrives later does not change what was looked at.
        """
        before = sunbird.events
        send(sunbird, [impression()])

        assert [0, 1] == [len(before), len(sunbird.events)]

    def test_one_that_is_not_there_is_told(self, sunbird):
        """
        Not as a place in a tuple, but as an event that did not come.
        """
        send(sunbird, [impression()])

        with pytest.raises(IndexError) as caught:
            sunbird.events[1]

        assert "no event [1]: there is 1 in these events" == str(caught.value)

    def test_can_be_asked_in_part(self, sunbird):
        """
        ``in`` and ``where`` want the given fields only.
        """
        send(sunbird, [impression(), impression(edata={"pageid": "quiz"})])

        assert {"eid": "IMPRESSION", "edata": {"pageid": "quiz"}} in sunbird.events
        assert {"eid": "END"} not in sunbird.events
        assert 1 == len(sunbird.events.where(edata={"pageid": "home"}))

    def test_of_refused_deliveries_are_still_the_clients(self, sunbird):
        """
        What was not answered 200 did not arrive; the delivery shows what it was.
        """
        send(sunbird, [impression()], token="x.y.z")

        assert [] == list(sunbird.events)
        assert [Fate.REFUSED] == [event.fate for event in sunbird.deliveries[0].events]

    def test_that_the_service_throws_away_are_lost(self, sunbird):
        """
        Answered 200, never read: contract/pipeline.md 1.4.
        """
        body = {"events": [impression()]}
        status, _ = post(sunbird.url + "/v1/telemetry", body, {"Content-Type": "text/plain"})

        (event,) = sunbird.events
        assert (200, Fate.LOST, Stage.SERVICE) == (status, event.fate, event.stage)


class TestExpect:
    def test_returns_the_event_that_is_there(self, sunbird):
        """
        Order of arrival does not matter, content does.
        """
        send(sunbird, [impression(), impression(edata={"pageid": "quiz"})])

        event = sunbird.expect("IMPRESSION", edata={"pageid": "quiz"})

        assert "quiz" == event.edata["pageid"]

    def test_returns_the_event_that_arrives_later(self, sunbird):
        """
        It ends as soon as the event is there, not when time is up.
        """
        sender = threading.Timer(0.05, send, [sunbird, [impression()]])
        sender.start()

        event = sunbird.expect("IMPRESSION", timeout=10)
        sender.join()

        assert "home" == event.edata["pageid"]


class TestHttpserver:
    def test_stubs_what_else_the_app_calls(self, sunbird):
        """
        Other endpoints of Sunbird are the test's to answer.
        """
        stub = sunbird.httpserver.expect_request("/api/content/v1/read/do_1")
        stub.respond_with_json({"result": {"content": {"identifier": "do_1"}}})

        with urlopen(sunbird.url + "/api/content/v1/read/do_1") as answer:
            assert b"do_1" in answer.read()

    def test_the_mocks_own_routes_win(self, sunbird):
        """
        A stub cannot make the gateway more lenient than it is.
        """
        sunbird.httpserver.expect_request("/data/v1/telemetry").respond_with_data("ok")

        status, _ = send(sunbird, [], token="")

        assert 401 == status

    def test_what_nobody_stubbed_is_the_gateways_404(self, sunbird):
        """
        Not pytest-httpserver's 500.
        """
        with pytest.raises(urllib.error.HTTPError) as caught:
            urlopen(sunbird.url + "/api/content/v1/read/do_2")
        with caught.value as answer:
            body = answer.read()

        assert b'{"message":"no route and no API found with those values"}\n' == body
        assert [404] == [delivery.status for delivery in sunbird.deliveries]


class TestReset:
    def test_forgets_events_and_stubs(self, sunbird):
        """
        Afterwards the inbox is as new.
        """
        send(sunbird, [impression()])
        sunbird.httpserver.expect_request("/x").respond_with_data("ok")
        sunbird.reset()

        with pytest.raises(urllib.error.HTTPError) as caught:
            urlopen(sunbird.url + "/x")
        caught.value.close()

        assert [404] == [delivery.status for delivery in sunbird.deliveries]
