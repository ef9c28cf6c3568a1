import pytest
from hypothesis import given

from drawing import draws
from plugin.strategies.judging import smallest
from pytest_sunbird.strategies import UnknownProfileError, broken_tokens, deliveries, tokens
from pytest_sunbird.strategies.broken_token import RECIPES
from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.profiles import PROFILES, Cause
from sunbird_mockserver.mock import Mock
from sunbird_mockserver.settings import Settings
from sunbird_mockserver.tokens import Admitted, verify

#: What no token by itself is refused for: it is about the request, or about the credential.
NOT_OF_A_TOKEN = {
    Cause.NO_AUTHORIZATION,
    Cause.NO_BEARER,
    Cause.MULTIPLE_TOKENS,
    Cause.VALUELESS_PARAMETER,
    Cause.NO_KEY_MATERIAL,
    Cause.SIGNATURE_LENGTH,
    Cause.UNREADABLE_KEY,
}
#: From the failure table of contract/gateway-and-auth.md 1.
ANSWERS = [
    ("sunbird", "missing-parts", 401, b'{"message":"Unauthorized"}\n'),
    ("sunbird", "wrong-typ", 401, b'{"message":"Unauthorized"}\n'),
    ("sunbird", "missing-key-claim", 401, b'{"message":"No mandatory \'iss\' in claims"}\n'),
    (
        "sunbird",
        "unknown-kid",
        403,
        b'{"message":"No credentials found for given \'iss\'"}\n',
    ),
    ("sunbird", "wrong-signature", 403, b'{"message":"Invalid signature"}\n'),
    ("sunbird", "typ-not-text", 500, b"An unexpected error occurred\n"),
    ("spark", "missing-parts", 401, b'{"message":"Bad token; invalid JSON"}'),
    ("spark", "unsupported-algorithm", 401, b'{"message":"Bad token; invalid alg"}'),
    ("spark", "empty-key", 401, b'{"message":"Invalid \'kid\' in claims"}'),
    ("spark", "wrong-signature", 401, b'{"message":"Invalid signature"}'),
]


def checked(token, profile):
    return verify(f"Bearer {token}", "", consumers=built_in(), profile=PROFILES[profile])


class TestGood:
    @pytest.mark.parametrize("profile", PROFILES)
    def test_are_let_in(self, profile):
        """
        The gateway finds out whose token it is.
        """

        @given(tokens(profile))
        def holds(token):
            admitted = checked(token, profile)

            assert isinstance(admitted, Admitted)
            assert "partner" == admitted.consumer.username

        holds()

    @pytest.mark.parametrize("profile", PROFILES)
    def test_may_be_anybodys(self, profile):
        """
        Key and secret say who calls.
        """
        token = smallest(tokens(profile, key="mobile_app-key", secret="mobile_app-secret"))

        assert "mobile_app" == checked(token, profile).consumer.username

    @pytest.mark.parametrize("drawn", [tokens, broken_tokens, deliveries])
    def test_are_of_a_profile_that_is_known(self, drawn):
        """
        A slip in the name of a gateway is told, with the nearest.
        """
        with pytest.raises(UnknownProfileError) as caught:
            drawn(profile="sunbrid")

        wanted = "'sunbrid' is not a profile of a gateway. Did you mean 'sunbird'?"
        assert wanted == str(caught.value)

    def test_of_a_profile_that_is_like_none(self):
        """
        Where no name is near, all names are given.
        """
        with pytest.raises(UnknownProfileError, match=r"Use one of sunbird, spark\."):
            tokens("kong")


class TestBroken:
    @pytest.mark.parametrize("profile", PROFILES)
    def test_get_the_answer_that_is_said(self, profile):
        """
        The gateway answers status and body as the example has them.
        """
        mock = Mock(Settings(profile=profile))

        @draws(200)
        @given(broken_tokens(profile))
        def holds(broken):
            headers = {"authorization": f"Bearer {broken.token}"}
            reply = mock.receive(Delivery("POST", "/data/v1/telemetry", "", headers, b"{}"))

            assert (broken.status, broken.body) == (reply.status, reply.body)

        holds()

    @pytest.mark.parametrize("cause", RECIPES)
    def test_are_refused_for_the_cause_that_is_said(self, cause):
        """
        Each recipe provokes one cause, and no other comes first.
        """

        @draws(30)
        @given(broken_tokens("sunbird", cause))
        def holds(broken):
            assert cause == checked(broken.token, "sunbird").cause

        holds()

    def test_every_cause_has_a_recipe_or_is_not_the_tokens(self):
        """
        What a token can be refused for, a token is drawn for.
        """
        assert sorted(Cause) == sorted([*RECIPES, *NOT_OF_A_TOKEN])

    @pytest.mark.parametrize(("profile", "cause", "status", "body"), ANSWERS)
    def test_the_answers_are_those_of_the_real_gateways(self, profile, cause, status, body):
        """
        Status and body, byte for byte.
        """
        broken = smallest(broken_tokens(profile, cause))

        assert (status, body) == (broken.status, broken.body)

    def test_a_cause_that_does_not_occur_is_an_error(self):
        """
        Not every gateway looks at the same things.
        """
        with pytest.raises(ValueError, match=r"No token is 'wrong-typ' to spark\. Use one of bare"):
            broken_tokens("spark", "wrong-typ")

    def test_shrink_to_no_token(self):
        """
        The smallest broken token is none.
        """
        assert "" == smallest(broken_tokens()).token
