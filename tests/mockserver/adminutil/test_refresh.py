"""
``/v1/auth/refresh/token``: contract/gateway-and-auth.md 4c, as of adminutil 4.5.0.
"""

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.tokens import encode, nginx_base64
from sunbird_mockserver.upstreams import adminutil
from sunbird_mockserver.upstreams.adminutil import Adminutil, mint_refresh_token

NOW = 1_700_000_000
DAY = 86_400
SETTINGS = Adminutil()
NOTHING = {"access_token": None, "expires_in": 0, "refresh_expires_in": 0, "refresh_token": None}
INVALID = (400, "invalid_grant", "invalid_grant")
BROKEN = (500, "INTERNAL_SERVER_ERROR", "Oops! Something went wrong!")
KID = SETTINGS.refresh_kid


@pytest.fixture
def refresh(context):
    def send(token, *, content_type="application/x-www-form-urlencoded", **changes):
        body = urlencode({} if token is None else {"refresh_token": token}).encode()
        delivery = Delivery(
            "POST", "/v1/auth/refresh/token", "", {"content-type": content_type}, body
        )
        reply = adminutil.answer(delivery, replace(context, **changes))

        return reply.status, json.loads(reply.body)

    return send


@pytest.fixture
def outcome(refresh):
    """
    Status, code and sentence for a token; 200 has neither.
    """

    def ask(token, **changes):
        status, answer = refresh(token, **changes)

        return status, answer["params"]["err"], answer["params"]["errmsg"]

    return ask


def mint(kind="Offline", header=None, **claims):
    return mint_refresh_token(SETTINGS, now_s=NOW, kind=kind, claims=claims, header=header)


def mint_without(name, *, of_header=False):
    """
    A good token, but for one member that is not there.
    """
    header = {"alg": "HS256", "typ": "JWT", "kid": KID}
    claims = {"iat": NOW, "exp": 0, "iss": SETTINGS.issuer, "typ": "Offline"}
    (header if of_header else claims).pop(name)

    return encode(header, claims, SETTINGS.refresh_secret_bytes.decode())


class TestSuccess:
    def test_answers_an_access_token_and_the_same_refresh_token(self, refresh):
        """
        The envelope's time is ``ts``; there is neither token_type nor scope nor msgid.
        """
        token = mint()
        status, answer = refresh(token)
        access = answer["result"].pop("access_token")

        assert 200 == status
        assert 2 == access.count(".")
        assert {
            "id": "api.refresh.token",
            "ver": "1.0",
            "ts": 1_700_000_000_123,
            "params": {"resmsgid": "id-1", "status": "successful", "err": None, "errmsg": None},
            "result": {"expires_in": 43_200, "refresh_expires_in": 0, "refresh_token": token},
        } == answer

    def test_the_access_token_says_whose_it_is(self, refresh, parts):
        """
        RS256 by an access key; aud and sub are those of the refresh token; the role is PUBLIC.
        """
        _, answer = refresh(mint(aud="account", sub="f:1:me"))
        header, claims = parts(answer["result"]["access_token"])

        assert {"alg": "RS256", "kid": "accessv1_key1", "typ": "JWT"} == header
        assert {
            "exp": NOW + 43_200,
            "iat": NOW,
            "iss": SETTINGS.issuer,
            "aud": "account",
            "sub": "f:1:me",
            "typ": "Bearer",
            "roles": [{"role": "PUBLIC", "scope": []}],
        } == claims

    def test_a_refresh_token_says_how_long_it_still_lasts(self, refresh):
        """
        Only offline tokens have 0 there.
        """
        result = refresh(mint("Refresh", exp=NOW + DAY))[1]["result"]

        assert (43_200, DAY) == (result["expires_in"], result["refresh_expires_in"])

    def test_an_access_token_ends_with_its_refresh_token(self, refresh):
        """
        ``exp`` is the earlier of the two ends.
        """
        soon = refresh(mint("Refresh", exp=NOW + 60))[1]["result"]
        old = refresh(mint(iat=NOW - 180 * DAY + 60))[1]["result"]

        assert [60, 60] == [soon["expires_in"], old["expires_in"]]

    def test_on_spark_access_lasts_a_day(self, refresh):
        """
        As deployed there.
        """
        assert DAY == refresh(mint(), profile="spark")[1]["result"]["expires_in"]

    def test_the_validity_can_be_set(self, refresh):
        """
        For tests that see a token end.
        """
        settings = Adminutil(access_validity_s=5)

        assert 5 == refresh(mint(), settings=settings)[1]["result"]["expires_in"]

    def test_rs256_is_checked_with_the_public_key(self, outcome, rsa):
        """
        Tokens of a real realm are good, once its public key is configured.
        """
        settings = Adminutil(refresh_public_key=rsa.public)
        header = {"alg": "RS256", "typ": "JWT", "kid": KID}
        claims = {"iat": NOW, "exp": 0, "iss": SETTINGS.issuer, "typ": "Offline"}
        token = encode(header, claims, rsa.private, algorithm="RS256")

        assert (200, None, None) == outcome(token, settings=settings)
        assert INVALID == outcome(token[:-8] + "AAAAAAAA", settings=settings)
        assert INVALID == outcome(token)

    def test_hs256_needs_no_certain_kid(self, outcome):
        """
        The kid is only looked at for RS256, but must be there.
        """
        assert (200, None, None) == outcome(mint(header={"kid": "another"}))
        assert (200, None, None) == outcome(mint(header={"kid": ""}))


class TestInOrder:
    def test_1_without_the_field(self, refresh):
        """
        400 BAD_REQUEST, and the sentence is empty.
        """
        status, answer = refresh(None)

        assert (400, "BAD_REQUEST", "") == (
            status,
            answer["params"]["err"],
            answer["params"]["errmsg"],
        )
        assert NOTHING == answer["result"]

    @pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.", "a.b.c.d", "..."])
    def test_2_three_parts(self, outcome, token):
        """
        Neither more nor fewer.
        """
        assert INVALID == outcome(token)

    @pytest.mark.parametrize(
        "parts", [("!", "e30", "x"), ("e30", "!", "x"), ("MQ", "e30", "x"), ("", "e30", "x")]
    )
    def test_3_readable_parts(self, outcome, parts):
        """
        What is no JSON object breaks the component.
        """
        assert BROKEN == outcome(".".join(parts))

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ({"kid": "another", "alg": "RS256"}, INVALID),
            ({"kid": "another", "alg": "none"}, INVALID),
            ({"kid": None}, BROKEN),
            ({"alg": "none"}, INVALID),
            ({"alg": "hs256"}, INVALID),
            ({"alg": None}, BROKEN),
            ({"typ": "jwt"}, INVALID),
            ({"typ": None}, BROKEN),
        ],
    )
    def test_4_to_6_the_header(self, outcome, header, expected):
        """
        A wrong member is invalid, a null is as bad as a missing one: the component breaks.
        """
        assert expected == outcome(mint(header=header))

    @pytest.mark.parametrize("name", ["alg", "typ", "kid"])
    def test_4_to_6_a_header_without_a_member(self, outcome, name):
        """
        What is missing breaks the component.
        """
        assert BROKEN == outcome(mint_without(name, of_header=True))

    @pytest.mark.parametrize(
        ("claims", "expected"),
        [
            ({"iss": "https://elsewhere.invalid"}, INVALID),
            ({"iss": SETTINGS.issuer + "/"}, INVALID),
            ({"iss": None}, BROKEN),
            ({"typ": "Bearer"}, INVALID),
            ({"typ": "offline"}, INVALID),
            ({"typ": None}, BROKEN),
        ],
    )
    def test_7_and_8_issuer_and_type(self, outcome, claims, expected):
        """
        Only offline and refresh tokens of this realm.
        """
        assert expected == outcome(mint(**claims))

    @pytest.mark.parametrize("name", ["iss", "typ", "iat", "exp"])
    def test_7_to_10_claims_that_are_missing(self, outcome, name):
        """
        What is missing breaks the component.
        """
        assert BROKEN == outcome(mint_without(name))

    def test_9_the_signature(self, outcome):
        """
        Another secret is invalid, and so is anything behind the third part.
        """
        other = mint_refresh_token(Adminutil(refresh_secret="b3RoZXI="), now_s=NOW)

        assert INVALID == outcome(other)
        assert INVALID == outcome(mint() + ".")
        assert INVALID == outcome(mint() + "=")

    def test_9_comes_before_10(self, outcome):
        """
        The first check that fails decides.
        """
        other = Adminutil(refresh_secret="b3RoZXI=")
        token = mint_refresh_token(other, now_s=NOW, claims={"iat": "yesterday"})

        assert INVALID == outcome(token)

    @pytest.mark.parametrize("value", ["1700000000", 1.5, True, None, [], 1e300])
    @pytest.mark.parametrize("name", ["iat", "exp"])
    def test_10_times_are_whole_numbers(self, outcome, name, value):
        """
        Anything else breaks the component.
        """
        assert BROKEN == outcome(mint(**{name: value}))

    @pytest.mark.parametrize(
        ("claims", "good"),
        [
            ({"iat": NOW - 180 * DAY}, True),
            ({"iat": NOW - 180 * DAY - 1}, False),
            ({"iat": NOW + 1}, False),
            ({"iat": float(NOW)}, True),
            ({"exp": NOW - 1}, True),
        ],
    )
    def test_11_an_offline_token_counts_from_its_issue(self, outcome, claims, good):
        """
        180 days as deployed, not from the future; its exp means nothing.
        """
        assert ((200, None, None) if good else INVALID) == outcome(mint(**claims))

    @pytest.mark.parametrize(("exp", "good"), [(NOW, True), (NOW - 1, False)])
    def test_11_a_refresh_token_ends_with_exp(self, outcome, exp, good):
        """
        Its last second is good.
        """
        assert ((200, None, None) if good else INVALID) == outcome(mint("Refresh", exp=exp))

    def test_failures_have_no_result(self, refresh):
        """
        Two nulls and two zeros.
        """
        assert NOTHING == refresh("a.b")[1]["result"] == refresh("!.!.!")[1]["result"]


class TestBody:
    def test_is_a_form(self, refresh):
        """
        JSON is a wrong content type, and the framework says so.
        """
        status, answer = refresh(mint(), content_type="application/json")

        assert (415, "Unsupported Media Type") == (status, answer["error"])

    def test_may_have_a_charset(self, refresh):
        """
        Parameters of the media type do not matter.
        """
        kind = "application/x-www-form-urlencoded; charset=UTF-8"

        assert 200 == refresh(mint(), content_type=kind)[0]


class TestSettings:
    def test_the_secret_need_not_be_text(self, outcome):
        """
        Any bytes can be a secret.
        """
        settings = Adminutil(refresh_secret=nginx_base64.encode(b"\xff\x00\xfe"))

        assert 200 == outcome(mint_refresh_token(settings, now_s=NOW), settings=settings)[0]
