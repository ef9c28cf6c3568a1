"""
``/v1/sign/payload``: contract/gateway-and-auth.md 4b.
"""

import json

import pytest

from sunbird_mockserver.tokens import nginx_base64
from sunbird_mockserver.tokens.signatures import algorithm

NOW = 1_700_000_000


@pytest.fixture
def sign(post):
    def send(document):
        reply = post("/v1/sign/payload", document)

        return reply.status, json.loads(reply.body)

    return send


class TestSignPayload:
    def test_signs_each_pair(self, sign, parts):
        """
        A token for each element, in order, that lasts two years.
        """
        data = [{"parentId": "p", "sub": "one"}, {"parentId": "p", "sub": "two", "exp": 1}]
        status, answer = sign({"request": {"data": data}, "params": {"msgid": "m"}})
        tokens = [each.pop("token") for each in answer["result"]["data"]]

        assert 200 == status
        assert ("ekstep.api.am.adminutil.sign.payload", "m") == (
            answer["id"],
            answer["params"]["msgid"],
        )
        assert [{"parentId": "p", "sub": "one"}, {"parentId": "p", "sub": "two"}] == (
            answer["result"]["data"]
        )
        assert [
            {"alg": "RS256", "kid": "accessv1_key1"},
            {"parentId": "p", "sub": "one", "iat": NOW, "exp": NOW + 63_072_000},
        ] == parts(tokens[0])
        assert "accessv1_key2" == parts(tokens[1])[0]["kid"]

    def test_the_signature_is_right(self, sign, rsa):
        """
        It is made with the private half of the access key.
        """
        _, answer = sign({"request": {"data": [{"parentId": "p", "sub": "one"}]}})
        signed, _, signature = answer["result"]["data"][0]["token"].rpartition(".")

        assert algorithm("RS256").verify(
            rsa.public, signed.encode(), nginx_base64.decode(signature.encode(), standard=False)
        )

    def test_elements_are_not_checked(self, sign):
        """
        The rules for them are declared and never run.
        """
        status, answer = sign({"request": {"data": [{}]}})

        assert (200, None) == (status, answer["result"]["data"][0]["sub"])

    @pytest.mark.parametrize("document", [{}, {"request": None}])
    def test_wants_a_request(self, sign, document):
        """
        400 without one.
        """
        status, answer = sign(document)

        assert (400, "BAD_REQUEST", "REQUEST IS MANDATORY") == (
            status,
            answer["params"]["err"],
            answer["params"]["errmsg"],
        )

    @pytest.mark.parametrize("request_", [{}, {"data": None}, {"data": [None]}])
    def test_breaks_without_data(self, sign, request_):
        """
        500: nobody checked for it.
        """
        status, answer = sign({"request": request_})

        assert (500, "INTERNAL_ERROR", "UNABLE TO SIGN PAYLOAD DUE TO INTERNAL ERROR") == (
            status,
            answer["params"]["err"],
            answer["params"]["errmsg"],
        )

    def test_wants_a_list(self, sign):
        """
        Another type is the framework's 400.
        """
        assert 400 == sign({"request": {"data": "p"}})[0]
