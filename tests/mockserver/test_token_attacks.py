"""
What an attacker would try, and what the real gateway answers: some of it gets in.
"""

import pytest

HS256 = '{"typ":"JWT","alg":"HS256"}'
GOOD = '{"iss":"good","kid":"good"}'
LET_IN = "uuid-good"
UNAUTHORIZED = (401, "Unauthorized", None)
UNKNOWN = (403, "No credentials found for given 'iss'", None)
INVALID_SIGNATURE = (403, "Invalid signature", None)


def bad(why):
    return (401, f"Bad token; invalid {why}", 'Bearer error="invalid_token"')


class TestAlgNone:
    @pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "none ", "", "\\u006eone"])
    @pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
    def test_is_unsupported_in_every_spelling(self, answer, raw_token, name, signed):
        """
        No algorithm at all is no algorithm of the gateway.
        """
        token = raw_token(f'{{"alg":"{name}"}}', GOOD)
        token = token if signed else token.rpartition(".")[0] + "."

        assert UNAUTHORIZED == answer("sunbird", f"Bearer {token}")
        assert bad("alg") == answer("spark", f"Bearer {token}")


class TestConfusion:
    @pytest.mark.parametrize("by", ["HS256", "HS384", "HS512"])
    def test_of_a_public_key_with_a_secret_is_refused(self, answer, raw_token, rsa, by):
        """
        HMAC with the text of the public key does not pass for RS256.
        """
        header, claims = f'{{"alg":"{by}","kid":"device_key0"}}', '{"iss":"device_key0"}'
        token = raw_token(header, claims, rsa.public, by=by)
        refusal = (401, "Invalid algorithm", 'Bearer error="invalid_token"')

        assert (403, "Invalid algorithm", None) == answer("sunbird", f"Bearer {token}")
        assert refusal == answer("spark", f"Bearer {token}")

    def test_that_claims_rs256_over_an_hmac_is_refused(self, answer, raw_token, rsa):
        """
        Saying RS256 gets the signature checked as RS256.
        """
        token = raw_token('{"alg":"RS256","kid":"device_key0"}', '{"iss":"x"}', rsa.public)

        assert INVALID_SIGNATURE == answer("sunbird", f"Bearer {token}")


class TestKid:
    @pytest.mark.parametrize(
        "kid",
        [
            "../../../../dev/null",
            "/etc/passwd",
            "good\\u0000",
            "good' OR '1'='1",
            "x'; DROP TABLE jwt_secrets; --",
            "good|ls",
            "GOOD",
            " good",
            "http://127.0.0.1/key",
        ],
    )
    def test_is_looked_up_as_it_is(self, answer, raw_token, kid):
        """
        A kid is a key of the register, never a path, a query or a command.
        """
        token = raw_token(f'{{"alg":"HS256","kid":"{kid}"}}', '{"iss":"good"}', "")

        assert UNKNOWN == answer("sunbird", f"Bearer {token}")


class TestOwnKeys:
    @pytest.mark.parametrize(
        "member",
        [
            '"jku":"http://127.0.0.1:1/keys"',
            '"x5u":"http://127.0.0.1:1/cert"',
            '"jwk":{"kty":"oct","k":"AAAA"}',
            '"x5c":["AAAA"]',
            '"crit":["exp"]',
            '"b64":false',
        ],
    )
    def test_in_the_header_are_ignored(self, answer, raw_token, member):
        """
        Where a header says its key is does not matter, neither to help nor to harm.
        """
        header = f'{{"alg":"HS256",{member}}}'

        assert LET_IN == answer("sunbird", "Bearer " + raw_token(header, GOOD))
        assert INVALID_SIGNATURE == answer("sunbird", "Bearer " + raw_token(header, GOOD, "AAAA"))


class TestJson:
    @pytest.mark.parametrize(
        ("claims", "expected"),
        [
            ('{"iss":"who","iss":"good"}', LET_IN),
            ('{"iss":"good","iss":"who"}', UNKNOWN),
            ('{"iss":"good","exp":1e999}', LET_IN),
            ('{"iss":"good","exp":-1e99999999999999999999}', LET_IN),
            ('{"iss":"good","exp":%s}' % ("9" * 10_000), LET_IN),
            ('{"iss":"good","exp":NaN,"nbf":-Infinity}', LET_IN),
            ('{"iss":"good"}\0{"iss":"who"', LET_IN),
            ('{"iss":"good","x":"\udcff"}', LET_IN),
            ('{"iss":"good",}', UNAUTHORIZED),
            ("{'iss':'good'}", UNAUTHORIZED),
            ('\ufeff{"iss":"good"}', UNAUTHORIZED),
        ],
    )
    def test_is_read_as_loosely_as_the_gateway_does(self, answer, raw_token, claims, expected):
        """
        Duplicate claims, huge exponents and bytes after a NUL get in; broken JSON does not.
        """
        token = raw_token(HS256, claims)

        assert expected == answer("sunbird", f"Bearer {token}")

    @pytest.mark.parametrize(
        ("levels", "expected"),
        [(999, LET_IN), (1000, UNAUTHORIZED), (100_000, UNAUTHORIZED), (1_000_000, UNAUTHORIZED)],
    )
    @pytest.mark.parametrize("brackets", ["[]", "{}"])
    def test_ends_at_a_thousand_levels(self, answer, raw_token, brackets, levels, expected):
        """
        The object of claims is the first level; the thousand-and-first is too deep.
        """
        if brackets == "[]":
            nested = "[" * levels + "]" * levels
        else:
            nested = '{"a":' * (levels - 1) + "{}" + "}" * (levels - 1)
        token = raw_token(HS256, f'{{"iss":"good","deep":{nested}}}')

        assert expected == answer("sunbird", f"Bearer {token}")

    def test_that_never_closes_is_unreadable(self, answer, raw_token):
        """
        A hundred thousand opened lists do not bring the server down.
        """
        token = raw_token("[" * 100_000, GOOD)

        assert bad("JSON") == answer("spark", f"Bearer {token}")


class TestSize:
    def test_of_a_good_token_does_not_matter(self, answer, raw_token):
        """
        A megabyte of claims is a token like any other here.
        """
        token = raw_token(HS256, '{"iss":"good","fill":"%s"}' % ("x" * 1_000_000))

        assert LET_IN == answer("sunbird", f"Bearer {token}")

    @pytest.mark.parametrize("junk", ["A", ".", "=", "Bearer ", " ", "\xff", "%"])
    def test_of_junk_does_not_matter(self, answer, junk):
        """
        A great deal of anything is refused like a little of it.
        """
        assert UNAUTHORIZED == answer("sunbird", "Bearer " + junk * (100_000 // len(junk)))
        assert UNAUTHORIZED == answer("sunbird", None, "jwt=" + junk * (100_000 // len(junk)))
