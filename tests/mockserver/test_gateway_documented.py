"""
The manual's page about the gateway keeps up with the tables.
"""

from pathlib import Path

import pytest

from sunbird_mockserver.deployments.kong_versions import KONG_0_14, KONG_3_9
from sunbird_mockserver.deployments.routes import ROUTES

PAGE = (Path(__file__).parents[2] / "docs" / "gateway.md").read_text("utf-8")


def test_every_limit_that_can_be_set_is_named():
    """
    The manual names every route that can be given a rate.
    """
    names = {route.name for route in ROUTES if route.group}

    assert [] == sorted(name for name in names if f"`{name}`" not in PAGE)


@pytest.mark.parametrize("kong_version", [KONG_0_14, KONG_3_9], ids=["0.14.1", "3.9.1"])
def test_what_each_version_says_is_quoted(kong_version):
    """
    Texts and header names that tests of clients rely on.
    """
    for words in (
        kong_version.no_route,
        kong_version.limit,
        kong_version.remaining,
        kong_version.server,
        kong_version.via,
    ):
        assert words in PAGE
