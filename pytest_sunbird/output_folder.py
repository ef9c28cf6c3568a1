"""
The folder for what a session leaves behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["prepare"]


def prepare(folder: Path) -> None:
    """
    Make *folder* if it is not there, and keep what is in it out of the project's history.

    In a folder that was there, such as the root of the suite, a ``.gitignore`` would hide files of
    others.

    Raises:
        OSError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        (folder / ".gitignore").write_text("*\n", "utf-8")
