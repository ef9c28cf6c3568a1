import pytest

from sunbird_mockserver.deployments.routes import ROUTES, ExposedBy, Upstream, find_route

MOBILE = "/consumer/mobile_device/credential/register"


@pytest.mark.parametrize(
    ("path", "front", "upstream_path"),
    [
        ("/data/v1/telemetry", ExposedBy.GATEWAY, "/v1/telemetry"),
        ("/data/v1/telemetryX", ExposedBy.GATEWAY, "/v1/telemetry"),
        ("/data/v3/telemetry", ExposedBy.GATEWAY, "/v1/telemetry"),
        ("/action/data/v3/telemetry", ExposedBy.PORTAL, "/v1/telemetry"),
        ("/action/data/v1/telemetry", ExposedBy.PORTAL, "/v1/telemetry"),
        ("/content/data/v1/telemetry", ExposedBy.PORTAL, "/v1/telemetry"),
        ("/v1/telemetry", ExposedBy.NONE, ""),
        ("/V1/Telemetry/", ExposedBy.NONE, ""),
        ("/v1/telemetry/more", ExposedBy.NONE, ""),
        ("/health", ExposedBy.NONE, ""),
        ("/v1/sign/payload", ExposedBy.NONE, "/v1/sign/payload"),
    ],
)
def test_a_path_leads_to_whoever_answers_first(path, front, upstream_path):
    """
    Prefixes match without a segment boundary; the bare service ignores case.
    """
    route = find_route(path)

    assert (front, upstream_path) == (route.front, route.upstream_path)


# contract/gateway-and-auth.md 2, the route table.
@pytest.mark.parametrize(
    ("name", "prefix", "group", "per_hour", "upstream"),
    [
        ("telemetry", "/data/v1/telemetry", "telemetryCreate", 100_000, "TELEMETRY"),
        ("telemetryErrorLogging", "/data/v1/client/logs", "telemetryCreate", 5000, "ANALYTICS"),
        ("uploadCrashLogs", "/desktop/v1/upload-crash-logs", "telemetryCreate", 100, "PLAYER"),
        ("deviceRegister", "/v3/device/register", "deviceCreate", 5000, "ANALYTICS"),
        ("deviceProfile", "/v3/device/profile", "deviceCreate", 5000, "ANALYTICS"),
        (
            "registerMobileApp",
            "/api-manager/v1/consumer/mobile_app/credential/register",
            "mobileSuperAdmin",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerMobileDevice",
            f"/api-manager/v1{MOBILE}",
            "mobileAdmin",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerMobileDevicev2",
            f"/api-manager/v2{MOBILE}",
            "mobileAdmin",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerDesktopApp",
            "/api-manager/v1/consumer/desktop_app/credential/register",
            "desktopSuperAdmin",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerDesktopDevicev2",
            "/api-manager/v2/consumer/desktop_device/credential/register",
            "desktopAdmin",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerPortalAnonymous",
            "/api-manager/v2/consumer/portal_anonymous/credential/register",
            "portalAnonymous",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerPortalLoggedin",
            "/api-manager/v2/consumer/portal_loggedin/credential/register",
            "portalLoggedin",
            5000,
            "ADMINUTIL",
        ),
        (
            "registerIgotDevice",
            "/api-manager/v1/consumer/igot_device/credential/register",
            "igotApp",
            10_000,
            "ADMINUTIL",
        ),
        ("KongConsumerApi", "/api-manager/v1/consumer", "kongConsumerAdmin", 100, "ADMINUTIL"),
        ("refreshToken", "/auth/v1/refresh/token", "refreshTokenCreate", 100, "ADMINUTIL"),
    ],
)
def test_a_row_is_that_of_the_deployment(name, prefix, group, per_hour, upstream):
    """
    Group, requests per hour and the component behind it.
    """
    route = find_route(prefix)

    assert (name, prefix) == (route.name, route.prefix)
    assert (group, per_hour) == (route.group, route.per_hour)
    assert Upstream[upstream] is route.upstream


def test_the_longest_prefix_wins():
    """
    The catch-all of the consumers' API gets only what no other row does.
    """
    assert (
        "registerMobileApp"
        == find_route("/api-manager/v1/consumer/mobile_app/credential/register/x").name
    )
    assert "KongConsumerApi" == find_route("/api-manager/v1/consumer/mobile_app/other").name


def test_no_two_rows_have_the_same_prefix():
    """
    A row that another one hides would never be found.
    """
    prefixes = [route.prefix for route in ROUTES]

    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/data/v1/telemetr",
        "/DATA/v1/telemetry",
        "/healthy",
        "//data/v1/telemetry",
        f"/api-manager/v2{MOBILE}".replace("mobile_device", "nobody"),
    ],
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
