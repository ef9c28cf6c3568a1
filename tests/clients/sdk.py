"""
The settings of the SDKs, and the pages that use them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from pytest_sunbird import Sunbird


def config_for(sunbird: Sunbird) -> dict[str, Any]:
    """
    Return the settings of an SDK that is set up for *sunbird* as its documentation requires.

    With a `did`, since an SDK that makes its own loses events: contract/clients.md 1.
    """
    return {
        "host": sunbird.url,
        "authtoken": sunbird.token(),
        "channel": "partner-channel",
        "pdata": {"id": "partner.app", "ver": "1.2", "pid": "web"},
        "env": "library",
        "did": "device-1",
        "sid": "session-1",
        "uid": "user-1",
        "cdata": [{"type": "Class", "id": "7b"}],
        "tags": ["pilot"],
    }


@contextmanager
def opening_pages(browser: Browser, origin: str) -> Iterator[Callable[[str], Page]]:
    """
    Open pages of one SDK version each in *browser*, with nothing cached or stored.
    """
    with browser.new_context() as context:

        def open_page(version: str) -> Page:
            page = context.new_page()
            page.goto(f"{origin}/sdk-{version}.html")
            return page

        yield open_page
