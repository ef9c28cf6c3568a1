"""
What becomes of the headers of a request.
"""

from __future__ import annotations

import pytest


def headers_of(inbox, *fields: str):
    answer = inbox.ask("POST", "/v1/telemetry", *fields, body=b"{}")
    assert answer.status == 200

    return inbox.deliveries[-1]["headers"]


def test_names_are_in_lower_case(inbox):
    """
    Names are kept in lower case, however they were sent, and values without blanks around them.
    """
    headers = headers_of(inbox, "X-dEvIcE-iD:  a b \t")

    assert "a b" == headers["x-device-id"]


def test_values_of_a_repeated_header_are_joined(inbox):
    """
    Of a repeated header all values count.
    """
    headers = headers_of(inbox, "X-A: 1", "X-B: x", "x-a: 2", "X-A:")

    assert "1, 2, " == headers["x-a"]


@pytest.mark.parametrize("name", ["content-type", "user-agent", "host"])
def test_the_first_of_what_can_only_be_one(inbox, name):
    """
    Of a header that can have one value the first counts.
    """
    headers = headers_of(inbox, f"{name}: 127.0.0.1", f"{name}: other")

    assert "127.0.0.1" == headers[name]


def test_cookies_are_not_kept_when_repeated_either(inbox):
    """
    Two Cookie headers are one, and hidden.
    """
    headers = headers_of(inbox, "Cookie: a=1", "Cookie: b=2")

    assert "[not kept]" == headers["cookie"]


def test_bytes_beyond_ascii_are_kept(inbox):
    """
    Each byte of a value beyond ASCII is kept as the character of that number.
    """
    headers = headers_of(inbox, "X-Device-ID: \xc3\xa9\xff")

    assert "\xc3\xa9\xff" == headers["x-device-id"]


def test_an_empty_header_is_there(inbox):
    """
    An empty value is another thing than no header.
    """
    headers = headers_of(inbox, "X-Device-ID:")

    assert "" == headers["x-device-id"]


def test_a_name_with_an_underscore_takes_nobody_s_place(inbox):
    """
    A header with an underscore does not reach the service, and replaces no other.
    """
    headers = headers_of(inbox, "X-Device-ID: a", "X_Device_ID: b")

    assert "a" == headers["x-device-id"]
    assert "x_device_id" not in headers


def test_variables_of_the_environment_are_no_headers(inbox):
    """
    What the server was started with does not show in requests.
    """
    headers = headers_of(inbox, "Content-Type: application/json")

    assert {"host", "connection", "content-type", "content-length"} == set(headers)
