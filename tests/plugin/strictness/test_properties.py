"""
What JUnit's XML says of a test's telemetry.
"""

from xml.etree import ElementTree as ET

SUITE = """
    from sending import broken, impression, send

    def test_any(sunbird):
        send(sunbird, [broken(), broken(), impression()])

    def test_other():
        pass
"""


def test_findings_are_properties_of_their_test(suite):
    """
    One per different finding, and how many events there were, by fate.
    """
    suite.makepyfile(SUITE)
    suite.runpytest("--junitxml=junit.xml")

    tests = ET.parse(suite.path / "junit.xml").iter("testcase")  # noqa: S314  pytest wrote it
    found = {
        test.get("name"): [(each.get("name"), each.get("value")) for each in test.iter("property")]
        for test in tests
    }

    missing = "SB101 error /edata/pageid missing-field: /edata/pageid is required, but missing."
    assert {
        "test_any": [
            ("sunbird.deliveries", "1"),
            ("sunbird.events", "3"),
            ("sunbird.events.failed", "2"),
            ("sunbird.events.accepted", "1"),
            ("sunbird.finding", f"{missing} (2 x)"),
            (
                "sunbird.finding",
                "SB604 warning /params/msgid msgid-missing: The batch has no params.msgid.",
            ),
        ],
        "test_other": [],
    } == found
