"""
What Node 20.20 makes of JSON. Verdicts, values and sentences were recorded from it.
"""

import contextlib
import json
import math
import pickle
import subprocess
import sys

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sunbird_telemetry.jsonvalues import node
from sunbird_telemetry.jsonvalues.node import NotJson, dumps, loads, read
from sunbird_telemetry.jsonvalues.node.exact import parse

DEEP = 100_000

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(2**53 - 3, 2**53 + 3)
    | st.floats()
    | st.text(st.characters()),
    lambda children: st.lists(children) | st.dictionaries(st.text(st.characters()), children),
)
# Texts that are nearly JSON: made of its own pieces, in no particular order.
NEARLY = st.lists(
    st.sampled_from(
        (
            *('{}[]:,"\\ \n-0159.eE\x00\ud83d\U0001f600\ufeff\xe9'),
            *("[[", '"a"', '{"a":', "\\u12", "\\ud83d", "true", "fals", "null"),
            *("12345678901234567890", "1e400"),
        )
    )
).map("".join)


def as_node(value):
    """
    A Python value as Node would hold it.
    """
    match value:
        case bool() | None:
            return value
        case int() if abs(value) <= 2**53:
            return value
        case int() | float():
            return as_double(value)
        case str():
            return joined(value)
        case list():
            return [as_node(item) for item in value]
        case dict():
            return {joined(name): as_node(item) for name, item in value.items()}


def as_double(number):
    try:
        return float(number) if math.isfinite(number) else None
    except OverflowError:
        return None


def joined(text):
    """
    Two halves of a surrogate pair side by side are one character in JavaScript.
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


class TestLoads:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param(b'{"a": [1, "b", null]}', {"a": [1, "b", None]}, id="ordinary"),
            pytest.param(b" \t\r\n[ ]\n", [], id="the four blanks"),
            pytest.param(b'{"a": 1, "b": 2, "a": 3}', {"a": 3, "b": 2}, id="last name wins"),
            pytest.param(b'{"__proto__": {"a": 1}}', {"__proto__": {"a": 1}}, id="__proto__"),
            pytest.param(b"\xef\xbb\xbf[]", [], id="one byte order mark"),
            pytest.param(b'"\x7f\xe2\x80\xa8"', "\x7f\u2028", id="DEL and U+2028 in strings"),
            pytest.param(rb'"\ud800"', "\ud800", id="first half of a pair"),
            pytest.param(rb'"\ude00\ud83d"', "\ude00\ud83d", id="halves in wrong order"),
            pytest.param(rb'"\ud83d\ude00"', "\U0001f600", id="both halves"),
            pytest.param(rb'{"\udfff": "\udfff\n"}', {"\udfff": "\udfff\n"}, id="half a name"),
            pytest.param(b"9007199254740991", 9007199254740991, id="2^53 - 1"),
            pytest.param(b"9007199254740993", 9007199254740992, id="2^53 + 1"),
            pytest.param(b"[-9007199254740995]", [-9007199254740996.0], id="-2^53 - 3"),
            pytest.param(b"18446744073709551615", 18446744073709551616.0, id="2^64 - 1"),
            pytest.param(b"12345678901234567890123", 1.2345678901234568e22, id="23 digits"),
            pytest.param(b"-0", 0, id="negative zero"),
            pytest.param(b"1e-400", 0.0, id="too small"),
            pytest.param(b"[1e400, -1e400]", [None, None], id="too large is null"),
            pytest.param(b"1" * 5000, None, id="5000 digits are null"),
        ],
    )
    def test_reads_what_node_reads(self, text, expected):
        """
        What ``JSON.parse`` accepts is accepted, with the value it has there.
        """
        assert expected == loads(text)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"\xff", "\ufffd"),
            (b"a\x80b", "a\ufffdb"),
            (b"\xc3", "\ufffd"),
            (b"\xc0\x80", "\ufffd" * 2),
            (b"\xe2\x82", "\ufffd"),
            (b"\xe0\x80\x80", "\ufffd" * 3),
            (b"\xed\xa0\x80", "\ufffd" * 3),
            (b"\xf0\x9f\x98", "\ufffd"),
            (b"\xf0\x9fx", "\ufffdx"),
            (b"\xf4\x90\x80\x80", "\ufffd" * 4),
        ],
    )
    def test_replaces_what_is_not_utf8(self, content, expected):
        """
        Every longest beginning of a character that does not go on is one U+FFFD.
        """
        assert expected == loads(b'"' + content + b'"')

    @pytest.mark.parametrize("text", ["\ufeff[]", b"\xef\xbb\xbf\xef\xbb\xbf[]"])
    def test_drops_no_mark_but_the_first_of_bytes(self, text):
        """
        Whoever decoded the text has dropped the one mark that may be dropped.
        """
        with pytest.raises(NotJson) as refused:
            loads(text)

        assert "Unexpected token '\ufeff', \"\ufeff[]\" is not valid JSON" == str(refused.value)

    @pytest.mark.parametrize("opening", ["[", '{"a":'])
    def test_no_depth_is_too_deep(self, opening):
        """
        Node has no limit on nesting, and neither have reading and writing.
        """
        closing = "]" if opening == "[" else "}"
        text = (opening * DEEP + "[1]" + closing * DEEP).encode()

        assert text == dumps(loads(text))

    def test_ordinary_text_is_read_at_once(self):
        """
        The grammar is not even compiled before some text needs it.
        """
        program = (
            "import sys; from sunbird_telemetry.jsonvalues import node; node.loads('[1]');"
            "sys.exit('sunbird_telemetry.jsonvalues.node.v8_errors' in sys.modules)"
        )

        assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode

    def test_takes_any_number_of_digits(self):
        """
        Python's limit on the digits of an integer is not Node's.
        """
        digits = sys.get_int_max_str_digits() * 100

        assert [None] == loads("[" + "7" * digits + "]")

    @given(VALUES)
    @example([0.0, -0.0, 2**53 + 1, -(2**63) - 1, 2**1024, math.nan, "\ud83d\ude00", "\ude00"])
    def test_reads_back_what_was_written(self, value):
        """
        Writing and reading changes nothing but what a double cannot hold.
        """
        assert as_node(value) == loads(dumps(value))

    @given(NEARLY)
    def test_both_readers_agree(self, text):
        """
        Where orjson and a double agree on a text, the exact reader does too.
        """
        try:
            expected = orjson.loads(text)
            orjson.dumps(expected, option=orjson.OPT_STRICT_INTEGER)
        except (orjson.JSONDecodeError, orjson.JSONEncodeError):
            return

        assert repr(expected) == repr(parse(text))

    @given(st.binary() | NEARLY | NEARLY.map(lambda text: text.encode("utf-8", "surrogatepass")))
    def test_refuses_with_not_json_only(self, text):
        """
        Whatever is sent, it is read or it is `NotJson`.
        """
        with contextlib.suppress(NotJson):
            loads(text)


class TestNotJson:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "Unexpected end of JSON input"),
            (" ", "Unexpected end of JSON input"),
            ('{"a":', "Unexpected end of JSON input"),
            ("[", "Unexpected end of JSON input"),
            ("tru", "Unexpected end of JSON input"),
            ('"\\', "Unexpected end of JSON input"),
            ("bad", "Unexpected token 'b', \"bad\" is not valid JSON"),
            ("trux", "Unexpected token 'x', \"trux\" is not valid JSON"),
            ("[1,]", "Unexpected token ']', \"[1,]\" is not valid JSON"),
            ('{"a":}', 'Unexpected token \'}\', "{"a":}" is not valid JSON'),
            ('{"a":1,"b"}', 'Unexpected token \'}\', "{"a":1,"b"}" is not valid JSON'),
            ("\x0c1", "Unexpected token '\x0c', \"\x0c1\" is not valid JSON"),
            ('"\\\u0100"', 'Unexpected token \'\u0100\', ""\\\u0100"" is not valid JSON'),
            ("NaN", '"NaN" is not valid JSON'),
            ("Infinity", '"Infinity" is not valid JSON'),
            ("undefined", '"undefined" is not valid JSON'),
            ("[object Object]", '"[object Object]" is not valid JSON'),
            ("[NaN]", "Unexpected token 'N', \"[NaN]\" is not valid JSON"),
            ("01", "Unexpected number in JSON at position 1"),
            ("-01", "Unexpected number in JSON at position 2"),
            ("tru-", "Unexpected number in JSON at position 3"),
            ('tru"', "Unexpected string in JSON at position 3"),
            ("-x", "No number after minus sign in JSON at position 1"),
            ("1.e5", "Unterminated fractional number in JSON at position 2"),
            ("1e+", "Exponent part is missing a number in JSON at position 3"),
            ("1.5.5", "Unexpected non-whitespace character after JSON at position 3"),
            ("{} x", "Unexpected non-whitespace character after JSON at position 3"),
            ("{", "Expected property name or '}' in JSON at position 1"),
            ("{'a':1}", "Expected property name or '}' in JSON at position 1"),
            ('{"a" 1}', "Expected ':' after property name in JSON at position 5"),
            ('{"a":1 x', "Expected ',' or '}' after property value in JSON at position 7"),
            ('{"a":1,}', "Expected double-quoted property name in JSON at position 7"),
            ("[1 2]", "Expected ',' or ']' after array element in JSON at position 3"),
            ('"abc', "Unterminated string in JSON at position 4"),
            ('"a\nb"', "Bad control character in string literal in JSON at position 2"),
            ('"\\q"', "Bad escaped character in JSON at position 2"),
            ('"\\\xff"', "Bad escaped character in JSON at position 2"),
            ('"\\u12G4"', "Bad Unicode escape in JSON at position 5"),
            ('{"\\n\\q":1}', "Bad escaped character in JSON at position 5"),
        ],
    )
    def test_says_what_v8_says(self, text, expected):
        """
        The sentence is the one that the service shows on its error page.
        """
        with pytest.raises(NotJson) as refused:
            loads(text)

        assert expected == str(refused.value)

    @pytest.mark.parametrize(
        ("text", "excerpt"),
        [
            ("y" * 20, '"yyyyyyyyyyyyyyyyyyyy"'),
            ("y" * 21, '"yyyyyyyyyy"...'),
            ("[" + " " * 10 + "y" + " " * 9, '..."          y         "'),
            ("[" + " " * 10 + "y" + " " * 10, '..."          y         "...'),
            (" " * 50 + "y", '..."          y"'),
            ("y" + "\U0001f600" * 10, '"y\U0001f600\U0001f600\U0001f600\U0001f600\ufffd"...'),
        ],
    )
    def test_quotes_ten_units_around_the_place(self, text, excerpt):
        """
        Texts over twenty UTF-16 units are cut, if need be through a character.
        """
        with pytest.raises(NotJson) as refused:
            loads(text)

        assert f"Unexpected token 'y', {excerpt} is not valid JSON" == str(refused.value)

    def test_counts_places_in_utf16(self):
        """
        A character outside of the basic plane counts twice, as in V8.
        """
        with pytest.raises(NotJson) as refused:
            loads('["\U0001f600" 1]')

        assert 6 == refused.value.position

    def test_can_be_sent_to_another_process(self):
        """
        A refusal survives pickling, facts and all.
        """
        error = pickle.loads(pickle.dumps(NotJson("Unexpected", 3)))  # noqa: S301 - our own bytes

        assert ("Unexpected", 3) == (str(error), error.position)


class TestRead:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (b'{"a": 1, "b": [0.1234567890123456789]}', []),
            (b'"do_312345678901234567890"', []),
            (b"[9007199254740993, 9007199254740994]", ["/0"]),
            (b'{"a/b": {"~": 12345678901234567890}, "c": 1e23}', ["/a~1b/~0"]),
            (b"[1, [1e400], 2, -9007199254740993]", ["/1/0", "/3"]),
            (b"9007199254740993", [""]),
            (b"[%s]" % (b"1" * 5000), ["/0"]),
            (b'{"a":123456789012345678901,"b":1}', ["/a"]),
            (b'{"a":\t-123456789012345678901}', ["/a"]),
            (b'[1,-123456789012345678901,1e16, "1, 123456789012345678901"]', ["/1"]),
            (b"123456789012345678901", [""]),
            (b"-123456789012345678901", [""]),
            pytest.param(b"[%d, %d]" % (2**70, 2**70 + 1), ["/1"], id="2^70 and one more"),
            pytest.param(b"[123456789012345680000]", ["/0"], id="as JavaScript writes it"),
        ],
    )
    def test_points_to_numbers_that_node_cannot_hold(self, text, expected):
        """
        An integer that no double equals is pointed to, and so is infinity.
        """
        _, lost = read(text)

        assert expected == list(lost)

    @given(
        st.lists(st.integers() | st.integers(-(2**70), 2**70) | st.floats(2**52, 2.0**80)),
        st.sampled_from([(",", ":"), (", ", ": "), ("\t,\t", "\n:\n")]),
    )
    def test_misses_no_number(self, numbers, separators):
        """
        Whatever blanks stand around it, an integer is pointed to if no double equals it.
        """
        text = json.dumps(numbers, separators=separators, allow_nan=False)
        lost = [f"/{i}" for i, each in enumerate(numbers) if each != float(each)]

        assert (as_node(numbers), lost) == (loads(text), [*read(text)[1]])
        assert lost == [*read(text.encode())[1]]

    def test_has_the_value_too(self):
        """
        The value is the one that `loads` gives.
        """
        value, _ = read(b"[9007199254740993]")

        assert [9007199254740992] == value


class TestDumps:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ({"a": [1, 1.5, None, True, "\xe9"]}, '{"a":[1,1.5,null,true,"\xe9"]}'),
            ([math.nan, math.inf, -math.inf], "[null,null,null]"),
            (["\ud800\n", {}, [], (), False], '["\\ud800\\n",{},[],[],false]'),
            ({"\udfff": {"a": 1, "b": "\x01"}}, '{"\\udfff":{"a":1,"b":"\\u0001"}}'),
            ([2**64, -(2**64), 2**1024], "[1.8446744073709552e+19,-1.8446744073709552e+19,null]"),
        ],
    )
    def test_writes_compactly(self, value, expected):
        """
        No blanks, and an answer for everything that Python takes for a number or text.
        """
        assert expected.encode() == dumps(value)

    @pytest.mark.parametrize("value", [b"bytes", {1: "a"}, object()])
    @pytest.mark.parametrize("beside", ["text", "\ud800"])
    def test_refuses_what_is_not_json(self, value, beside):
        """
        Neither writer makes something up for a value that JSON does not have.
        """
        with pytest.raises(TypeError):
            dumps([beside, value])

    def test_refuses_a_value_that_contains_itself(self):
        """
        A cycle ends in an error that says so, not in all memory.
        """
        value = [1]
        value.append({"again": value})

        with pytest.raises(ValueError) as refused:
            dumps(value)

        assert "A value that contains itself is not JSON: remove the cycle." == str(refused.value)

    def test_writes_a_part_twice_when_it_is_there_twice(self):
        """
        Only a value inside of itself is a cycle, not one beside itself.
        """
        part = ["\ud800"]

        assert rb'[["\ud800"],["\ud800"]]' == dumps([part, part])


def test_front_door():
    """
    Five names are public.
    """
    assert ["NotJson", "dumps", "is_exact", "loads", "read"] == node.__all__
