"""
JSON in tokens, as lua-cjson reads it.
"""

import math

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_mockserver.tokens import lua_cjson


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"a":[1,true,null,"\\u00e9"]}', {"a": [1, True, None, "é"]}),
        (b" \t\r\n[ ] ", []),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b"[NaN]", [None]),
        (b"[nan(x)]", [None]),
        (b"[Infinity,-inf,+iNf]", [None, None, None]),
        (b"[1e999]", [None]),
        (b"[0x1F,-0x.8p1,0XaP-1]", [31.0, -1.0, 5.0]),
        (b"[0x1p99999]", [None]),
        (b"[007,+1,1.,-.5]", [7.0, 1.0, 1.0, -0.5]),
        (b'"a\tb\x01"', "a\tb\x01"),
        (b'"\xff"', "\ufffd"),
        (b"[1]\0]]", [1]),
    ],
)
def test_takes_what_the_gateway_takes(text, expected):
    """
    Numbers as C writes them, raw control characters, any bytes, anything after a NUL.
    """
    assert expected == lua_cjson.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b" ",
        b"\0",
        b"1\0",
        b"\0" + b"1",
        b"\xef\xbb\xbf1",
        b"[1,]",
        b'{"a"}',
        b"{1:2}",
        b"[1 2]",
        b"[+1 1e22]",
        b'"\\\t"',
        b'"\\\xff"',
        b"[1]]",
        b"nul",
        b"True",
        b"[.5]",
        b"[+]",
        b"[-]",
        b"[0x]",
        b"[1.2.3]",
        b"[infi]",
        b'"a',
        b'"a\0"',
        b'"\\x"',
        b'"\\u12"',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b"'a'",
        b"/*x*/1",
        b"\f1",
        b"[" * 1001 + b"]" * 1001,
        b"[" * 1000,
    ],
)
def test_refuses_what_the_gateway_refuses(text):
    """
    Loose as it is, it is a parser: what it cannot read is an error.
    """
    with pytest.raises(ValueError):
        lua_cjson.loads(text)


def test_reads_a_thousand_levels():
    """
    A thousand levels are read, the loose way too.
    """
    text = b"[" * 1000 + b"%s" + b"]" * 1000

    assert [1, 1] == [innermost(lua_cjson.loads(text % one)) for one in (b"1", b"+1")]


@given(st.recursive(st.floats() | st.text() | st.booleans(), st.lists))
def test_agrees_with_the_fast_parser(value):
    """
    Both ways of reading give the same value wherever the fast one can read at all.
    """
    text = orjson.dumps(value) if _is_writable(value) else b"1"

    assert orjson.loads(text) == orjson.loads(b" ".join(lua_cjson._strict(text)))


def innermost(value):
    while isinstance(value, list):
        value = value[0]
    return value


def _is_writable(value):
    if isinstance(value, str):
        return value.isprintable()
    if isinstance(value, list):
        return all(map(_is_writable, value))
    return math.isfinite(value)
