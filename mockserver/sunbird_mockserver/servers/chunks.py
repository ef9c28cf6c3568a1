"""
Bodies in chunks, by one grammar for both servers: RFC 9112, 7.1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sunbird_mockserver.servers.heads import MAX_LINE_BYTES

if TYPE_CHECKING:
    from io import BufferedIOBase

__all__ = ["LINE_END", "ChunkedInput", "check_trailer", "chunk_size"]

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_QUOTED = rb'"(?:[\t !\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*+"'
_EXTENSION = rb"[ \t]*+;[ \t]*+%b(?:[ \t]*+=[ \t]*+(?:%b|%b)?)?" % (_TOKEN, _TOKEN, _QUOTED)
_SIZE = re.compile(rb"([0-9A-Fa-f]++)(?:%b)*+[ \t]*+\r\n" % _EXTENSION)
_TRAILER = re.compile(rb"%b:[\t\x20-\x7e\x80-\xff]*+\r\n" % _TOKEN)
#: The end of each line here; a bare LF is none.
LINE_END = b"\r\n"
# Beyond it llhttp reports an overflow.
_MAX_SIZE = 2**64 - 1


class ChunkedInput:
    """
    The content of a chunked body, as the input stream of WSGI.

    Extensions and trailers are valid, and ignored. A line with a size and its extensions may be as
    long as a line of a head, and so may all trailers together. Werkzeug's own stream takes ``0x1c``
    and ``1_c`` for sizes, refuses extensions, and kills the process where a client leaves within a
    chunk: its ``readinto`` shrinks the buffer that `io.RawIOBase.read` goes on using.

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
            self._left = chunk_size(self._file.readline(MAX_LINE_BYTES))
            if not self._left:
                self._skip_trailers()
                self._is_complete = True
        wanted = min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        if len(data) < wanted:
            raise OSError("The connection ended within a chunk.")
        if data and not self._left and self._file.read(len(LINE_END)) != LINE_END:
            raise OSError("A chunk is longer than its size.")

        return data

    def _skip_trailers(self) -> None:
        room = MAX_LINE_BYTES
        while (line := self._file.readline(room)) != LINE_END:
            room -= len(line)
            check_trailer(line)


def chunk_size(line: bytes) -> int:
    """
    Return the size that the first *line* of a chunk gives.

    Raises:
        OSError: It gives none.
    """
    found = _SIZE.fullmatch(line)
    size = int(found[1], 16) if found else None
    if size is None or size > _MAX_SIZE:
        raise OSError("The size of a chunk is missing or malformed.")

    return size


def check_trailer(line: bytes) -> None:
    """
    Refuse a *line* behind the last chunk that is no trailer.

    Raises:
        OSError: It is none.
    """
    if not _TRAILER.fullmatch(line):
        raise OSError("A trailer is cut short, malformed or too large.")
