from __future__ import annotations

import pytest

from sunbird_mockserver.upstreams.telemetry import MASTER
from sunbird_mockserver.upstreams.telemetry.express import encode_url, etag, page


def test_an_etag_is_length_and_digest():
    """
    An ETag is weak: the length in hex, and 27 characters of the SHA-1 in base64: recorded.
    """
    body = (
        b'{"id":"api.telemetry","ver":"1.0","ets":1795450610424,"params":{},'
        b'"responseCode":"SUCCESS"}'
    )

    assert 'W/"5b-2j4c2DwvFOnrh0WL4UIAYRnQ3bI"' == etag(body)


def test_a_page_is_this_document():
    """
    Every error page is the same small document around one sentence: recorded.
    """
    expected = (
        b'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        b"<title>Error</title>\n</head>\n<body>\n<pre>Oops</pre>\n</body>\n</html>\n"
    )

    assert expected == page(MASTER, 404, "Oops").body


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;", id="markup is escaped"),
        pytest.param("a\nb", "a<br>b", id="lines are broken"),
        pytest.param("a   b", "a &nbsp; b", id="blanks are kept by pairs"),
        pytest.param("\ud83d!", "\N{REPLACEMENT CHARACTER}!", id="half a character is replaced"),
        pytest.param("\ud83d\ude00", "\U0001f600", id="two halves make one"),
    ],
)
def test_what_a_page_shows(text, shown):
    """
    The sentence of a page is shown as it is, safely: recorded.
    """
    assert f"<pre>{shown}</pre>" in page(MASTER, 400, text).body.decode()


def test_the_length_of_a_page_counts_bytes():
    """
    Content-Length counts bytes, not characters.
    """
    reply = page(MASTER, 404, "\N{SNOWMAN}")

    assert ("Content-Length", str(len(reply.body))) == reply.headers[-1]


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("/plain-._~!$&'()*+,;=:@", "/plain-._~!$&'()*+,;=:@"),
        ("/%41%c3", "/%41%c3"),
        ("/%", "/%25"),
        ("/%zz", "/%25zz"),
        ('/"<>`{}', "/%22%3C%3E%60%7B%7D"),
        ("/\xe9", "/%C3%A9"),
    ],
)
def test_a_path_is_encoded_where_it_must_be(path, encoded):
    """
    Escapes stay, and whatever else no URL may hold is percent-encoded as UTF-8: recorded.
    """
    assert encoded == encode_url(path, MASTER.illegal)
