"""
What JUnit's XML says of a test's telemetry.
"""

from xml.etree import ElementTree as ET

import pytest

SUITE = """
    from sending import broken, impression, send

    def test_any(sunbird):
        send(sunbird, [broken(), broken(), impression()])

    def test_other():
        pass
"""


@pytest.mark.parametrize("arguments", [(), ("-n", "1")], ids=["alone", "xdist"])
def test_findings_are_properties_of_their_test(suite, arguments):
    """
    One per different finding, and how many events there were, by fate.
    """
    suite.makepyfile(SUITE)
    suite.runpytest_subprocess("--junitxml=junit.xml", *arguments)

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


def test_a_test_that_runs_again_has_those_of_its_last_run(suite):
    """
    What an earlier run sent is not told with a later one.
    """
    suite.makepyfile(
        """
        from sending import broken, impression, send

        runs = []

        def test_any(sunbird, record_property):
            record_property("mine", "1")
            runs.append(sunbird)
            send(sunbird, [broken() if len(runs) < 2 else impression()])
        """
    )
    suite.runpytest_subprocess("-p", "rerunfailures", "--reruns=1", "--junitxml=junit.xml")

    *_, last = ET.parse(suite.path / "junit.xml").iter("testcase")  # noqa: S314  pytest wrote it
    found = [(each.get("name"), each.get("value")) for each in last.iter("property")]
    assert 1 == found.count(("sunbird.deliveries", "1"))
    assert ("sunbird.events.accepted", "1") in found
    assert "sunbird.events.failed" not in dict(found)
    assert "mine" in dict(found)
