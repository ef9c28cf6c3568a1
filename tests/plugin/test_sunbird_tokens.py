"""
Tokens for tests.
"""

import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from plugin.sending import impression, post, send
from pytest_sunbird.fixture.sunbird import Sunbird
from sunbird_mockserver import MockServer, Settings
from sunbird_mockserver.consumers import Consumer, Credential
from sunbird_mockserver.tokens import describe, mint


class TestToken:
    def test_can_be_another_keys(self, sunbird):
        """
        Key, secret, algorithm and header can be given, beside claims.
        """
        made = sunbird.token(key="k", secret="s", algorithm="HS512", header={"x": 1}, sub="me")

        assert made == mint("k", "s", algorithm="HS512", header={"x": 1}, claims={"sub": "me"})

    def test_of_a_known_key_is_signed_with_its_own_secret(self, sunbird):
        """
        As the command does it.
        """
        assert mint("mobile_app-key", "mobile_app-secret") == sunbird.token(key="mobile_app-key")

    def test_knows_the_consumers_of_its_inbox(self, sunbird):
        """
        Secret and algorithm are those of the credential.
        """
        sunbird.add_consumer(Consumer("mine", credentials=(Credential("my-key", "s", "HS512"),)))

        assert mint("my-key", "s", algorithm="HS512") == sunbird.token(key="my-key")

    def test_of_an_unknown_key_is_signed_all_the_same(self, sunbird):
        """
        To see what the gateway says of it.
        """
        assert mint("nobody", sunbird.secret) == sunbird.token(key="nobody")

    def test_of_a_key_pair_needs_the_private_key(self, sunbird):
        """
        The gateway knows the public half only, and so does the inbox.
        """
        pair = Credential("pair-key", algorithm="RS256", rsa_public_key="PEM")
        sunbird.add_consumer(Consumer("mine", credentials=(pair,)))
        with pytest.raises(LookupError) as caught:
            sunbird.token(key="pair-key")

        assert "'pair-key' has no secret that is known here. Give token() the private key" in str(
            caught.value
        )

    def test_is_let_in_on_spark(self):
        """
        There a token names its key by kid.
        """
        with MockServer(Settings(profile="spark")) as server:
            status, _ = send(Sunbird(server, "one"), [impression()])

        assert 200 == status


class TestExpiredToken:
    def test_is_let_in(self, sunbird):
        """
        The gateway looks at no time, as the real one does not.
        """
        token = sunbird.expired_token()

        assert 200 == send(sunbird, [impression()], token=token)[0]
        assert describe(token).claims["exp"] < sunbird.server.mock.clock() / 1000

    def test_takes_claims(self, sunbird):
        """
        Even another time.
        """
        assert 5 == describe(sunbird.expired_token(exp=5)).claims["exp"]


class TestForgedToken:
    def test_is_refused(self, sunbird):
        """
        The key is right, the signature is not.
        """
        answer = send(sunbird, [impression()], token=sunbird.forged_token())

        assert (403, b'{"message":"Invalid signature"}\n') == answer


class TestTokenWithoutGroup:
    def test_is_refused_by_the_acl(self, sunbird):
        """
        The token is good, its consumer may do nothing.
        """
        answer = send(sunbird, [impression()], token=sunbird.token_without_group())

        assert (403, b'{"message":"You cannot consume this service"}\n') == answer

    def test_is_known_in_this_inbox_only(self, sunbird, sunbird_server):
        """
        The shared consumers stay as they are.
        """
        token = sunbird.token_without_group()
        answer = send(Sunbird(sunbird_server, "elsewhere"), [impression()], token=token)

        assert b"No credentials found" in answer[1]


class TestAddConsumer:
    def test_lets_it_in(self, sunbird):
        """
        A test may have consumers of its own.
        """
        mine = Consumer("mine", frozenset({"telemetryCreate"}), (Credential("my-key", "s"),))
        sunbird.add_consumer(mine)

        assert (
            200 == send(sunbird, [impression()], token=sunbird.token(key="my-key", secret="s"))[0]
        )

    def test_is_forgotten_with_the_inbox(self, sunbird):
        """
        Afterwards nobody has that key.
        """
        sunbird.add_consumer(Consumer("mine", credentials=(Credential("my-key", "s"),)))
        sunbird.reset()
        answer = send(sunbird, [impression()], token=sunbird.token(key="my-key", secret="s"))

        assert b"No credentials found" in answer[1]

    def test_who_registers_in_an_inbox_with_consumers_stays_there(self, sunbird, sunbird_server):
        """
        Registering goes to the register that the inbox looks into.
        """
        sunbird.token_without_group()
        token = mint("mobile_app-key", "mobile_app-secret")
        path = "/api/api-manager/v1/consumer/mobile_device/credential/register"
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = {"request": {"key": "only-here"}}
        made = json.loads(post(sunbird.url + path, body, headers)[1])["result"]["token"]

        assert 200 == send(sunbird, [impression()], token=made)[0]
        assert 403 == send(Sunbird(sunbird_server, "elsewhere"), [impression()], token=made)[0]


class TestRefreshToken:
    @pytest.mark.parametrize("kind", ["Offline", "Refresh"])
    def test_is_taken(self, sunbird, kind):
        """
        For an access token.
        """
        form = urlencode({"refresh_token": sunbird.refresh_token(kind, sub="me")}).encode()
        headers = {"Authorization": f"Bearer {sunbird.token()}"}
        with urlopen(Request(sunbird.url + "/auth/v1/refresh/token", form, headers)) as answer:
            result = json.loads(answer.read())["result"]

        assert "me" == describe(result["access_token"]).claims["sub"]

    def test_takes_a_header(self, sunbird):
        """
        Which does not end up among the claims.
        """
        made = describe(sunbird.refresh_token(header={"kid": "other"}, sub="me"))

        assert ("other", "me") == (made.header["kid"], made.claims["sub"])
        assert "header" not in made.claims
