"""
Writing: `orjson` where it can, else piece by piece.
"""

from __future__ import annotations

import json.encoder
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Piece(bytes):
    """
    JSON already; everything else is a value still to be written.
    """

    __slots__ = ()


_COMMA, _OPEN_LIST = _Piece(b","), _Piece(b"[")
_CLOSE_LIST, _CLOSE_DICT = _Piece(b"]"), _Piece(b"}")


def dumps(value: Any) -> bytes:
    r"""
    *value* as compact JSON, whatever its depth.

    Half a surrogate pair is written as its ``\u`` escape, NaN and infinity as
    null, as ``JSON.stringify`` does; an integer beyond 64 bits as a double.
    """
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return b"".join(_pieces(value))


def _pieces(value: Any) -> Iterator[bytes]:
    waiting = [value]
    inside: dict[int, None] = {}
    while waiting:
        item = waiting.pop()
        if isinstance(item, _Piece):
            yield item
            if item is _CLOSE_LIST or item is _CLOSE_DICT:
                inside.popitem()
        elif isinstance(item, (dict, list, tuple)) and item:
            if id(item) in inside:
                raise ValueError("A value that contains itself is not JSON: remove the cycle.")
            inside[id(item)] = None
            waiting.extend(reversed([*_parts(item)]))
        else:
            yield _scalar(item)


def _parts(container: dict[str, Any] | list[Any] | tuple[Any, ...]) -> Iterator[Any]:
    if isinstance(container, dict):
        before = b"{"
        for name, value in container.items():
            yield _Piece(before + _string(name) + b":")
            yield value
            before = b","
        yield _CLOSE_DICT
    else:
        separator = _OPEN_LIST
        for item in container:
            yield separator
            yield item
            separator = _COMMA
        yield _CLOSE_LIST


def _scalar(value: Any) -> bytes:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        return _integer(value)

    return orjson.dumps(value)


def _integer(value: int) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        pass
    try:
        return orjson.dumps(float(value))
    except OverflowError:
        return b"null"


def _string(text: str) -> bytes:
    # Of a string, only half surrogate pairs have no UTF-8.
    return json.encoder.encode_basestring(text).encode("utf-8", "backslashreplace")
