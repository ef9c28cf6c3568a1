"""
Tokens that name the wrong key, and what their senders are told.
"""

from diagnosing import SECRET, told_of
from sunbird_mockserver.tokens import encode, mint


class TestKey:
    def test_that_is_unknown_names_the_nearest(self):
        """
        Most unknown keys are misspelled ones.
        """
        assert (
            403,
            "no credential has the key 'app_key' that iss names. Did you mean 'app-key'?",
        ) == told_of(mint("app_key", SECRET))

    def test_that_is_like_none_of_them(self):
        """
        Then there is a setting to declare it with.
        """
        assert (
            403,
            "no credential has the key 'zzz' that iss names. Declare it under [[consumers]]",
        ) == told_of(mint("zzz", SECRET))

    def test_that_is_a_consumers_name(self):
        """
        A consumer's name is no key.
        """
        assert told_of(mint("app", SECRET))[1] == (
            "no credential has the key 'app' that iss names: that is a consumer's name. "
            "Its key is 'app-key'"
        )

    def test_that_is_a_secret_is_not_repeated(self):
        """
        Key and secret the wrong way round: the secret is shown to nobody.
        """
        why = "{} holds a secret. The key belongs there; the secret only signs"
        kid = mint("app-key", "x", header={"kid": SECRET})

        assert (403, why.format("iss")) == told_of(mint(SECRET, "app-key"))
        assert (403, why.format("kid")) == told_of(kid)

    def test_that_is_a_number(self):
        """
        A numeric key gives a numeric iss: contract/clients.md 2.
        """
        assert (
            403,
            "iss is not text, and every key is: put the key between quotes",
        ) == told_of(mint(5, SECRET))

    def test_an_unknown_kid_hides_a_good_iss(self):
        """
        Sunbird's patch looks up the kid alone.
        """
        assert (
            403,
            (
                "no credential has the key 'x', and a kid in the header outranks iss: "
                "iss 'app-key' is known. Leave the kid out"
            ),
        ) == told_of(mint("app-key", SECRET, header={"kid": "x"}))

    def test_a_kid_without_an_iss(self):
        """
        iss is wanted even so.
        """
        token = encode({"alg": "HS256", "kid": "app-key"}, {}, SECRET)

        assert (
            401,
            (
                "the token has the kid 'app-key' but no iss, and this gateway wants an iss even "
                "where it looks up the kid"
            ),
        ) == told_of(token)

    def test_the_sdks_token_on_spark(self):
        """
        It has no kid, and iss is not looked at there.
        """
        assert (
            401,
            (
                "this gateway looks a credential up by kid, and the token has none. Its iss "
                "'app-key' is known, as in a token of the SDK, but is not read. Put the key into "
                "the token's header as kid"
            ),
        ) == told_of(mint("app-key", SECRET), profile="spark")

    def test_an_unknown_kid_on_spark(self):
        """
        The other way round: iss cannot stand in for it.
        """
        token = mint("app-key", SECRET, header={"kid": "x"})

        assert (
            401,
            (
                "no credential has the key 'x' that kid names. Its iss is known, but this gateway "
                "looks only at kid"
            ),
        ) == told_of(token, profile="spark")
