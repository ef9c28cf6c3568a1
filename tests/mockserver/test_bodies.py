"""
What is kept of bodies that carry secrets.
"""

import gzip
import json

import pytest

from sunbird_mockserver.bodies import kept_body, kept_reply
from sunbird_mockserver.delivery import Delivery, Reply

REGISTER = "/api/api-manager/v1/consumer/mobile_app/credential/register"
REFRESH = "/auth/v1/refresh/token"


def kept(path, body):
    return kept_body(Delivery("POST", path, "", {}, body))


def kept_of_reply(path, body):
    return kept_reply(Delivery("POST", path, "", {}, b""), Reply(200, (), body)).body


class TestKeptBody:
    @pytest.mark.parametrize(
        "path",
        [
            "/v3/device/register/d1",
            "/api/v3/device/register/d1",
            "/v1/device/register/d1",
            "//api/v3/device/register/d1",
            "/api/v3/device%2Fregister/d1",
            "/api/V3/Device/Register/d1",
        ],
    )
    def test_a_device_keeps_its_push_token(self, path):
        """
        Wherever it was sent, right or wrong; the rest stays.
        """
        body = b'{"request":{"fcmToken":"push-1","producer":"app"}}'

        assert b'{"request":{"fcmToken":"[not kept]","producer":"app"}}' == kept(path, body)

    @pytest.mark.parametrize("api", ["", "/api"])
    @pytest.mark.parametrize(
        "path",
        [
            "/api-manager/v1/consumer/mobile_app/credential//register",
            "/api-manager/v1/consumer/mobile_app/credential/./register",
            "/api-manager/v1/consumer/mobile_app/credential/%2e/register",
            "/api-manager/v1/consumer/mobile_app/credential/x/../register",
            "/api-manager/v1/consumer/mobile_app/credential/x/%2e%2e/register",
            "/api-manager/v1/consumer/mobile_app/%63redential/registe%72",
            "/auth/v1/refresh/x/../token",
            "/v1/sign/./payload",
            "/v3/device//register/d1",
        ],
    )
    def test_a_path_may_be_written_in_many_ways(self, api, path):
        """
        The gateway of Spark finds the route behind them all.
        """
        body = b'{"secret":"s","rest":1}'

        assert b'{"secret":"[not kept]","rest":1}' == kept(api + path, body)

    @pytest.mark.parametrize("path", [REFRESH, "/api" + REFRESH, "/v1/auth/refresh/token"])
    def test_a_refresh_token_is_hidden_in_its_form(self, path):
        """
        The other fields stay.
        """
        body = b"a=1&refresh_token=x.y.z&b=&refresh%5Ftoken=q"

        assert b"a=1&refresh_token=[not kept]&b=&refresh%5Ftoken=[not kept]" == kept(path, body)

    def test_a_token_under_another_name_is_hidden(self):
        """
        In a form and in JSON.
        """
        token = "eyJhIjoxfQ.eyJiIjoyfQ.c2ln"

        assert b"assertion=[not kept]" == kept(REFRESH, f"assertion={token}".encode())
        assert b'{"key":"[not kept]"}' == kept(REGISTER, f'{{"key":"{token}"}}'.encode())

    def test_what_is_compressed_is_looked_into(self):
        """
        Kept as plain text.
        """
        body = gzip.compress(b'{"request":{"fcmToken":"push-1"}}')

        assert b'{"request":{"fcmToken":"[not kept]"}}' == kept("/v3/device/register/d", body)

    @pytest.mark.parametrize(
        "body",
        [
            b'{"fcmToken":"push-1",}',
            b'{"fcmToken":"push=1"',
            b"\x1f\x8bpush-1",
            b"push-1 push-1",
            b'{"a":' * 2000 + b'"push-1"' + b"}" * 2000,
            b'{"a":' * 900 + b'{"fcmToken":"push-1"}' + b"}" * 900,
            b'{"a":' * 260 + b'{"fcmToken":"push-1"}' + b"}" * 260,
        ],
    )
    def test_what_cannot_be_read_is_not_kept(self, body):
        """
        Better nothing than a secret.
        """
        kept_ = kept("/v3/device/register/d1", body)

        assert b"push" not in kept_
        assert b"[not kept]" in kept_

    def test_an_empty_secret_is_no_secret(self):
        """
        It is often the news.
        """
        assert b'{"fcmToken":"","token":null}' == kept(
            "/v3/device/register/d", b'{"fcmToken":"","token":null}'
        )

    @pytest.mark.parametrize("path", ["/data/v1/telemetry", "/data/v1/client/logs"])
    def test_telemetry_is_kept_as_it_is(self, path):
        """
        A member named token is an app's own there.
        """
        body = b'{"events":[{"edata":{"token":"mine"}}]}'

        assert body is kept(path, body)


class TestKeptReply:
    def test_register_keeps_neither_secret_nor_token(self):
        """
        The key stays: everybody may know it.
        """
        body = b'{"result":{"key":"k","secret":"s","token":"t"}}'

        assert {"result": {"key": "k", "secret": "[not kept]", "token": "[not kept]"}} == (
            json.loads(kept_of_reply(REGISTER, body))
        )

    def test_refresh_keeps_no_token(self):
        """
        How long it is good stays.
        """
        body = b'{"result":{"access_token":"a","expires_in":5,"refresh_token":"r"}}'

        assert {
            "result": {
                "access_token": "[not kept]",
                "expires_in": 5,
                "refresh_token": "[not kept]",
            }
        } == json.loads(kept_of_reply(REFRESH, body))

    def test_sign_keeps_no_token(self):
        """
        In lists, too.
        """
        body = b'{"result":{"data":[{"sub":"s","token":"t"}]}}'

        assert b"[not kept]" in kept_of_reply("/v1/sign/payload", body)

    def test_a_page_is_kept(self):
        """
        It holds no secrets, and says what was wrong.
        """
        assert b"<html>" == kept_of_reply(REGISTER, b"<html>")

    def test_other_answers_are_kept_as_they_are(self):
        """
        Byte for byte.
        """
        body = b'{ "tokens": 1, "of": "a token" }'

        assert body is kept_of_reply("/data/v1/telemetry", body)

    def test_a_stub_may_hand_out_a_token_anywhere(self):
        """
        Members that are called as secrets are hidden whatever the path.
        """
        body = b'{ "result": [{ "Access_Token" : "opaque" }], "user": "u" }'

        assert b'{"result":[{"Access_Token":"[not kept]"}],"user":"u"}' == kept_of_reply(
            "/login", body
        )

    def test_what_is_too_deep_to_look_into_is_not_kept(self):
        """
        Better nothing than a secret.
        """
        body = b'{"a":' * 400 + b'{"token":"t"}' + b"}" * 400

        assert b"[not kept]" == kept_of_reply("/login", body)
