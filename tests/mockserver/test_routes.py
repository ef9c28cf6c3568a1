import pytest

from sunbird_mockserver.routes import Front, find_route, is_double_slash


@pytest.mark.parametrize(
    ("path", "front", "upstream"),
    [
        ("/data/v1/telemetry", Front.GATEWAY, "/v1/telemetry"),
        ("/data/v1/telemetryX", Front.GATEWAY, "/v1/telemetry"),
        ("/data/v3/telemetry", Front.GATEWAY, "/v1/telemetry"),
        ("/action/data/v3/telemetry", Front.PORTAL, "/v1/telemetry"),
        ("/action/data/v1/telemetry", Front.PORTAL, "/v1/telemetry"),
        ("/content/data/v1/telemetry", Front.PORTAL, "/v1/telemetry"),
        ("/v1/telemetry", Front.NONE, ""),
        ("/V1/Telemetry/", Front.NONE, ""),
        ("/v1/telemetry/more", Front.NONE, ""),
        ("/health", Front.NONE, ""),
    ],
)
def test_a_path_leads_to_whoever_answers_first(path, front, upstream):
    """
    Prefixes match without a segment boundary; the bare service ignores case.
    """
    route = find_route(path)

    assert (front, upstream) == (route.front, route.upstream)


@pytest.mark.parametrize(
    "path", ["/", "/data/v1/telemetr", "/DATA/v1/telemetry", "/healthy", "//data/v1/telemetry"]
)
def test_any_other_path_leads_nowhere(path):
    """
    Kong's prefixes mind case, and nothing else is routed.
    """
    assert find_route(path) is None


def test_the_v3_path_says_that_it_does_not_exist():
    """
    SDK 2.x posts there, and gets nowhere in production: contract/gateway-and-auth.md 2.
    """
    assert (
        "the real gateway has no /data/v3/telemetry" in find_route("/data/v3/telemetry").diagnosis
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [("//data/v1/telemetry", True), ("//nowhere", False), ("/data/v1/telemetry", False)],
)
def test_a_doubled_slash_is_recognised_where_a_single_one_would_do(path, expected):
    """
    A host that ends in a slash makes SDKs double it.
    """
    assert expected is is_double_slash(path)
