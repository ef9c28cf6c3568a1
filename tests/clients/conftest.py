"""
The settings of the clients, and a browser with a page of another origin than the mock's.
"""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.exceptions import NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

PAGES = Path(__file__).with_name("pages")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without these Chromium looks for its maker's hosts at every start.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def config(sunbird) -> dict[str, Any]:
    """
    The settings of an SDK that is set up as its documentation says.

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


@pytest.fixture(scope="session")
def chromium(unavailable: Callable[[str], NoReturn]) -> str:
    """
    The path of a Chromium that is already on the machine.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        unavailable(f"there is no {', '.join(NAMES)} on the PATH: install Chromium")

    return path


# For a module and no longer: as long as Playwright runs, asyncio.run() refuses to.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """
    A headless Chromium with an empty profile of its own.
    """
    with sync_playwright() as playwright:
        sandboxed = os.geteuid() != 0  # Chromium's sandbox refuses to run as root
        browser = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=sandboxed, args=QUIET
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page_origin(node_modules: Path) -> Iterator[str]:
    """
    Where the pages and the SDKs are served: not where the mock is, so that CORS applies.
    """
    files = SharedDataMiddleware(NotFound(), {"/node_modules": str(node_modules), "/": str(PAGES)})
    server = make_server("127.0.0.1", 0, files, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, page_origin: str) -> Iterator[Callable[[str], Page]]:
    """
    Opens the page of one SDK version, with nothing cached or stored.
    """
    with browser.new_context() as context:

        def open_page(version: str) -> Page:
            page = context.new_page()
            page.goto(f"{page_origin}/sdk-{version}.html")
            return page

        yield open_page
