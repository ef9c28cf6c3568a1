"""
Nothing that a client can send makes the gateway, or the diagnosis of it, fall over.
"""

from hypothesis import given
from hypothesis import strategies as st

from knocking import NOW, bearer
from sunbird_mockserver import Mock, Settings
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.routes import ROUTES
from sunbird_mockserver.tokens import encode

_names = st.sampled_from(["alg", "typ", "kid", "iss", "exp"]) | st.text(max_size=3)
_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.just("partner-key"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=5,
)
_headers = st.dictionaries(
    _names, st.sampled_from(["HS256", "HS512", "RS256", "ES256", "JWT", "partner-key"]) | _json
)
_tokens = st.builds(
    encode, _headers | _json, _json, st.sampled_from(["partner-secret", "partner-key", "", "x"])
)
_authorizations = st.one_of(
    st.sampled_from(["", "Bearer", "Token x", "Bearer null", "bearer a.b.c", bearer()]),
    st.text(st.characters(max_codepoint=255)),
    _tokens.map("Bearer {}".format),
)
_queries = st.one_of(
    st.sampled_from(["", "jwt", "jwt=", "jwt=a&jwt=b", "eHVyhwSdt=a.b.c", "%ff"]),
    _tokens.map("jwt={}".format),
)
_paths = st.one_of(
    st.sampled_from([route.prefix for route in ROUTES]).flatmap(
        lambda prefix: st.sampled_from([prefix, "/api" + prefix, "/" + prefix, "/action" + prefix])
    ),
    st.text(st.sampled_from("/.%2eapi"), max_size=12).map("/{}".format),
)
_others = st.dictionaries(
    st.sampled_from(
        ["accept", "content-type", "content-encoding", "expect", "transfer-encoding", "origin"]
    ),
    st.sampled_from(["", "text/html;q=0.5, */*", "application/json;", "gzip", "100-continue"]),
)


def deliveries():
    """
    Requests that come close to meaning something.
    """
    return st.builds(
        Delivery,
        st.sampled_from(["POST", "GET", "OPTIONS", "HEAD"]),
        _paths,
        _queries,
        st.builds(
            lambda others, authorization: others | {"authorization": authorization},
            _others,
            _authorizations,
        ),
        st.sampled_from([b"", b"{}", b"\x1f\x8b", b" " * 10_000]),
        st.just("default"),
        st.just(NOW),
    )


@given(st.sampled_from(["sunbird", "spark"]), deliveries())
def test_every_request_is_answered_and_diagnosed(profile, delivery):
    """
    With a status, headers that can be sent, and a diagnosis that is text or nothing.
    """
    mock = Mock(Settings(profile=profile), clock=lambda: NOW)
    reply = mock.receive(delivery)
    [recorded] = mock.journal.deliveries("default")

    assert 200 <= reply.status < 600
    assert all(f"{name}{value}".encode("latin-1") for name, value in reply.headers)
    assert isinstance(recorded.outcome.diagnosis, str | None)
    assert "partner-secret" not in str(recorded.outcome.diagnosis)
