"""
One desk, and what clients ask at it.
"""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.tokens import nginx_base64
from sunbird_mockserver.upstreams import adminutil
from sunbird_mockserver.upstreams.adminutil import AdminutilContext, Keys, RandomSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Reply

NOW = 1_700_000_000_123
JSON = {"content-type": "application/json"}


@pytest.fixture
def keys(rsa) -> Keys:
    """
    Rings whose keys cost nothing to make.
    """
    return Keys(make=lambda: rsa.private)


@pytest.fixture
def context(keys) -> AdminutilContext:
    """
    The built-in consumers, a clock that stands still, and ids and secrets to foresee.
    """
    ids, secrets = count(1), count(1)
    chance = RandomSource(lambda: f"id-{next(ids)}", lambda: f"secret-{next(secrets)}")
    consumers = built_in()
    keys.enrol_given(consumers)

    return AdminutilContext(consumers, keys, NOW, chance=chance)


@pytest.fixture
def post(context) -> Callable[..., Reply]:
    """
    POSTs a body to the component.
    """

    def send(path: str, body: Any, *, method: str = "POST", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()

        return adminutil.answer(Delivery(method, path, "", JSON | named, raw), context)

    return send


@pytest.fixture
def register(post) -> Callable[..., dict[str, Any]]:
    """
    Registers a key, and gives status and answer.
    """

    def send(key: Any, consumer: str = "mobile_app", version: str = "v1", **document: Any) -> Any:
        body = {"request": {"key": key}, **document}
        reply = post(f"/{version}/consumer/{consumer}/credential/register", body)

        return reply.status, json.loads(reply.body)

    return send


@pytest.fixture
def parts() -> Callable[[str], list[Any]]:
    """
    What the header and the claims of a token say.
    """

    def read(token: str) -> list[Any]:
        two = token.split(".")[:2]

        return [json.loads(nginx_base64.decode(part.encode(), standard=False)) for part in two]

    return read
