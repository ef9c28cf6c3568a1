"""
The components behind the gateway, as one mock has them.
"""

import json

import pytest

from asking import NOW
from sunbird_mockserver import Mock, Settings
from sunbird_mockserver.config import ConfigurationError, settings_from
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.tokens import describe, mint

DEVICE_KEY = "device_key0"


def configured(rsa):
    key = {"consumer": "mobile_device", "kid": DEVICE_KEY, "private_key": rsa.private}

    return Mock(settings_from({"adminutil": {"signing_keys": [key]}}), clock=lambda: NOW)


def register(mock, inbox="default"):
    token = mint("mobile_app-key", "mobile_app-secret")
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    path = "/api-manager/v2/consumer/mobile_device/credential/register"
    body = b'{"request":{"key":"k"}}'

    return json.loads(mock.receive(Delivery("POST", path, "", headers, body, inbox)).body)


class TestConfiguration:
    def test_keys_to_sign_with_can_be_given(self, rsa):
        """
        The gateway knows them from the start, before anybody registers.
        """
        mock = configured(rsa)

        assert "mobile_devicev2" == mock.consumers.find(DEVICE_KEY)[0].username

    def test_keys_that_are_made_are_known_from_the_start(self):
        """
        Likewise, in every inbox.
        """
        consumer, credential = Mock().inbox_consumers.of("one").find("mobile_devicev2_key1")

        assert ("mobile_devicev2", "RS256") == (consumer.username, credential.algorithm)

    def test_tokens_are_signed_with_them(self, rsa):
        """
        They name the key that was given.
        """
        token = register(configured(rsa))["result"]["token"]

        assert DEVICE_KEY == describe(token).header["kid"]

    def test_a_misspelt_key_is_named(self):
        """
        As everywhere in the configuration.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from({"adminutil": {"isuer": "x"}})

        assert "Did you mean 'adminutil.issuer'?" in str(caught.value)


@pytest.mark.parametrize("api", ["", "/api"])
@pytest.mark.parametrize("end", ["/register", "./register", "%2e/register", "x/%2E%2e/register"])
def test_no_secret_is_kept_behind_a_path_that_spark_normalizes(api, end):
    """
    Register answers there, and the journal has its secret and its token no more than elsewhere.
    """
    mock = Mock(Settings(profile="spark"), clock=lambda: NOW)
    token = mint("mobile_app-key", "mobile_app-secret", header={"kid": "mobile_app-key"})
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    path = f"{api}/api-manager/v1/consumer/mobile_device/credential/{end}"
    reply = mock.receive(Delivery("POST", path, "", headers, b'{"request":{"key":"k"}}'))
    result = json.loads(reply.body)["result"]
    [kept] = mock.journal.deliveries("default")

    assert 200 == reply.status
    assert result["secret"] not in repr(kept)
    assert result["token"] not in repr(kept)


class TestReset:
    def test_forgets_devices(self):
        """
        What was declared in an inbox ends with it.
        """
        mock = Mock(clock=lambda: NOW)
        headers = {
            "content-type": "application/json",
            "authorization": f"Bearer {mint('partner-key', 'partner-secret')}",
        }
        place = b'{"request":{"userDeclaredLocation":{"state":"s","district":"d"}}}'
        mock.receive(Delivery("POST", "/api/v3/device/register/d", "", headers, place, "one"))
        before = _profile(mock, headers)
        mock.reset("one")

        assert "userDeclaredLocation" in before
        assert "userDeclaredLocation" not in _profile(mock, headers)


def _profile(mock, headers):
    delivery = Delivery("GET", "/api/v3/device/profile/d", "", headers, b"", "one")

    return json.loads(mock.receive(delivery).body)["result"]
