"""
Nothing that a client sends makes the components behind the gateway fall over.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sunbird_mockserver.bodies import kept_body, kept_reply
from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.upstreams import adminutil, analytics
from sunbird_mockserver.upstreams.adminutil import (
    Adminutil,
    AdminutilContext,
    Keys,
    mint_refresh_token,
)
from sunbird_mockserver.upstreams.analytics import Devices

NOW = 1_700_000_000_000
PATHS = (
    "/v1/consumer/mobile_device/credential/register",
    "/v2/consumer/mobile_device/credential/register",
    "/v1/consumer/%ff%00/credential/register",
    "/v1/sign/payload",
    "/v1/auth/refresh/token",
    "/v1/device/register/%ff",
    "/v1/device/profile/d",
    "/data/v1/client/logs",
)
NAMES = ("key", "data", "parentId", "sub", "context", "did", "pdata", "id", "pid", "ver", "logs")
MORE_NAMES = ("log", "ts", "dspec", "userDeclaredLocation", "state", "params", "msgid", "ets")

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["k", "1"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES + MORE_NAMES), inner, max_size=5)
    ),
    max_leaves=12,
)


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


documents = st.fixed_dictionaries(
    {"request": values}, optional={"params": values, "ets": values}
).map(dumped)
headers = st.fixed_dictionaries(
    {
        "content-type": st.sampled_from(
            ["application/json", "text/plain", "", "application/x-www-form-urlencoded"]
        ),
        "x-real-ip": st.sampled_from(["", "192", "203.0.113.9", "::1", "%"]),
    }
)


@pytest.fixture(scope="module")
def keys(rsa) -> Keys:
    return Keys(make=lambda: rsa.private)


def answers(delivery: Delivery, keys: Keys) -> list[Reply]:
    return [
        adminutil.answer(delivery, AdminutilContext(built_in(), keys, NOW)),
        analytics.answer(delivery, devices=Devices(), now=NOW),
    ]


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "X"]),
    path=st.sampled_from(PATHS),
    headers=headers,
    body=st.binary() | documents | values.map(dumped),
)
@example("POST", PATHS[7], {"content-type": "text/json"}, b'{"request":{"logs":[{"ts":1e400}]}}')
@example("POST", PATHS[7], {"content-type": "text/json"}, b"null")
@settings(deadline=None)
def test_every_request_is_answered(keys, method, path, headers, body):
    """
    Any method, any body: there is an answer, and something that may be kept.
    """
    delivery = Delivery(method, path, "", headers, body)

    for reply in answers(delivery, keys):
        assert reply.status in {200, 400, 404, 405, 415, 500}
        assert ("Content-Length", str(len(reply.body))) in reply.headers
        assert isinstance(kept_body(delivery), bytes)
        assert isinstance(kept_reply(delivery, reply).body, bytes)


@given(
    claims=st.dictionaries(st.sampled_from(["iat", "exp", "iss", "typ", "aud", "sub"]), values),
    header=st.dictionaries(st.sampled_from(["kid", "alg", "typ"]), values),
    rest=st.text(max_size=3),
)
@settings(deadline=None)
def test_every_refresh_token_is_answered(keys, claims, header, rest):
    """
    Well signed or not, whatever it says.
    """
    token = mint_refresh_token(Adminutil(), now_s=NOW // 1000, claims=claims, header=header)
    form = {"content-type": "application/x-www-form-urlencoded"}
    body = f"refresh_token={token}{rest}".encode("utf-8", "replace")
    delivery = Delivery("POST", "/v1/auth/refresh/token", "", form, body)
    reply = adminutil.answer(delivery, AdminutilContext(built_in(), keys, NOW))

    assert reply.status in {200, 400, 500}
