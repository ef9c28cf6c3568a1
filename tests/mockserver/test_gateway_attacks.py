"""
The attack list through the whole application: token in, answer and journal out.

What each attack does to the token check alone is in test_token_attacks.py.
"""

import pytest

from asking import Api
from sunbird_mockserver import Consumer, Credential, Settings
from sunbird_mockserver.settings import Gateway

SECRET = "s3cret"
HS256 = '{"typ":"JWT","alg":"HS256","kid":"good"}'
GOOD = '{"iss":"good"}'
LET_IN = 200
UNREADABLE = (401, "Unauthorized")
BAD_JSON, BAD_ALG = (401, "Bad token; invalid JSON"), (401, "Bad token; invalid alg")
NO_CREDENTIALS = "No credentials found for given '{}'"
DEEP = '{"iss":"good","a":' + "[" * 100_000 + "]" * 100_000 + "}"
JKU = '{{"alg":"HS256","kid":"good",{}}}'

# Header, claims, what Sunbird and what Spark say; the signature is right by the good secret.
ATTACKS = {
    "alg none": ('{"alg":"none","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg None": ('{"alg":"None","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg NONE": ('{"alg":"NONE","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg nOnE": ('{"alg":"nOnE","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg none, escaped": ('{"alg":"\\u006eone","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg empty": ('{"alg":"","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg in lower case": ('{"alg":"hs256","kid":"good"}', GOOD, UNREADABLE, BAD_ALG),
    "alg twice": ('{"alg":"none","alg":"HS256","kid":"good"}', GOOD, LET_IN, LET_IN),
    "kid a path": (
        '{"alg":"HS256","kid":"../../dev/null"}',
        GOOD,
        (403, NO_CREDENTIALS.format("iss")),
        (401, NO_CREDENTIALS.format("kid")),
    ),
    "kid of SQL": (
        '{"alg":"HS256","kid":"x\' UNION SELECT \'s3cret\'; --"}',
        GOOD,
        (403, NO_CREDENTIALS.format("iss")),
        (401, NO_CREDENTIALS.format("kid")),
    ),
    "kid with a NUL": (
        '{"alg":"HS256","kid":"good\\u0000"}',
        GOOD,
        (403, NO_CREDENTIALS.format("iss")),
        (401, NO_CREDENTIALS.format("kid")),
    ),
    "jku": (JKU.format('"jku":"http://127.0.0.1:1/"'), GOOD, LET_IN, LET_IN),
    "x5u": (JKU.format('"x5u":"http://127.0.0.1:1/"'), GOOD, LET_IN, LET_IN),
    "jwk": (JKU.format('"jwk":{"kty":"oct","k":"AAAA"}'), GOOD, LET_IN, LET_IN),
    "crit": (JKU.format('"crit":["exp"]'), GOOD, LET_IN, LET_IN),
    "duplicate iss, the last one good": (HS256, '{"iss":"x","iss":"good"}', LET_IN, LET_IN),
    "a huge exponent": (HS256, '{"iss":"good","exp":1e999}', LET_IN, LET_IN),
    "a million digits": (HS256, '{"iss":"good","exp":%s}' % ("9" * 1_000_000), LET_IN, LET_IN),
    "expired": (HS256, '{"iss":"good","exp":1}', LET_IN, LET_IN),
    "not yet valid": (HS256, '{"iss":"good","nbf":99999999999}', LET_IN, LET_IN),
    "100,000 levels": (HS256, DEEP, UNREADABLE, BAD_JSON),
    "100,000 levels in the header": ("[" * 100_000, GOOD, UNREADABLE, BAD_JSON),
    "a megabyte": (HS256, '{"iss":"good","x":"%s"}' % ("x" * 1_000_000), LET_IN, LET_IN),
}


@pytest.fixture
def api(request, rsa):
    """
    A mock with one credential of each kind.
    """
    credentials = (
        Credential("good", SECRET),
        Credential("device_key0", algorithm="RS256", rsa_public_key=rsa.public),
    )
    consumers = (Consumer("app", frozenset({"telemetryCreate"}), credentials),)

    return Api(Settings(profile=request.param, consumers=consumers, gateway=Gateway()))


both = pytest.mark.parametrize("api", ["sunbird", "spark"], indirect=True)


def told(answer):
    """
    The status of an answer, with the gateway's message unless that let it in.
    """
    return LET_IN if answer.status_code == LET_IN else (answer.status_code, answer.json["message"])


@both
@pytest.mark.parametrize("name", ATTACKS)
def test_is_answered_as_the_real_gateway_does(api, raw_token, name):
    """
    Some get in there, and so they do here; no other does.
    """
    header, claims, sunbird, spark = ATTACKS[name]
    expected = {"sunbird": sunbird, "spark": spark}[api.mock.settings.profile]

    assert expected == told(api.send({"eid": "START"}, token=raw_token(header, claims)))


@both
@pytest.mark.parametrize("by", ["HS256", "HS384", "HS512"])
def test_a_public_key_is_no_secret(api, raw_token, rsa, by):
    """
    HMAC with the text of the RSA public key is a wrong algorithm, whichever it claims.
    """
    header = f'{{"alg":"{by}","kid":"device_key0"}}'
    token = raw_token(header, '{"iss":"x"}', rsa.public, by=by)
    status = {"sunbird": 403, "spark": 401}[api.mock.settings.profile]

    assert (status, "Invalid algorithm") == told(api.send({"eid": "START"}, token=token))


@both
def test_a_token_of_a_few_megabytes_of_junk_is_refused(api):
    """
    Junk is unreadable, however much of it there is, and the journal stays small.
    """
    answer = api.send({"eid": "START"}, token="A." * 1_000_000)
    [delivery] = api.ask("deliveries").json["deliveries"]

    assert 401 == answer.status_code
    assert len(str(delivery)) < 20_000


@both
def test_the_journal_keeps_no_signature(api, raw_token):
    """
    Whoever reads the journal cannot call with what stands there, wherever the token was sent.
    """
    token = raw_token(HS256, GOOD)
    signature = token.rpartition(".")[2]
    for path in (
        f"/data/v1/telemetry?jwt={token}",
        f"/api/data/v1/telemetry?eHVyhwSdt={token}",
        f"/data/v1/telemetry/{token}",
    ):
        api.post(b"{}", path, referer=f"http://a.example/?jwt={token}")
    api.send({"eid": "START"}, token=token)

    assert signature not in api.ask("deliveries").text


@pytest.mark.parametrize("api", ["sunbird"], indirect=True)
def test_the_delivery_shows_what_the_service_was_told(api, raw_token):
    """
    X-Consumer-* and X-Request-ID go upstream and are never in the answer.
    """
    token = raw_token(HS256, GOOD)
    headers = {"authorization": f"Bearer {token}", "x-request-id": "mine"}
    answer = api.post(b"{}", "/api/data/v1/telemetry", **headers)
    [delivery] = api.ask("deliveries").json["deliveries"]
    shown = delivery["upstream_headers"]

    assert ("app", "telemetryCreate", "mine", "127.0.0.1") == (
        shown["X-Consumer-Username"],
        shown["X-Consumer-Groups"],
        shown["X-Request-ID"],
        shown["X-Real-IP"],
    )
    assert not set(shown) & set(answer.headers.keys())
    assert "x-consumer-username" not in delivery["headers"]


@pytest.mark.parametrize("api", ["sunbird"], indirect=True)
def test_the_token_of_the_ingress_parameter_is_shown_too(api, raw_token):
    """
    Header, claims and fingerprint, as of any other token.
    """
    api.post(b"{}", "/api/data/v1/telemetry?eHVyhwSdt=" + raw_token(HS256, GOOD))
    [delivery] = api.ask("deliveries").json["deliveries"]

    assert ("app", {"iss": "good"}) == (delivery["consumer"], delivery["token"]["claims"])


@pytest.mark.parametrize("api", ["sunbird"], indirect=True)
def test_a_reset_gives_room_again(api, raw_token):
    """
    The rate limit of an inbox starts anew with it.
    """
    token = raw_token(HS256, GOOD)
    first = api.send(inbox="a", token=token).headers["X-RateLimit-Remaining-hour"]
    api.ask("reset", "a", method="POST")
    again = api.send(inbox="a", token=token).headers["X-RateLimit-Remaining-hour"]

    assert ("99999", "99999") == (first, again)
