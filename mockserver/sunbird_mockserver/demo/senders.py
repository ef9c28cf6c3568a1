"""
Senders of the demo's telemetry: the SDK from npm where there is Node, else our own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.request
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

from sunbird_mockserver.demo.traffic import CALLS, CONFIG, batch, by_hand, nightly, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["choose_sender", "send_nightly", "send_well_formed"]

_SDK = "@project-sunbird/telemetry-sdk"
_LONGEST_S = 30


def choose_sender(modules: str | None) -> tuple[str, Callable[[str, str], None]]:
    """
    The best sender that this machine has, and what to call it.

    Args:
        modules: Folder of npm packages that may have the SDK.
    """
    node = shutil.which("node")
    package = Path(modules or "", _SDK, "package.json")
    if modules is None or node is None or not package.is_file():
        return "our own sender (no Node.js, or no SDK from npm)", _send_by_hand
    version = json.loads(package.read_text("utf-8"))["version"]

    def send(url: str, token: str) -> None:
        _run_app(node, modules, url, token)

    return f"telemetry-sdk {version} under Node.js", send


def send_nightly(url: str, token: str) -> None:
    """
    The partner's own script: one batch, straight to the endpoint.
    """
    now = time.time_ns() // 1_000_000
    _post(url, token, batch(nightly(now), now))


def send_well_formed(url: str, token: str) -> None:
    """
    A batch with nothing wrong in its fields, the same once more, and one with a forged token.
    """
    now = time.time_ns() // 1_000_000
    events = well_formed(now)
    for _ in range(2):
        _post(url, token, batch(events, now))
    _post(url, token[:-4] + "AAAA", batch(events[:1], now))


def _post(url: str, token: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(  # noqa: S310  always http, to the mock of this process
        url + CONFIG["endpoint"],
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    # A refusal is an answer, too, and the journal has it.
    with suppress(HTTPError), urllib.request.urlopen(request, timeout=_LONGEST_S):  # noqa: S310  as above
        pass


def _send_by_hand(url: str, token: str) -> None:
    now = time.time_ns() // 1_000_000
    for events in by_hand(now):
        _post(url, token, batch(events, now))


def _run_app(node: str, modules: str, url: str, token: str) -> None:
    config = CONFIG | {"host": url, "authtoken": token}
    with as_file(files(__package__) / "app.cjs") as app:
        subprocess.run(  # noqa: S603  our own script, with arguments of ours
            [node, str(app), json.dumps(config), json.dumps(CALLS)],
            env=os.environ | {"NODE_PATH": str(Path(modules).resolve())},
            check=True,
            capture_output=True,
            text=True,
            timeout=_LONGEST_S,
        )
