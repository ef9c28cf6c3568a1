"""
Bodies in chunks, read as strictly as llhttp does: RFC 9112, 7.1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedIOBase

__all__ = ["ChunkedInput"]

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_QUOTED = rb'"(?:[\t !\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*+"'
_SIZE = re.compile(rb"([0-9A-Fa-f]++)(?:;%b(?:=(?:%b|%b)?)?)*+\r\n" % (_TOKEN, _TOKEN, _QUOTED))
_TRAILER = re.compile(rb"%b:[\t\x20-\x7e\x80-\xff]*+\r\n" % _TOKEN)
_LINE_END = b"\r\n"
# Beyond it llhttp reports an overflow.
_MAX_SIZE = 2**64 - 1
# Of a line that gives a size with its extensions, and of all trailers: as much as a head may have.
_MAX_LINE_BYTES = 64 * 1024


class ChunkedInput:
    """
    The content of a chunked body, as the input stream of WSGI.

    Extensions and trailers are valid, and ignored. Werkzeug's own stream takes ``0x1c`` and ``1_c``
    for sizes, refuses extensions, and kills the process where a client leaves within a chunk: its
    ``readinto`` shrinks the buffer that `io.RawIOBase.read` goes on using.

    Args:
        file: The connection, behind the head of the request.
    """

    def __init__(self, file: BufferedIOBase) -> None:
        self._file = file
        self._left = 0
        self._is_complete = False

    def read(self, size: int) -> bytes:
        """
        Return at most *size* bytes, and none only at the end of the body.

        Raises:
            OSError: The connection ended before the body did, or its chunks are malformed.
        """
        if not self._left and not self._is_complete:
            self._left = self._next_size()
            if not self._left:
                self._skip_trailers()
                self._is_complete = True
        wanted = min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        if len(data) < wanted:
            raise OSError("The connection ended within a chunk.")
        if data and not self._left and self._file.read(len(_LINE_END)) != _LINE_END:
            raise OSError("A chunk is longer than its size.")

        return data

    def _next_size(self) -> int:
        line = _SIZE.fullmatch(self._file.readline(_MAX_LINE_BYTES))
        size = int(line[1], 16) if line else None
        if size is None or size > _MAX_SIZE:
            raise OSError("The size of a chunk is missing or malformed.")

        return size

    def _skip_trailers(self) -> None:
        room = _MAX_LINE_BYTES
        while (line := self._file.readline(room)) != _LINE_END:
            room -= len(line)
            if not _TRAILER.fullmatch(line):
                raise OSError("A trailer is cut short, malformed or too large.")
