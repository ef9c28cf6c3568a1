"""
Values of a configuration that are well-formed, and of no use.
"""

import pytest

from sunbird_mockserver.config import ConfigurationError, settings_from
from sunbird_mockserver.config.checks import host_in, origin_in
from sunbird_mockserver.settings import Gateway, Limits, SettingError


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"host": ""}, "host is empty. Give an address of this machine, as in 127.0.0.1."),
        (
            {"gateway": {"max_body_bytes": -1}},
            "gateway.max_body_bytes is -1; it should be 0 or more.",
        ),
        ({"limits": {"journal_events": 0}}, "limits.journal_events is 0; it should be 1 or more."),
        ({"limits": {"journal_bytes": -5}}, "limits.journal_bytes is -5; it should be 1 or more."),
        (
            {"adminutil": {"access_validity_s": -1}},
            "adminutil.access_validity_s is -1; it should be a number of seconds, or 0.",
        ),
        (
            {"adminutil": {"offline_validity_s": -1}},
            "adminutil.offline_validity_s is -1; it should be a number of seconds, or 0.",
        ),
        (
            {"control": {"allowed_origins": ["http://a.test", "http://b.test:3000/"]}},
            "control.allowed_origins[1] is 'http://b.test:3000/'; write 'http://b.test:3000'.",
        ),
        (
            {"control": {"allowed_origins": ["*"]}},
            "control.allowed_origins[0] is '*'; it should be an origin: http://localhost:3000.",
        ),
        (
            {"control": {"allowed_hosts": ["http://a.test:80"]}},
            "control.allowed_hosts[0] is 'http://a.test:80'; write 'a.test'.",
        ),
        (
            {"control": {"allowed_origins": ["http://me:hush@a.test"]}},
            "control.allowed_origins[0] has a user or a password; write 'http://a.test'.",
        ),
        (
            {"control": {"allowed_hosts": ["me:hush@*"]}},
            (
                "control.allowed_hosts[0] has a user or a password; "
                "it should be a host alone: sunbird.test."
            ),
        ),
        (
            {"control": {"allowed_hosts": [""]}},
            "control.allowed_hosts[0] is ''; it should be a host alone: sunbird.test.",
        ),
    ],
)
def test_a_value_of_no_use_is_refused(table, message):
    """
    What is wrong, where it stands, and what would do.
    """
    with pytest.raises(ConfigurationError) as caught:
        settings_from(table)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (Gateway, "max_body_bytes", -1),
        (Limits, "journal_events", 0),
        (Limits, "journal_bytes", 0),
    ],
)
def test_limits_hold_in_python_too(kind, key, value):
    """
    A limit that nothing can keep is refused whoever sets it.
    """
    with pytest.raises(SettingError):
        kind(**{key: value})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://app.example", "https://app.example"),
        ("ionic://localhost", "ionic://localhost"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://localhost:3000/app?x=1", "http://localhost:3000"),
        ("HTTP://LocalHost", "http://localhost"),
        ("http://app.example:80", "http://app.example"),
        ("https://app.example:443", "https://app.example"),
        ("http://me@app.example", "http://app.example"),
        ("app.example", None),
        ("localhost:3000", None),
        ("//app.example", None),
        ("http://", None),
        ("http://*.example", None),
        ("http://app.example:port", None),
        ("http://[::1", None),
        ("null", None),
        ("", None),
    ],
)
def test_an_origin_is_what_browsers_send(text, meant):
    """
    Scheme, host and port in lower case, without a port that goes without saying.
    """
    assert meant == origin_in(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("sunbird.test", "sunbird.test"),
        ("Sunbird.Test", "Sunbird.Test"),
        ("192.168.0.7", "192.168.0.7"),
        ("::1", "::1"),
        ("[fe80::1]", "[fe80::1]"),
        ("sunbird.test:9001", "sunbird.test"),
        ("http://sunbird.test:9001/x", "sunbird.test"),
        ("[::1]:9001", "::1"),
        ("sunbird.test/", "sunbird.test"),
        ("*", None),
        ("*.test", None),
        (" ", None),
        (":9001", None),
    ],
)
def test_a_host_stands_alone(text, meant):
    """
    Neither scheme nor port nor path.
    """
    assert meant == host_in(text)
