"""
Heads of requests, by one grammar for both servers: RFC 9112, 2 to 6.

The exceptions are what real servers accept as well: a bare LF as a line end, empty lines in front,
bytes beyond ASCII, and targets that are neither a path nor a URL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

__all__ = [
    "LINGER_S",
    "MAX_HEAD_BYTES",
    "MAX_LINE_BYTES",
    "Head",
    "MalformedHead",
    "take_head",
]

#: The longest line of a head, its line end included, and the largest head.
MAX_LINE_BYTES = 64 * 1024
MAX_HEAD_BYTES = 128 * 1024
MAX_FIELDS = 100

#: How long a connection stays open after the last reply for a client that is still sending, in s.
LINGER_S = 2.0

# In front of a request, and no part of it: RFC 9112, 2.2.
_EMPTY_LINES = re.compile(rb"(?:\r?\n)++")

_HEAD_END = re.compile(rb"\n\r?\n")
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_METHOD = re.compile(_TOKEN)
_REQUEST_LINE = re.compile(rb"(%b) ([^\x00-\x20\x7f<>]++) (HTTP/1\.[01])" % _TOKEN)
_FIELD = re.compile(rb"(%b):[ \t]*+([^\x00-\x08\x0a-\x1f\x7f]*+)\r?\n" % _TOKEN)
_FIELDS = re.compile(rb"(?:%b:[^\x00-\x08\x0a-\x1f\x7f]*+\r?\n)*+" % _TOKEN)
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*+://")
_HOST = rb"(?=[^/?#])[^/?#\[\]]*+(?:\[[^/?#\[\]]*+\][^/?#\[\]]*+)?+"
_URL = re.compile(_SCHEME.pattern + _HOST + rb"(?P<rest>[/?#].*+)?+", re.DOTALL)
_NOT_IN_A_TARGET = re.compile(rb"[\x00-\x20\x7f<>]")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
# In a line whose end has not arrived, CR may yet be followed by LF.
_CONTROL_SO_FAR = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r[^\n]")
_VERSION = re.compile(rb"HTTP/[0-9]\.[0-9]")
_VERSIONS = (b"HTTP/1.0", b"HTTP/1.1")
_MAX_DIGITS = 19  # of a length: llhttp counts below 2 ** 64
_WORDS = 3  # of a request line
# A longer one may be a secret that arrived in place of a method.
_MAX_METHOD_BYTES = 32
# The record type "handshake": RFC 8446, 5.1.
_TLS_HELLO = b"\x16"
_HTTP2_PREFACE = b"PRI * HTTP/2.0"
_NO_REQUEST_LINE = "the request line is not METHOD /path HTTP/1.1"
_LONG_LINE = f"the request line is longer than {MAX_LINE_BYTES} bytes. Shorten path and query"
_TOO_LARGE = (
    f"the head is too large: it may have {MAX_FIELDS} headers, {MAX_LINE_BYTES} bytes in a line "
    f"and {MAX_HEAD_BYTES} bytes in all. Send less"
)


@dataclass(frozen=True, slots=True)
class Head:
    """
    A sound head.

    Attributes:
        method: The method as sent.

        path: The path as sent, without scheme, host and fragment.

        query: The query as sent, without the question mark.

        fields: The headers in order, with names in lower case and without blanks around values.

        length: The size of the body in bytes; None for chunks.

        is_last: True if the connection is closed after the reply.

        expects_continue: True if the client waits for a ``100 Continue`` before it sends the body.
    """

    method: bytes
    path: bytes
    query: bytes
    fields: tuple[tuple[bytes, bytes], ...]
    length: int | None
    is_last: bool
    expects_continue: bool


@dataclass(frozen=True, slots=True)
class MalformedHead:
    """
    Bytes that are no head of HTTP/1.

    Attributes:
        status: The status code of the reply.

        diagnosis: The reason and the fix. It quotes nothing of the head, which may contain secrets.

        method: The method as far as it could be read, else empty.

        path: The path, likewise.

        query: The query, likewise.
    """

    status: int
    diagnosis: str
    method: bytes = b""
    path: bytes = b""
    query: bytes = b""
    fields: ClassVar[tuple[tuple[bytes, bytes], ...]] = ()
    length: ClassVar[int] = 0
    is_last: ClassVar[bool] = True
    expects_continue: ClassVar[bool] = False


class _MalformedError(Exception):
    """
    A reason to refuse a head.
    """

    def __init__(self, diagnosis: str, status: int = 400) -> None:
        super().__init__(diagnosis)
        self.diagnosis = diagnosis
        self.status = status


def take_head(received: bytearray, seen: int = 0) -> Head | MalformedHead | None:
    """
    Remove a head, and empty lines in front of it, from the beginning of *received*.

    Args:
        received: The bytes that a client has sent.

        seen: The number of bytes that were there at the last call, which returned None.

    Returns:
        The head; None if more of it has to arrive. Bytes after a malformed head have no meaning.
    """
    if empty := _EMPTY_LINES.match(received):
        del received[: empty.end()]
    if not received or received == b"\r":
        return None
    try:
        return _take(received, seen)
    except _MalformedError as error:
        line = bytes(received[:MAX_LINE_BYTES]).partition(b"\n")[0]
        return MalformedHead(error.status, error.diagnosis, *_as_far_as_read(line))


def _take(received: bytearray, seen: int) -> Head | None:
    end = _HEAD_END.search(received, max(0, seen - 2))
    if end is None or end.end() > MAX_HEAD_BYTES:
        _check_beginning(received, seen)
        return None
    head = _parse(bytes(received[: end.start() + 1]))
    del received[: end.end()]

    return head


def _check_beginning(received: bytearray, seen: int) -> None:
    """
    Refuse bytes that cannot begin a head, without waiting for more: the client may be waiting, too.
    """
    end = received.find(b"\n", 0, MAX_LINE_BYTES)
    if end < 0:
        _check_start(received, max(0, seen - 1))
    elif end >= seen:
        _words(bytes(received[:end]))
    lines = received[received.rfind(b"\n", 0, seen) + 1 :].split(b"\n")
    if len(received) > MAX_HEAD_BYTES or max(map(len, lines)) >= MAX_LINE_BYTES:
        raise _MalformedError(_TOO_LARGE, 431)


def _check_start(line: bytes | bytearray, seen: int = 0) -> None:
    """
    Refuse the beginning of a request line; *seen* bytes of it have been checked for control bytes.
    """
    if line.startswith(_TLS_HELLO):
        raise _MalformedError("TLS hello: use http://")
    if not _METHOD.match(line[:1]):
        raise _MalformedError(
            f"no HTTP: the first byte is 0x{line[0]:02x}, not the first letter of a method. "
            "Send HTTP/1.1"
        )
    if control := _CONTROL_SO_FAR.search(line, seen, MAX_LINE_BYTES):
        raise _MalformedError(f"the request line holds the control byte 0x{control[0][0]:02x}")
    if len(line) >= MAX_LINE_BYTES:
        raise _MalformedError(_LONG_LINE, 414)


def _parse(head: bytes) -> Head:
    line, _, rest = head.partition(b"\n")
    method, target, version = _words(line)
    if rest.count(b"\n") > MAX_FIELDS or max(map(len, rest.split(b"\n"))) >= MAX_LINE_BYTES:
        raise _MalformedError(_TOO_LARGE, 431)
    if not _FIELDS.fullmatch(rest):
        raise _why_no_fields(rest)
    fields = [(name.lower(), value.rstrip(b" \t")) for name, value in _FIELD.findall(rest)]
    codings = _values(fields, b"transfer-encoding")
    if codings:
        _check_codings(codings, version)
        # A length means nothing beside chunks: RFC 9112, 6.3.
        fields = [field for field in fields if field[0] != b"content-length"]
    # HTTP/1.0 has neither kept connections nor 100: RFC 9112, 9.3, and RFC 9110, 10.1.1.
    is_old = version == b"HTTP/1.0"

    return Head(
        method,
        *_path_and_query(target),
        tuple(fields),
        length=None if codings else _length(_values(fields, b"content-length")),
        is_last=is_old or b"close" in _options(_values(fields, b"connection")),
        expects_continue=not is_old and b"100-continue" in _options(_values(fields, b"expect")),
    )


def _values(fields: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [value for name, value in fields if name == wanted]


def _options(values: list[bytes]) -> set[bytes]:
    return {option.strip(b" \t").lower() for value in values for option in value.split(b",")}


def _words(line: bytes) -> tuple[bytes, bytes, bytes]:
    """
    Return method, target and version of a request *line*.
    """
    sound = _REQUEST_LINE.fullmatch(line.removesuffix(b"\r"))
    if not sound or len(line) >= MAX_LINE_BYTES:
        raise _why_no_request_line(line)
    method, target, version = sound.groups()
    try:
        target.decode()
    except UnicodeDecodeError:
        raise _MalformedError(
            "the path holds bytes that are no UTF-8. Percent-encode them"
        ) from None
    if _SCHEME.match(target) and not _URL.fullmatch(target):
        raise _MalformedError("the URL has no host that could be read. Send a path")
    if not _path_and_query(target)[0]:
        raise _MalformedError("there is no path in front of the query. Begin with a slash")

    return method, target, version


def _why_no_request_line(line: bytes) -> _MalformedError:
    _check_start(line)
    line = line.removesuffix(b"\r")
    words = line.split(b" ")
    if line == _HTTP2_PREFACE:
        return _MalformedError("HTTP/2 without an upgrade: use HTTP/1.1")
    if len(words) > _WORDS and words[-1] in _VERSIONS and all(words):
        return _MalformedError("the path holds a blank. Percent-encode it: %20")
    if len(words) != _WORDS or not _METHOD.fullmatch(words[0]) or not _VERSION.fullmatch(words[2]):
        return _MalformedError(_NO_REQUEST_LINE)
    if words[2] not in _VERSIONS:
        return _MalformedError("this version of HTTP is not served: use HTTP/1.1")
    if unsafe := _NOT_IN_A_TARGET.search(words[1]):
        code = unsafe[0][0]
        return _MalformedError(
            f"the path holds the byte 0x{code:02x}. Percent-encode it: %{code:02X}"
        )

    return _MalformedError(_NO_REQUEST_LINE)


def _path_and_query(target: bytes) -> tuple[bytes, bytes]:
    url = None if target.startswith(b"/") else _URL.fullmatch(target)
    path, _, query = (url["rest"] or b"" if url else target).partition(b"#")[0].partition(b"?")

    return path or (b"/" if url else b""), query


def _why_no_fields(fields: bytes) -> _MalformedError:
    lines = enumerate(fields.split(b"\n"), 1)
    number, line = next(each for each in lines if not _FIELD.fullmatch(each[1] + b"\n"))
    name, _, value = line.removesuffix(b"\r").partition(b":")
    unsafe = _CONTROL.search(value) if _METHOD.fullmatch(name) else None
    if unsafe:
        return _MalformedError(
            f"header {number} holds the control byte 0x{unsafe[0][0]:02x}. Leave it out"
        )
    what = "begins with a blank" if line[:1] in (b" ", b"\t") else "is not 'Name: value'"

    return _MalformedError(f"header {number} {what}. Send each header on a line of its own")


def _check_codings(codings: list[bytes], version: bytes) -> None:
    if version == b"HTTP/1.0":
        raise _MalformedError("HTTP/1.0 has no Transfer-Encoding: use HTTP/1.1")
    if codings[-1].rpartition(b",")[2].strip(b" \t").lower() != b"chunked":
        raise _MalformedError(
            "Transfer-Encoding does not end in 'chunked'. Send it so, or leave it out"
        )


def _length(values: list[bytes]) -> int:
    if not all(value.isdigit() and len(value) <= _MAX_DIGITS for value in values):
        raise _MalformedError("Content-Length is no number of bytes")
    lengths = {int(value) for value in values}
    if len(lengths) > 1:
        raise _MalformedError("there are two different Content-Length. Send one")

    return lengths.pop() if lengths else 0


def _as_far_as_read(line: bytes) -> tuple[bytes, bytes, bytes]:
    method, _, rest = _CONTROL.split(line, maxsplit=1)[0].partition(b" ")
    if not _METHOD.fullmatch(method):
        return b"", b"", b""
    known = method if len(method) <= _MAX_METHOD_BYTES else b""

    return known, *_path_and_query(rest.partition(b" ")[0])
