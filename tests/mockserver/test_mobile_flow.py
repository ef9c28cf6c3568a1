"""
How the mobile app comes to its token and sends: contract/gateway-and-auth.md 7, clients.md 6.
"""

import gzip
import json
from urllib.parse import urlencode

import pytest
from werkzeug.test import Client

from asking import NOW, event
from sunbird_mockserver import Mock, Settings, create_app
from sunbird_mockserver.tokens import encode, mint
from sunbird_mockserver.upstreams.adminutil import mint_refresh_token

DID = "1f0e3dad99908345f7439f8ffabdffc4a5b6c7d8"
KEY = f"learning.app-{DID}"
# As Android signs it, without typ: contract/clients.md 6.
APP_TOKEN = encode({"alg": "HS256"}, {"iss": "mobile_app-key"}, "mobile_app-secret")
REGISTER = "/api/api-manager/{}/consumer/mobile_device/credential/register"
DEVICE = {"request": {"dspec": {"os": "Android 12"}, "fcmToken": "push-secret", "producer": "app"}}


class Phone:
    """
    An install of the app, as far as it talks to Sunbird.
    """

    def __init__(self, settings=None):
        self.mock = Mock(settings, clock=lambda: NOW)
        self._client = Client(create_app(self.mock))
        self.headers = {"X-Channel-Id": "ch", "X-App-Id": "learning.app", "X-Device-Id": DID}

    def post(self, path, body, token, **headers):
        """
        POST with the headers that every call has.
        """
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        every = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}

        return self._client.post(path, data=body, headers=self.headers | every | said)

    def register(self, version, token=APP_TOKEN):
        """
        Ask for a token: plain JSON that says it is gzip.
        """
        body = {
            "id": "ekstep.genie.device.register",
            "ver": "1.0",
            "ts": "2023-11-14T22:13:20+00:00",
            "request": {"key": KEY},
        }

        return self.post(REGISTER.format(version), json.dumps(body), token, Content_Encoding="gzip")

    def register_device(self, token):
        """
        Tell Sunbird about the phone.
        """
        return self.post(f"/api/v3/device/register/{DID}", json.dumps(DEVICE), token)

    def sync(self, token, *events):
        """
        Send telemetry, compressed.
        """
        batch = {
            "id": "ekstep.telemetry",
            "ver": "1.0",
            "ts": "2023-11-14T22:13:20Z",
            "params": {"did": DID, "msgid": "b-1", "key": "", "requesterId": ""},
            "events": events,
        }
        body = gzip.compress(json.dumps(batch).encode())

        return self.post("/api/data/v1/telemetry", body, token, Content_Encoding="gzip")

    def kept(self):
        """
        All that the control API shows.
        """
        return json.dumps(self._client.get("/_mock/deliveries").json)


@pytest.fixture
def phone():
    return Phone()


class TestV2:
    def test_register_then_device_then_telemetry(self, phone):
        """
        The token of register is good for the device endpoints and for telemetry at once.
        """
        registered = phone.register("v2")
        token = registered.json["result"]["token"]
        device = phone.register_device(token)
        synced = phone.sync(token, event(), event("END", mid="m2", type="app"))

        assert [200, 200, 200] == [each.status_code for each in (registered, device, synced)]
        assert [] == device.json["result"]["actions"]
        assert "SUCCESS" == synced.json["responseCode"]

    def test_everything_is_a_delivery(self, phone):
        """
        Each call is in the journal with its route and consumer.
        """
        token = phone.register("v2").json["result"]["token"]
        phone.register_device(token)
        phone.sync(token, event())
        deliveries = [each.to_dict() for each in phone.mock.journal.deliveries("default")]

        assert [
            ("registerMobileDevicev2", "mobile_app"),
            ("deviceRegister", "mobile_devicev2"),
            ("telemetry", "mobile_devicev2"),
        ] == [(each["route"], each["consumer"]) for each in deliveries]

    def test_on_spark_too(self):
        """
        The kid that Sunbird prefers is the one that Spark demands.
        """
        phone = Phone(Settings(profile="spark"))
        app_token = mint("mobile_app-key", "mobile_app-secret", header={"kid": "mobile_app-key"})
        token = phone.register("v2", app_token).json["result"]["token"]

        assert 200 == phone.sync(token, event()).status_code

    def test_a_device_token_cannot_register_another(self, phone):
        """
        Only the app's own key may.
        """
        token = phone.register("v2").json["result"]["token"]

        assert 403 == phone.register("v2", token).status_code


class TestV1:
    def test_is_the_way_back_when_v2_fails(self, phone):
        """
        The token is used as it is.
        """
        token = phone.register("v1").json["result"]["token"]

        assert 200 == phone.sync(token, event()).status_code

    def test_the_secret_signs_as_well(self, phone):
        """
        Without a token the app signs ``iss`` with the secret.
        """
        secret = phone.register("v1").json["result"]["secret"]
        token = encode({"alg": "HS256"}, {"iss": KEY}, secret)

        assert 200 == phone.sync(token, event()).status_code

    def test_the_build_registers_the_app_first(self, phone):
        """
        mobile_admin makes the key that the app is built with.
        """
        admin = mint("mobile_admin-key", "mobile_admin-secret")
        path = "/api/api-manager/v1/consumer/mobile_app/credential/register"
        made = phone.post(path, json.dumps({"request": {"key": "app-1.0"}}), admin)
        app_token = encode({"alg": "HS256"}, {"iss": "app-1.0"}, made.json["result"]["secret"])

        assert 200 == phone.register("v2", app_token).status_code


class TestGuards:
    @pytest.mark.parametrize("path", [REGISTER.format("v1"), REGISTER.format("v2")])
    def test_a_partner_may_not_register(self, phone, path):
        """
        Each consumer's register asks for a group of its own.
        """
        answer = phone.post(path, "{}", mint("partner-key", "partner-secret"))

        assert (403, {"message": "You cannot consume this service"}) == (
            answer.status_code,
            answer.json,
        )

    def test_the_apps_key_sends_no_telemetry(self, phone):
        """
        It registers, and that is all.
        """
        assert 403 == phone.sync(APP_TOKEN, event()).status_code

    def test_sign_payload_is_on_the_bare_path_only(self, phone):
        """
        It is there in the cluster, and not at the gateway.
        """
        body = json.dumps({"request": {"data": [{"parentId": "p", "sub": "s"}]}})
        bare = phone.post("/v1/sign/payload", body, "")
        public = phone.post("/api/v1/sign/payload", body, "")

        assert [200, 404] == [bare.status_code, public.status_code]


class TestRefresh:
    def test_wants_a_bearer_beside_the_form(self, phone):
        """
        A gateway token first, then the refresh token.
        """
        refresh_token = mint_refresh_token(phone.mock.settings.adminutil, now_s=NOW // 1000)
        form = urlencode({"refresh_token": refresh_token})
        kind = "application/x-www-form-urlencoded"
        token = phone.register("v1").json["result"]["token"]
        let_in = phone.post("/auth/v1/refresh/token", form, token, Content_Type=kind)
        outside = phone.post("/auth/v1/refresh/token", form, "", Content_Type=kind)

        assert [200, 401] == [let_in.status_code, outside.status_code]
        assert 43_200 == let_in.json["result"]["expires_in"]


class TestProfile:
    def test_the_ingress_says_where_a_request_comes_from(self, phone):
        """
        Under /api there is always an address; without it, only if the client sends it.
        """
        token = phone.register("v2").json["result"]["token"]
        headers = {"Authorization": f"Bearer {token}"}
        client = Client(create_app(phone.mock))
        public = client.get(f"/api/v3/device/profile/{DID}", headers=headers)
        inner = client.get(f"/v3/device/profile/{DID}", headers=headers)

        assert [200, 500] == [public.status_code, inner.status_code]


class TestSecrets:
    def test_nothing_that_lets_others_in_is_kept(self, phone):
        """
        Neither in bodies nor in answers, for none of the calls.
        """
        v1, v2 = (phone.register(version).json["result"] for version in ("v1", "v2"))
        phone.register_device(v2["token"])
        refresh_token = mint_refresh_token(phone.mock.settings.adminutil, now_s=NOW // 1000)
        form = urlencode({"refresh_token": refresh_token})
        kind = "application/x-www-form-urlencoded"
        granted = phone.post("/auth/v1/refresh/token", form, v1["token"], Content_Type=kind).json
        kept = phone.kept() + repr(phone.mock.journal.deliveries("default"))
        secrets = (v1["secret"], v1["token"], v2["token"], refresh_token, "push-secret")

        assert granted["result"]["access_token"] not in kept
        assert [] == [secret for secret in secrets if secret in kept]
