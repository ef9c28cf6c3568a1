"""
``/v1/consumer/{consumer}/credential/register``: contract/gateway-and-auth.md 4a.
"""

import gzip
import json
import re
from dataclasses import replace
from threading import Thread

import pytest

from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.profiles import SUNBIRD
from sunbird_mockserver.tokens import verify
from sunbird_mockserver.upstreams import adminutil

PATH = "/v1/consumer/mobile_app/credential/register"
UUID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"


class TestSuccess:
    def test_answers_key_secret_and_token(self, register):
        """
        The envelope is that of consumer.create, its time is ``ets``, and nulls are written out.
        """
        status, answer = register("app-1", params={"msgid": "m"})
        token = answer["result"].pop("token")

        assert 200 == status
        assert token.count(".") == 2
        assert {
            "id": "ekstep.api.am.adminutil.consumer.create",
            "ver": "1.0",
            "ets": 1_700_000_000_123,
            "params": {
                "status": "successful",
                "err": None,
                "errmsg": None,
                "msgid": "m",
                "resmsgid": "id-1",
            },
            "result": {"key": "app-1", "secret": "secret-1"},
        } == answer

    def test_the_token_is_bare(self, register, parts):
        """
        HS256, no ``typ``; ``iss`` is the key and ``iat`` the second.
        """
        _, answer = register("app-1")

        assert [{"alg": "HS256"}, {"iss": "app-1", "iat": 1_700_000_000}] == parts(
            answer["result"]["token"]
        )

    def test_the_token_is_let_in_at_once(self, register, context):
        """
        The gateway looks the new credential up like any other.
        """
        _, answer = register("install-7", "mobile_device")
        header = f"Bearer {answer['result']['token']}"
        admitted = verify(header, "", consumers=context.consumers, profile=SUNBIRD)

        assert "mobile_device" == admitted.consumer.username

    def test_is_idempotent(self, register):
        """
        The same key has the same secret every time.
        """
        assert ["secret-1", "secret-1"] == [
            register("app-1")[1]["result"]["secret"] for _ in range(2)
        ]

    def test_the_token_is_as_new_as_the_call(self, post, context, register, parts):
        """
        A later call has a later ``iat``, so the token changes and the secret does not.
        """
        register("app-1")
        later = replace(context, now=context.now + 5000)
        reply = adminutil.answer(_delivery({"request": {"key": "app-1"}}), later)
        result = json.loads(reply.body)["result"]

        assert (1_700_000_005, "secret-1") == (parts(result["token"])[1]["iat"], result["secret"])

    def test_two_at_once_share_a_secret(self, keys):
        """
        Looking and making is one step, however many start together.
        """
        context = adminutil.AdminutilContext(built_in(), keys, 0)
        secrets = []
        threads = [Thread(target=_register_into, args=(context, secrets)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert 16 == len(secrets)
        assert 1 == len(set(secrets))

    def test_a_secret_is_32_letters_and_digits(self, keys):
        """
        As the gateway makes it.
        """
        secrets = []
        _register_into(adminutil.AdminutilContext(built_in(), keys, 0), secrets)

        assert re.fullmatch("[A-Za-z0-9]{32}", secrets[0])

    def test_without_an_id_the_id_is_empty(self, register):
        """
        ``msgid`` is there even where the client sent none.
        """
        assert "" == register("app-1")[1]["params"]["msgid"]

    def test_what_else_is_sent_is_ignored(self, register):
        """
        Only ``request.key`` counts.
        """
        status, _ = register("app-1", id=7, ver=None, ets=1, ts="now", more={"x": []})

        assert 200 == status


class TestFailure:
    @pytest.mark.parametrize(
        ("body", "errmsg"),
        [
            ({}, "REQUEST IS MANDATORY"),
            ({"request": None}, "REQUEST IS MANDATORY"),
            ({"request": {}}, "KEY IS MANDATORY"),
            ({"request": {"key": None}}, "KEY IS MANDATORY"),
            ({"request": {"key": ""}}, "KEY IS MANDATORY"),
            ({"request": {"key": "a b"}}, "KEY MUST NOT HAVE SPACE"),
            ({"request": {"key": "a\tb"}}, "KEY MUST NOT HAVE SPACE"),
            ({"request": {"key": UUID}}, "KEY MUST NOT BE A UUID"),
        ],
    )
    def test_a_key_that_cannot_be(self, post, body, errmsg):
        """
        400 with the rule's own sentence; neither the id nor the key comes back.
        """
        reply = post(PATH, body | {"params": {"msgid": "m"}})
        answer = json.loads(reply.body)

        assert 400 == reply.status
        assert {
            "status": "failed",
            "err": "BAD_REQUEST",
            "errmsg": errmsg,
            "msgid": None,
            "resmsgid": "id-1",
        } == answer["params"]
        assert {"key": "", "secret": "", "token": ""} == answer["result"]

    def test_an_upper_case_uuid_can_be(self, register):
        """
        Only lower-case UUIDs are taken for ids of the gateway.
        """
        assert 200 == register(UUID.upper())[0]

    @pytest.mark.parametrize("space", [" ", "\t", "\n", "\x0b", "\f", "\r"])
    def test_white_space_is_that_of_java(self, register, space):
        """
        Any of it, anywhere in the key.
        """
        answer = register(f"a{space}b")[1]

        assert "KEY MUST NOT HAVE SPACE" == answer["params"]["errmsg"]

    def test_a_no_break_space_can_be(self, register):
        """
        To Java it is no white space.
        """
        assert 200 == register("a\xa0b")[0]

    def test_the_name_of_a_signing_key_is_taken(self, register):
        """
        Before its first use as after it: the gateway knows all keys from the start.
        """
        before = register("mobile_devicev2_key1", "mobile_device")
        register("k", "mobile_device", "v2")
        after = register("mobile_devicev2_key1", "mobile_device")

        assert (
            "ERROR WHEN CREATING CREDENTIAL FOR CONSUMER. KEY : mobile_devicev2_key1, "
            "already exists."
        ) == before[1]["params"]["errmsg"]
        assert _without_id(before) == _without_id(after)

    def test_the_owner_of_a_signing_key_finds_it(self, register):
        """
        It has no secret to show, before its first use as after it.
        """
        before = register("desktop_devicev2_key2", "desktop_device")
        register("k", "desktop_device", "v2")
        after = register("desktop_devicev2_key2", "desktop_device")

        assert (200, "") == (before[0], before[1]["result"]["secret"])
        assert _without_id(before) == _without_id(after)

    def test_a_key_of_another_consumer(self, register):
        """
        400, not 409, and the id comes back.
        """
        status, answer = register("partner-key", params={"msgid": "m"})

        assert 400 == status
        assert "CREATE_CREDENTIAL_ERROR" == answer["params"]["err"]
        assert (
            "ERROR WHEN CREATING CREDENTIAL FOR CONSUMER. KEY : partner-key, already exists."
            == answer["params"]["errmsg"]
        )
        assert "m" == answer["params"]["msgid"]
        assert {"key": "", "secret": "", "token": ""} == answer["result"]

    def test_a_consumer_that_is_not_there(self, register):
        """
        The same error, and its sentence says no more.
        """
        status, answer = register("app-1", "nobody")

        assert (400, "CREATE_CREDENTIAL_ERROR") == (status, answer["params"]["err"])
        assert "ERROR WHEN CREATING CREDENTIAL FOR CONSUMER." == answer["params"]["errmsg"]

    @pytest.mark.parametrize("msgid", [7, True, [], {}])
    def test_an_id_that_is_no_text(self, register, msgid):
        """
        The component breaks over it.
        """
        status, answer = register("app-1", params={"msgid": msgid})

        assert (500, "INTERNAL_ERROR") == (status, answer["params"]["err"])
        assert "UNABLE TO REGISTER CREDENTIAL DUE TO INTERNAL ERROR" == answer["params"]["errmsg"]


class TestBody:
    def test_plain_text_may_say_that_it_is_gzip(self, post):
        """
        The mobile app sends it so: contract/clients.md 6.
        """
        reply = post(PATH, {"request": {"key": "app-1"}}, content_encoding="gzip")

        assert 200 == reply.status

    def test_gzip_needs_no_header(self, post):
        """
        What is compressed shows in its first bytes.
        """
        reply = post(PATH, gzip.compress(b'{"request":{"key":"app-1"}}'))

        assert "app-1" == json.loads(reply.body)["result"]["key"]

    @pytest.mark.parametrize("key", [7, True])
    def test_a_key_that_is_no_text_becomes_one(self, register, key):
        """
        As Jackson reads numbers and booleans where text belongs.
        """
        assert json.dumps(key) == register(key)[1]["result"]["key"]


def _without_id(answered):
    status, answer = answered
    params = {name: value for name, value in answer["params"].items() if name != "resmsgid"}

    return status, params, answer["result"]


def _delivery(body):
    headers = {"content-type": "application/json"}

    return Delivery("POST", PATH, "", headers, json.dumps(body).encode())


def _register_into(context, secrets):
    reply = adminutil.answer(_delivery({"request": {"key": "app-1"}}), context)
    secrets.append(json.loads(reply.body)["result"]["secret"])
