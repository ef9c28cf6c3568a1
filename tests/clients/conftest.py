"""
Inboxes for the clients, and a browser with a page of another origin than the mock's.
"""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import make_server

from clients.sdk import config_for, opening_pages
from pytest_sunbird import Sunbird

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from sunbird_mockserver import MockServer

PAGES = Path(__file__).with_name("pages")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# xdist may return to this package after others, and the server lasts for the session.
_numbers = itertools.count()

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
def config(sunbird: Sunbird) -> dict[str, Any]:
    """
    The settings of an SDK for the inbox of one test.
    """
    return config_for(sunbird)


@pytest.fixture(scope="package")
def new_sunbird(sunbird_server: MockServer) -> Callable[[], Sunbird]:
    """
    Makes an inbox for what several tests look at.
    """
    return lambda: Sunbird(sunbird_server, f"clients-{next(_numbers)}")


@pytest.fixture(scope="session")
def chromium(unavailable: Callable[[str], NoReturn]) -> str:
    """
    The path of a Chromium that is already on the machine.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        unavailable(f"there is no {', '.join(NAMES)} on the PATH: install Chromium")

    return path


# For this folder and no longer: as long as Playwright runs, asyncio.run() refuses to.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """
    A headless Chromium with an empty profile of its own.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        sandboxed = os.geteuid() != 0  # Chromium's sandbox refuses to run as root
        browser = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=sandboxed, args=QUIET
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
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
    Opens the page of one SDK version for one test.
    """
    with opening_pages(browser, page_origin) as open_page:
        yield open_page
