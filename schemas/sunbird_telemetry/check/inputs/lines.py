"""
Files, line by line, plain or gzip. Never a whole file, nor a line without end.
"""

from __future__ import annotations

import errno
import gzip
import sys
import zlib
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, FileIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

__all__ = ["LONGEST_LINE", "UnreadableError", "ensure_readable", "lines_of"]

#: The longest line that is read. The service takes 5 MiB at most, and parsed JSON takes ten times
#: its bytes.
LONGEST_LINE = 8 * 1024 * 1024

_STANDARD_INPUT = "-"
_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # which some editors write in front of UTF-8
_BUFFER = 16 * 1024  # more would drive out of the processor's cache what judges events


@dataclass
class UnreadableError(Exception):
    """
    A file that cannot be read.

    Attributes:
        name: The file.

        why: What is wrong with it, and what to do where that does not follow.
    """

    name: str
    why: str

    def __str__(self) -> str:
        name = "Standard input" if self.name == _STANDARD_INPUT else repr(self.name)

        return f"{name} cannot be read: {self.why}"


def ensure_readable(names: Iterable[str]) -> None:
    """
    Find out at once which of the files *names* is missing, before any is read.

    Raises:
        UnreadableError: One is.
    """
    for name in names:
        try:
            # Whoever writes to a named pipe would be cut off if it were closed once more.
            if not Path(name).is_fifo():
                with _opened(name):
                    pass
        except OSError as error:
            raise _unreadable(name, error) from None


def lines_of(name: str) -> Iterator[bytes]:
    """
    The lines of the file *name*, inflated if it is gzip; ``-`` is standard input.

    Raises:
        UnreadableError: It is not readable to the end, or a line is longer than `LONGEST_LINE`.
    """
    try:
        with _opened(name) as file:
            for number, line in enumerate(_lines(file), 1):
                if len(line) > LONGEST_LINE:
                    raise _too_long(name, number)
                yield line
    except (EOFError, zlib.error, OSError) as error:
        raise _unreadable(name, error) from None


def _opened(name: str) -> AbstractContextManager[BufferedReader]:
    if name == _STANDARD_INPUT:
        stdin: Any = sys.stdin.buffer  # typeshed has it for any file, and it is this one
        return nullcontext(stdin)

    return BufferedReader(FileIO(name), _BUFFER)


def _lines(file: BufferedReader) -> Iterator[bytes]:
    packed = file.peek(2)[:2] == _GZIP_MAGIC
    readline = gzip.GzipFile(fileobj=file).readline if packed else file.readline
    lines = iter(partial(readline, LONGEST_LINE + 1), b"")
    first = next(lines, b"").removeprefix(_BYTE_ORDER_MARK)

    return chain((first,), lines) if first else lines


def _too_long(name: str, number: int) -> UnreadableError:
    return UnreadableError(
        name,
        f"line {number} is longer than {LONGEST_LINE:,} bytes. Write one event or batch per line;"
        " for a list, use `jq -c '.[]'`.",
    )


def _unreadable(name: str, error: Exception) -> UnreadableError:
    if name == _STANDARD_INPUT and isinstance(error, OSError) and error.errno == errno.EBADF:
        return UnreadableError(name, "it is closed.")
    if isinstance(error, OSError) and error.strerror:
        return UnreadableError(name, f"{error.strerror}.")

    return UnreadableError(name, f"its gzip is damaged ({error}). Compress it again.")
