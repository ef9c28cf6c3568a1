"""
``/v2/consumer/{consumer}/credential/register``: contract/gateway-and-auth.md 4a.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.profiles import SPARK, SUNBIRD, Cause
from sunbird_mockserver.tokens import mint, verify
from sunbird_mockserver.tokens.keys import new_private_key, public_half
from sunbird_mockserver.upstreams import adminutil
from sunbird_mockserver.upstreams.adminutil import AdminutilContext, Keys, SigningKey

CONSUMERS = {
    "mobile_device": "mobile_devicev2",
    "desktop_device": "desktop_device",
    "portal_anonymous": "portal_anonymous",
    "portal_loggedin": "portal_loggedin",
}


class TestSuccess:
    def test_answers_a_token_and_no_secret(self, register):
        """
        There is nothing to sign with: the secret is empty.
        """
        status, answer = register("app-device7", "mobile_device", "v2", params={"msgid": "m"})

        assert 200 == status
        assert ("app-device7", "") == (answer["result"]["key"], answer["result"]["secret"])
        assert "ekstep.api.am.adminutil.consumer.create" == answer["id"]
        assert "m" == answer["params"]["msgid"]

    def test_the_token_names_its_key_and_nothing_more(self, register, parts):
        """
        RS256 and a kid in the header, ``iss`` and ``iat`` as claims; neither typ nor exp.
        """
        _, answer = register("app-device7", "mobile_device", "v2")

        assert [
            {"alg": "RS256", "kid": "mobile_devicev2_key1"},
            {"iss": "app-device7", "iat": 1_700_000_000},
        ] == parts(answer["result"]["token"])

    @pytest.mark.parametrize("consumer", CONSUMERS)
    def test_the_token_is_let_in_at_once(self, register, context, consumer):
        """
        The gateway knows the public half as a credential whose key is the kid.
        """
        _, answer = register("app-device7", consumer, "v2")
        header = f"Bearer {answer['result']['token']}"
        on_sunbird = verify(header, "", consumers=context.consumers, profile=SUNBIRD)
        on_spark = verify(header, "", consumers=context.consumers, profile=SPARK)

        assert CONSUMERS[consumer] == on_sunbird.consumer.username == on_spark.consumer.username
        assert "app-device7" == on_sunbird.identity
        assert "RS256" == on_sunbird.credential.algorithm

    def test_two_calls_give_two_tokens(self, register):
        """
        Even within a second.
        """
        tokens = [register("k", "mobile_device", "v2")[1]["result"]["token"] for _ in range(2)]

        assert tokens[0] != tokens[1]

    def test_nothing_is_stored_under_the_key(self, register, context):
        """
        The key only becomes the ``iss``; every install may have any.
        """
        register("partner-key", "mobile_device", "v2")

        assert context.consumers.find("partner-key")[0].username == "partner"


class TestFailure:
    def test_a_consumer_without_keys(self, register):
        """
        The component breaks, once it has noted the key.
        """
        status, answer = register("app-device7", "mobile_app", "v2")

        assert (500, "INTERNAL_ERROR") == (status, answer["params"]["err"])
        assert "UNABLE TO REGISTER CREDENTIAL DUE TO INTERNAL ERROR" == answer["params"]["errmsg"]
        assert {"key": "app-device7", "secret": "", "token": ""} == answer["result"]


class TestKeys:
    def test_given_keys_are_used_in_place_of_new_ones(self, rsa, parts):
        """
        The kid is the configured one, and new keys are never made.
        """
        keys = Keys([SigningKey("mobile_device", "device_key0", rsa.private)], make=_never)
        answer = _registered(AdminutilContext(built_in(), keys, 0))

        assert "device_key0" == parts(answer["result"]["token"])[0]["kid"]

    def test_given_keys_are_known_to_the_gateway_from_the_start(self, rsa):
        """
        A token that was signed elsewhere is let in before anybody registers.
        """
        consumers = built_in()
        keys = Keys([SigningKey("mobile_device", "device_key0", rsa.private)], make=_never)
        keys.enrol_given(consumers)
        consumer, credential = consumers.find("device_key0")

        assert ("mobile_devicev2", rsa.public) == (consumer.username, credential.rsa_public_key)

    def test_a_credential_of_that_name_is_left_alone(self, rsa):
        """
        What the configuration says of a credential wins.
        """
        consumers = built_in()
        before = consumers.find("partner-key")
        Keys([SigningKey("mobile_device", "partner-key", rsa.private)]).enrol_given(consumers)

        assert before == consumers.find("partner-key")

    @pytest.mark.parametrize("profile", [SUNBIRD, SPARK])
    def test_a_forged_token_is_answered_the_same_before_and_after(self, register, context, profile):
        """
        By the first answer nobody can tell whether a key was used.
        """
        forged = mint("me", "secret", header={"kid": "mobile_devicev2_key1"})

        def ask():
            return verify(f"Bearer {forged}", "", consumers=context.consumers, profile=profile)

        before = ask()
        register("k", "mobile_device", "v2")

        assert Cause.ALGORITHM_MISMATCH is before.cause
        assert before == ask()

    def test_no_key_is_made_before_it_is_looked_up(self):
        """
        Whoever looks up other keys, known or not, waits for none.
        """
        consumers = built_in()
        Keys(make=_never).enrol_given(consumers)

        assert consumers.find("partner-key")
        assert consumers.find("mobile_devicev2_key9") is None
        assert consumers.find("accessv1_key1") is None

    def test_many_lookups_at_once_find_one_key(self):
        """
        It is made once, and the one that signs is the one that is found.
        """
        consumers, made = built_in(), []

        def make():
            made.append(new_private_key())
            return made[-1]

        keys = Keys(make=make)
        keys.enrol_given(consumers)
        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(consumers.find, ["mobile_devicev2_key1"] * 8))

        assert 1 == len(made) == len(found)
        assert public_half(keys.take("mobile_device").private_key) == (
            found.pop()[1].rsa_public_key
        )

    def test_a_consumer_of_given_keys_has_no_others(self, rsa):
        """
        The names that its ring would have had are free.
        """
        consumers = built_in()
        Keys([SigningKey("mobile_device", "device_key0", rsa.private)]).enrol_given(consumers)

        assert consumers.find("mobile_devicev2_key1") is None

    def test_a_new_consumer_may_have_keys(self, rsa, parts):
        """
        A key for a consumer that the gateway does not know signs all the same.
        """
        keys = Keys([SigningKey("kiosk", "kiosk_key1", rsa.private)])
        answer = _registered(AdminutilContext(built_in(), keys, 0), "kiosk")

        assert "kiosk_key1" == parts(answer["result"]["token"])[0]["kid"]

    def test_made_ones_differ(self):
        """
        Each key of a ring is a new one.
        """
        keys = Keys()
        first, second, third = (keys.take("mobile_device") for _ in range(3))

        assert first.private_key != second.private_key
        assert first == third


def test_cryptography_loads_with_the_first_signature():
    """
    Who never registers by v2 never waits for keys or for the library that makes them.
    """
    program = (
        "import sys\n"
        "from sunbird_mockserver.upstreams import adminutil, analytics\n"
        "from sunbird_mockserver.upstreams.adminutil import Adminutil, mint_refresh_token\n"
        "from sunbird_mockserver.upstreams.adminutil.refresh_tokens import check\n"
        "token = mint_refresh_token(Adminutil(), now_s=5)\n"
        "check(token, Adminutil(), now_s=5)\n"
        "print('cryptography' in sys.modules)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "False\n" == result.stdout


def _never():
    pytest.fail("a key was made where one was given")


def _registered(context, consumer="mobile_device"):
    path = f"/v2/consumer/{consumer}/credential/register"
    headers = {"content-type": "application/json"}
    body = json.dumps({"request": {"key": "k"}}).encode()

    return json.loads(adminutil.answer(Delivery("POST", path, "", headers, body), context).body)
