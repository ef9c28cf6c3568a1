"""
No request can make the check throw.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_mockserver.consumers import Consumer, Consumers, Credential
from sunbird_mockserver.deployments.profiles import SPARK, SUNBIRD
from sunbird_mockserver.tokens import Admitted, Refused, describe, nginx_base64, seen, verify
from sunbird_mockserver.tokens.signatures import algorithm

SECRET = "s3cret"
GARBLED = Credential("garbled", algorithm="ES256", rsa_public_key="no PEM \ud800")
CONSUMERS = Consumers([Consumer("app", credentials=(Credential("good", SECRET), GARBLED))])

_scalars = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
_values = st.recursive(
    _scalars | st.sampled_from(["good", "garbled", "JWT", "HS256", "ES256"]),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=3), values),
    max_leaves=5,
)
_names = st.sampled_from(["alg", "typ", "kid", "iss", "exp"])


@st.composite
def json_texts(draw):
    """
    What stands in a part of a token: mostly an object with the members that matter.
    """
    value = draw(st.dictionaries(_names, _values) | _values)
    text = json.dumps(value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")

    return draw(st.just(text) | st.binary(max_size=20))


@st.composite
def near_tokens(draw):
    """
    Three parts that could be a token, signed well or badly.
    """
    header = draw(json_texts() | st.just(b'{"alg":"HS256"}') | st.just(b'{"alg":"ES256"}'))
    claims = draw(json_texts() | st.just(b'{"iss":"good","kid":"good"}'))
    signed = f"{nginx_base64.encode(header)}.{nginx_base64.encode(claims)}"
    signature = algorithm("HS256").sign(SECRET, signed.encode())
    last = draw(st.just(nginx_base64.encode(signature)) | st.text(max_size=90))

    return f"{signed}.{last}"


_texts = st.text() | st.text(alphabet="Bbearer jwt=&%.{}[]\"'0\x00\xff\ud800")
_tokens = near_tokens() | _texts


@pytest.mark.parametrize("profile", [SUNBIRD, SPARK], ids=lambda profile: profile.name)
@given(header=_tokens.map("Bearer {}".format) | _texts | st.none(), query=_texts)
def test_verify_answers_every_request(profile, header, query):
    """
    Whatever stands in the header and in the query, there is a verdict.
    """
    result = verify(header, query, consumers=CONSUMERS, profile=profile)

    assert isinstance(result, (Admitted, Refused))


@pytest.mark.parametrize("profile", [SUNBIRD, SPARK], ids=lambda profile: profile.name)
@given(token=_tokens)
def test_verify_answers_every_parameter(profile, token):
    """
    A token in the query is read like one in the header.
    """
    result = verify(None, f"jwt={token}", consumers=CONSUMERS, profile=profile)

    assert isinstance(result, (Admitted, Refused))


@given(token=near_tokens(), other=st.text(min_size=1, max_size=8).filter(SECRET.__ne__))
def test_nobody_gets_in_with_another_secret(token, other):
    """
    No token that was not signed with the credential's secret is admitted.
    """
    consumers = Consumers([Consumer("app", credentials=(Credential("good", other),))])
    result = verify(f"Bearer {token}", "", consumers=consumers, profile=SUNBIRD)

    assert isinstance(result, Refused)


@given(header=_tokens.map("Bearer {}".format) | _texts, query=_texts)
def test_seen_describes_every_request(header, query):
    """
    What is kept of a token can be written as JSON, whatever it was.
    """
    view = seen(header, query)

    assert view is None or view == seen(header, query)


@given(token=_tokens)
def test_describe_never_keeps_the_token(token):
    """
    The fingerprint has one length, and is all that is kept of what cannot be read.
    """
    assert 16 == len(describe(token).fingerprint)
