"""
What must not be found anywhere on or behind the wire.
"""

from __future__ import annotations

import json

import pytest

SECRETS = {
    "Cookie": "session=c00kie",
    "X-Authenticated-User-Token": "us3r.t0ken",
    "Proxy-Authorization": "Basic cHIweHk=",
}


@pytest.mark.parametrize(
    "path", ["/v1/telemetry", "/api/data/v1/telemetry", "/nowhere", "//data/v1/telemetry"]
)
def test_no_secret_is_shown(inbox, token, batch, path):
    """
    The control API shows no token, whichever way it came, and the server writes none.
    """
    signature = token.rpartition(".")[2]
    fields = [f"{name}: {value}" for name, value in SECRETS.items()]
    query = f"?jwt={token}&eHVyhwSdt=argum3nt"

    inbox.ask("POST", path + query, f"Authorization: Bearer {token}", *fields, body=batch)
    inbox.ask("POST", path, f"Referer: http://a.example/{query}", *fields, body=batch)

    shown = json.dumps(inbox.deliveries) + inbox.server.stderr().decode()
    for secret in (signature, "c00kie", "us3r.t0ken", "argum3nt", "cHIweHk="):
        assert secret not in shown


def test_a_token_is_described(inbox, token, batch):
    """
    Who sent a delivery can be seen without the token.
    """
    inbox.ask("POST", "/data/v1/telemetry", f"Authorization: Bearer {token}", body=batch)

    [delivery] = inbox.deliveries
    assert "Bearer [not kept]" == delivery["headers"]["authorization"]
    assert "partner-key" == delivery["token"]["claims"]["iss"]
    assert "partner" == delivery["consumer"]
