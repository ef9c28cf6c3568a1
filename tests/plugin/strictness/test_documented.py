"""
The page about the plugin says what is so.
"""

import re
import tomllib
from pathlib import Path

from pytest_sunbird.fixture.allowance import allowed
from pytest_sunbird.options import LEVELS

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "pytest.md").read_text("utf-8")
PAGES = "".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))


def test_every_option_and_key_is_documented(suite):
    """
    What ``pytest --help`` shows and no page does not exist.
    """
    shown = str(suite.runpytest("--help").stdout)

    declared = set(re.findall(r"^  (--sunbird-[a-z-]+|sunbird_[a-z_]+)", shown, re.MULTILINE))

    assert {"--sunbird-fail-on", "sunbird_allow"} <= declared
    assert [] == [name for name in sorted(declared) if f"`{name}" not in PAGES]


def test_the_configuration_that_is_shown_can_be_used():
    """
    Its level and what it allows exist.
    """
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    shown = tomllib.loads(example)["tool"]["pytest"]

    assert shown["sunbird_fail_on"] in LEVELS
    assert 2 == len(allowed(shown["sunbird_allow"]))


def test_the_failure_that_is_shown_is_the_one_to_see(suite):
    """
    Word for word.
    """
    suite.makepyfile(
        """
        from sending import broken, send

        def test_any(sunbird):
            send(sunbird, [broken(mid="IMPRESSION:7"), broken()])
        """
    )
    shown = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]

    assert shown.strip() in str(suite.runpytest().stdout)
