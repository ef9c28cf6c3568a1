"""
Device register and profile: contract/gateway-and-auth.md 6.
"""

import json

import pytest

from sunbird_mockserver.upstreams.analytics import devices as devices_module
from sunbird_mockserver.upstreams.analytics.devices import Devices, Location

REGISTER = "/v1/device/register/d1"
PROFILE = "/v1/device/profile/d1"
HOME = {"state": "Karnataka", "district": "Mysuru"}
NOWHERE = {"state": "", "district": ""}


@pytest.fixture
def register(call):
    def send(request=None, did="d1", **headers):
        return call("POST", f"/v1/device/register/{did}", {"request": request or {}}, **headers)

    return send


@pytest.fixture
def profile(call):
    def send(did="d1", **headers):
        return json.loads(call("GET", f"/v1/device/profile/{did}", **headers).body)["result"]

    return send


class TestRegister:
    def test_answers_the_envelope(self, register):
        """
        Always the same sentence, and an empty list of actions that the mobile app needs.
        """
        reply = register({"dspec": {"os": "Android"}, "fcmToken": "f"})

        assert 200 == reply.status
        assert {
            "id": "analytics.device-register",
            "ver": "1.0",
            "ts": "2023-11-14T22:13:20.123+00:00",
            "params": {"resmsgid": "id-1", "status": "successful", "client_key": None},
            "responseCode": "OK",
            "result": {"message": "Device registered successfully", "actions": []},
        } == json.loads(reply.body)

    def test_says_how_long_it_took(self, register):
        """
        In ms, in a header.
        """
        assert dict(register().headers)["Request-Time"].isdecimal()

    @pytest.mark.parametrize("body", [{}, [], 5, None, {"request": 5}, {"request": {"dspec": 5}}])
    def test_takes_any_json(self, call, body):
        """
        Nothing is mandatory.
        """
        assert 200 == call("POST", REGISTER, body).status

    @pytest.mark.parametrize("address", ["", "not an address", "192.168.0.1"])
    def test_is_200_where_nothing_is_kept(self, register, profile, address):
        """
        Without an address that can be looked up the device stays unknown.
        """
        reply = register({"userDeclaredLocation": HOME}, x_real_ip=address)

        assert 200 == reply.status
        assert "userDeclaredLocation" not in profile()

    def test_an_inner_address_is_replaced_by_the_bodys(self, register, profile):
        """
        One that begins with 192 is the cluster's own.
        """
        register({"userDeclaredLocation": HOME, "ip_addr": "203.0.113.1"}, x_real_ip="192.0.2.1")

        assert HOME == profile()["userDeclaredLocation"]

    def test_keeps_nothing_with_a_dspec_that_is_no_object(self, register, profile):
        """
        The real one breaks over it, later than it answers here.
        """
        register({"userDeclaredLocation": HOME, "dspec": "Android"})

        assert "userDeclaredLocation" not in profile()

    def test_wants_json(self, call):
        """
        A body of another type, or none, is a page with 500; one that is not JSON is 400.
        """
        plain = call("POST", REGISTER, {}, content_type="text/plain")
        empty = call("POST", REGISTER)
        broken = call("POST", REGISTER, b"{")

        assert [500, 500, 400] == [plain.status, empty.status, broken.status]
        assert ("Content-Type", "text/html; charset=UTF-8") in broken.headers


class TestProfile:
    def test_of_an_unknown_device(self, profile):
        """
        200 and an empty place, and no word of a declared one.
        """
        assert {"ipLocation": NOWHERE} == profile("never-seen")

    def test_of_a_device_whose_user_said_where_it_is(self, register, profile):
        """
        What was declared comes back.
        """
        register({"userDeclaredLocation": HOME})

        assert {"userDeclaredLocation": HOME, "ipLocation": NOWHERE} == profile()

    def test_what_is_empty_changes_nothing(self, register, profile):
        """
        Registering again without a place leaves the place.
        """
        register({"userDeclaredLocation": HOME})
        register({"userDeclaredLocation": {"state": "", "district": "Udupi"}})

        assert {"state": "Karnataka", "district": "Udupi"} == profile()["userDeclaredLocation"]

    def test_the_id_is_read_as_it_was_meant(self, register, profile):
        """
        What a URL had to escape is the same device.
        """
        register({"userDeclaredLocation": HOME}, did="a%20b")

        assert HOME == profile("a%20b")["userDeclaredLocation"]

    def test_without_an_address_it_is_500(self, call):
        """
        Neither 400 nor 404.
        """
        reply = call("GET", PROFILE, x_real_ip="")
        answer = json.loads(reply.body)

        assert 500 == reply.status
        assert {
            "resmsgid": "id-1",
            "err": "ERROR",
            "status": "failed",
            "errmsg": "IP is missing in the header",
            "client_key": None,
        } == answer["params"]
        assert ("analytics.device-profile", "ERROR", None) == (
            answer["id"],
            answer["responseCode"],
            answer["result"],
        )

    def test_inboxes_know_different_devices(self, register, profile):
        """
        What one test declares is not there in the next.
        """
        register({"userDeclaredLocation": HOME}, inbox="one")

        assert "userDeclaredLocation" in profile(inbox="one")
        assert "userDeclaredLocation" not in profile(inbox="two")


class TestRouting:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", REGISTER),
            ("POST", PROFILE),
            ("POST", "/v1/device/register"),
            ("POST", "/v1/device/register/"),
            ("POST", "/v1/device/register/a/b"),
            ("GET", "/data/v1/client/logs"),
            ("POST", "/data/v1/client/logsX"),
        ],
    )
    def test_anything_else_is_a_404_page(self, call, method, path):
        """
        A wrong method, too.
        """
        reply = call(method, path, {})

        assert 404 == reply.status
        assert reply.body.startswith(b"<!DOCTYPE html>")


class TestDevices:
    def test_forgets_an_inbox(self):
        """
        And leaves the others.
        """
        devices = Devices()
        devices.declare("one", "d", Location("s"))
        devices.declare("two", "d", Location("s"))
        devices.forget("one")

        assert (None, Location("s")) == (devices.declared("one", "d"), devices.declared("two", "d"))

    def test_forgets_the_oldest_beyond_its_limit(self, monkeypatch):
        """
        A server that runs for months does not grow.
        """
        monkeypatch.setattr(devices_module, "_MOST", 2)
        devices = Devices()
        for did in ("a", "b", "a", "c"):
            devices.declare("one", did, Location("s"))

        assert [True, False, True] == [bool(devices.declared("one", did)) for did in "abc"]
