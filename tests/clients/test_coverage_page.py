"""
The page about coverage in Chromium.
"""

import pytest

from sunbird_telemetry.coverage.report_html import page as page_about
from telemetry.coverage.seeing import told

HOSTILE = "<script>document.title = 'gone'</script><img src=http://127.0.0.1:1/x onerror=alert(1)>"
PLAN = {"events": {"LOG": {"values": {"edata.level": ["INFO", "FATAL"]}}, "START": {}}}
LOGS = [{"eid": "LOG", "edata": {"level": level}} for level in ("INFO", HOSTILE)]


@pytest.fixture(params=["light", "dark"])
def opened(browser, tmp_path, request):
    """
    The page, opened from a file by somebody without JavaScript or mouse, and what it asked for.
    """
    report = told(*LOGS, {"eid": HOSTILE}, plan=PLAN)
    path = tmp_path / "coverage.html"
    path.write_text(page_about(report, HOSTILE, ["a worker crashed"]), "utf-8")
    options = {"java_script_enabled": False, "color_scheme": request.param}
    with browser.new_context(**options) as context:
        page, asked, said = context.new_page(), [], []
        page.on("request", lambda each: asked.append(each.url))
        page.on("console", lambda each: said.append(each.text))
        page.goto(path.as_uri())
        yield page, asked, said


def test_it_needs_nothing_but_itself(opened):
    """
    Nothing is loaded, nothing complains, and hostile values are text.
    """
    page, asked, said = opened

    assert [page.url] == [url for url in asked if not url.startswith("data:")]
    assert [] == said
    assert f"50% of {HOSTILE}" == page.title()
    assert 0 == page.locator("script, img").count()


def test_it_says_what_is_missing(opened):
    """
    Share, gaps, findings and items are there.
    """
    page, _, _ = opened
    text = page.locator("main").inner_text()

    assert "2 of 4 items were sent" in text
    assert "This report is incomplete: a worker crashed." in text
    assert "The plan promises START, but it was never sent." in text
    assert "START: 1 missing" in text


def test_it_can_be_used_with_the_keyboard(opened):
    """
    Tab leads from event type to event type, Enter opens and closes what is below it.
    """
    page, _, _ = opened
    details = page.locator("details")
    before = [details.nth(n).get_attribute("open") is not None for n in range(2)]

    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

    assert [not state for state in before] == [
        details.nth(n).get_attribute("open") is not None for n in range(2)
    ]
