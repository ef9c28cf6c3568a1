"""
Journals of failing tests, as files for ``sunbird-mock show``.
"""

from __future__ import annotations

import re
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING

from pytest_sunbird.output_folder import prepare
from sunbird_mockserver.journal.ndjson import as_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sunbird_mockserver.journal.record import RecordedDelivery

__all__ = ["file_name", "leave"]

_PLAIN = re.compile(r"[A-Za-z0-9_/-]+\.py(?:::[A-Za-z0-9_]+)+")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 100
_DIGITS = 8


def file_name(test: str) -> str:
    """
    The name of the file of the *test* with that id: readable, safe, and that test's alone.

    The same on every worker and in every run, so that a newer file takes the place of an older one.
    """
    module, _, names = test.partition(".py")
    readable = _NOT_IN_A_NAME.sub(".", module + names).strip(".")[:_LONGEST]
    if _PLAIN.fullmatch(test) and len(readable) < _LONGEST:
        return f"{readable}.ndjson"

    # Names that differ in what no file name may hold must not meet.
    return (
        f"{readable}.{sha256(test.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}.ndjson"
    )


def leave(folder: Path, test: str, deliveries: Iterable[RecordedDelivery]) -> Path:
    """
    Write what *test* sent into *folder*, in the order of arrival.

    Raises:
        OSError: It cannot be written.
    """
    prepare(folder)
    path = folder / file_name(test)
    path.write_bytes(b"".join(map(as_line, sorted(deliveries, key=attrgetter("id")))))

    return path
