from __future__ import annotations

import gzip

import pytest

FORM = "application/x-www-form-urlencoded"
BATCH = b'{"events":[]}'


def charset(name):
    return f"application/json; charset={name}"


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ('["a"x]', "Expected ',' or ']' after array element in JSON at position 4"),
            ("[", "Unexpected end of JSON input"),
            ("bad", "Unexpected token 'b', \"bad\" is not valid JSON"),
            ('"str"', 'Unexpected token \'"\', ""str"" is not valid JSON'),
            ("  12", "Unexpected token '1', \"  12\" is not valid JSON"),
            (" \n", "Unexpected end of JSON input"),
            (
                "much longer than 20",
                "Unexpected token 'm', \"much longer than 20\" is not valid JSON",
            ),
            (
                "much longer than twenty",
                "Unexpected token 'm', \"much longe\"... is not valid JSON",
            ),
        ],
    )
    def test_json_is_refused_in_the_words_of_v8(self, serve, sentence, body, message):
        """
        The page names the SyntaxError of JSON.parse, with the text that it met: recorded.
        """
        assert f"SyntaxError: {message}" == sentence(serve(body.encode()).reply)

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("bad", "SyntaxError: Unexpected token 'b', \"#\" is not valid JSON"),
            (" ", "SyntaxError: Unexpected token ' ', \"#\" is not valid JSON"),
            ("\n", "TypeError: Cannot read properties of null (reading '1')"),
        ],
    )
    def test_old_releases_quote_a_hash(self, serve, sentence, old_version, body, message):
        """
        body-parser 1.18 shows its own mask where the text should be: recorded.
        """
        assert message == sentence(serve(body.encode(), version=old_version).reply)

    def test_a_byte_order_mark_may_lead_once(self, serve, sentence):
        """
        Only the first byte order mark is stripped; the second is a strange character: recorded.
        """
        reply = serve(b"\xef\xbb\xbf" * 2 + b"{}").reply

        assert "SyntaxError: Unexpected token '\ufeff', \"\ufeff{}\" is not valid JSON" == sentence(
            reply
        )

    @pytest.mark.parametrize(
        ("headers", "message"),
        [
            ({"content_encoding": "BR"}, 'unsupported content encoding "br"'),
            ({"content_encoding": "gzip, gzip"}, 'unsupported content encoding "gzip, gzip"'),
            ({"content_type": charset("latin1")}, 'unsupported charset "LATIN1"'),
            ({"content_type": charset("utf8")}, 'unsupported charset "UTF8"'),
            ({"content_type": charset("utf-32")}, 'unsupported charset "UTF-32"'),
            (
                {"content_type": charset("latin1"), "content_encoding": "br"},
                'unsupported charset "LATIN1"',
            ),
            (
                {"content_type": charset("utf-32"), "content_encoding": "br"},
                'unsupported content encoding "br"',
            ),
        ],
    )
    def test_what_is_unsupported_is_named(self, serve, sentence, headers, message):
        """
        A charset is named in upper case, an encoding in lower case, the first one met: recorded.
        """
        reply = serve(BATCH, **headers).reply

        assert (415, f"UnsupportedMediaTypeError: {message}") == (reply.status, sentence(reply))

    def test_what_is_too_large_is_said(self, serve, sentence):
        """
        A body above the limit is an entity that is too large: recorded.
        """
        reply = serve(b"[" + b" " * 5_242_880).reply

        assert (413, "PayloadTooLargeError: request entity too large") == (
            reply.status,
            sentence(reply),
        )


class TestCharsets:
    @pytest.mark.parametrize(
        ("name", "codec"),
        [
            ("utf-16le", "utf-16-le"),
            ("utf-16be", "utf-16-be"),
            ("UTF-16-BE", "utf-16-be"),
            ("utf-16", "utf-16-le"),
            ("utf-16", "utf-16-be"),
            ("utf--8", "utf-8"),
        ],
    )
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_utf_is_read(self, serve, name, codec, mark):
        """
        UTF-8 and UTF-16 are read, with a byte order mark or without: recorded.
        """
        text = mark + '{"a":"\N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}"}'
        served = serve(text.encode(codec), content_type=charset(name))

        assert "\N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}" == served.batch["a"]

    def test_utf_7_is_read(self, serve):
        """
        Even UTF-7 is a charset that the service knows: recorded.
        """
        served = serve(b'{"a":"+A7E-"}', content_type=charset("utf-7"))

        assert "\N{GREEK SMALL LETTER ALPHA}" == served.batch["a"]

    def test_half_a_unit_at_the_end_is_dropped(self, serve):
        """
        The odd byte at the end of UTF-16 is forgotten: recorded.
        """
        body = "[]".encode("utf-16-le") + b"}"

        assert [] == serve(body, content_type=charset("utf-16le")).batch

    def test_half_a_character_is_kept(self, serve):
        """
        A lone surrogate in UTF-16 stays one: recorded.
        """
        body = '{"a":"\ud800"}'.encode("utf-16-le", "surrogatepass")

        assert "\ud800" == serve(body, content_type=charset("utf-16le")).batch["a"]

    def test_another_charset_is_refused_even_for_nothing(self, serve):
        """
        With Content-Length: 0 the charset is looked at: recorded.
        """
        assert 415 == serve(b"", content_type=charset("latin1")).reply.status

    def test_without_a_length_there_is_no_body_to_refuse(self, serve):
        """
        With neither Content-Length nor Transfer-Encoding the charset is not looked at: recorded.
        """
        served = serve(b"", content_type=charset("latin1"), content_length=None)

        assert 200 == served.reply.status


class TestForms:
    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            pytest.param(b"events=%5B%5D&a=1+2", {"events": "[]", "a": "1 2"}, id="text"),
            pytest.param(b"a=1&a=2", {"a": ["1", "2"]}, id="a repeated key makes a list"),
            pytest.param(b"a&=x&&b=", {"a": "", "": "x", "b": ""}, id="gaps are empty"),
            pytest.param(b"a[b]=1", {"a[b]": "1"}, id="brackets mean nothing"),
            pytest.param(
                b"a=%zz&b=%ff", {"a": "%zz", "b": "\N{REPLACEMENT CHARACTER}"}, id="broken"
            ),
            pytest.param(b"", {}, id="nothing"),
        ],
    )
    def test_a_form_is_stored_as_text(self, serve, body, fields):
        """
        Form keys are stored as strings, so events is no list any more: contract/pipeline.md 1.4.
        """
        batch = serve(body, content_type=FORM).batch

        assert fields == {
            name: value
            for name, value in batch.items()
            if name not in {"mid", "id", "syncts", "dataset"}
        }

    def test_a_form_is_unread(self, serve):
        """
        What a form carried is handed on, because no event in it was read.
        """
        body = b"events=%5B%5D"

        assert body == serve(gzip.compress(body), content_type=FORM, content_encoding="gzip").unread

    @pytest.mark.parametrize(("size", "status"), [(102_400, 200), (102_401, 413)])
    def test_a_form_has_a_limit_of_its_own(self, serve, size, status):
        """
        Forms are limited to 100 KiB: recorded.
        """
        assert status == serve(b"a" * size, content_type=FORM).reply.status

    @pytest.mark.parametrize(("count", "status"), [(1000, 200), (1001, 413)])
    def test_a_form_has_a_thousand_parameters_at_most(self, serve, count, status):
        """
        Parameters are counted by what separates them: recorded.
        """
        assert status == serve(b"&".join([b"a"] * count), content_type=FORM).reply.status

    def test_too_many_parameters_are_called_so(self, serve, sentence):
        """
        The page tells too many parameters from too many bytes: recorded.
        """
        reply = serve(b"&" * 1000, content_type=FORM).reply

        assert "PayloadTooLargeError: too many parameters" == sentence(reply)

    @pytest.mark.parametrize("name", ["utf-16", "latin1"])
    def test_a_form_is_utf_8(self, serve, name):
        """
        No other charset is read in a form: recorded.
        """
        assert 415 == serve(b"a=1", content_type=f"{FORM}; charset={name}").reply.status
