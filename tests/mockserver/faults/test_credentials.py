"""
Credentials that are gone, and how clients come by others: contract/gateway-and-auth.md 4a and 7.
"""

import pytest

from asking import Api, event
from knocking import bearer
from sunbird_mockserver import Consumer, Credential, Settings
from sunbird_mockserver.faults import ExpireCredential
from sunbird_mockserver.tokens import mint

GONE = '{"message":"No credentials found for given \'iss\'"}\n'
APP = bearer("mobile_app")


def register(api, version, inbox=""):
    """
    The token of a device that registers.
    """
    path = f"/api-manager/{version}/consumer/mobile_device/credential/register"
    answer = api.post('{"request": {"key": "device-1"}}', path, inbox, authorization=APP)

    return answer.json["result"]["token"]


def sent(api, token, inbox=""):
    """
    The status of a batch with that token.
    """
    return api.send(event(), inbox=inbox, token=token).status_code


def test_says_what_the_gateway_says(api):
    """
    It is as if the credential had never been there.
    """
    api.mock.faults.place("default", ExpireCredential())

    answer = api.send(event())

    assert (403, GONE) == (answer.status_code, answer.text)


def test_says_what_a_newer_gateway_says():
    """
    Kong 3.9.1 answers 401, and names what it looked for.
    """
    api = Api(Settings(profile="spark"))
    api.mock.faults.place("default", ExpireCredential())

    answer = api.post("{}", authorization=bearer())

    assert (401, "No credentials found for given 'kid'") == (
        answer.status_code,
        answer.json["message"],
    )


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_who_registers_anew_gets_in(api, version):
    """
    The app's own credential, which telemetry cannot be sent with, is still good for that.
    """
    old = register(api, version)
    before = sent(api, old)
    api.mock.faults.place("default", ExpireCredential())

    refused = sent(api, old)
    new = register(api, version)

    assert [200, 403, 200] == [before, refused, sent(api, new)]


def test_v1_gives_the_key_another_secret(api):
    """
    What was signed with the old one is refused from then on, in this inbox and in no other.
    """
    old = register(api, "v1")
    placed = api.mock.faults.place("a", ExpireCredential())
    new = register(api, "v1", "a")
    api.mock.faults.end("a", placed)

    assert [403, 200] == [sent(api, token, "a") for token in (old, new)]
    assert [200, 403] == [sent(api, token) for token in (old, new)]


def test_one_key_can_be_named(api):
    """
    Others are good as ever.
    """
    device = register(api, "v1")
    api.mock.faults.place("default", ExpireCredential("device-1"))

    assert [403, 200] == [sent(api, device), sent(api, mint("partner-key", "partner-secret"))]


def test_is_back_when_the_fault_is_removed(api):
    """
    Unless somebody registered meanwhile, nothing has changed.
    """
    placed = api.mock.faults.place("default", ExpireCredential())
    refused = api.send(event()).status_code
    api.mock.faults.end("default", placed)

    assert [403, 200] == [refused, api.send(event()).status_code]


def test_who_is_declared_anew_is_let_in(api):
    """
    An operator can put the credential back, too.
    """
    consumer = Consumer("mine", frozenset({"telemetryCreate"}), (Credential("my-key", "s"),))
    api.mock.faults.place("default", ExpireCredential())

    api.mock.inbox_consumers.own("default").add(consumer)

    assert 200 == sent(api, mint("my-key", "s"))


def test_an_unknown_key_is_no_expired_one(api):
    """
    Who was never known did not meet the fault, and is told what is wrong.
    """
    placed = api.mock.faults.place("default", ExpireCredential())

    api.send(event(), token=mint("nobody", "s"))

    (delivery,) = api.mock.journal.deliveries("default")
    assert delivery.outcome.fault is None
    assert "nobody" in delivery.outcome.diagnosis
    assert () == api.mock.journal.met("default", placed.number)


def test_two_at_a_time_end_one_by_one(api):
    """
    A credential is good again when the last fault that covers it has gone.
    """
    faults = [api.mock.faults.place("default", ExpireCredential()) for _ in range(2)]

    answers = []
    for placed in faults:
        api.mock.faults.end("default", placed)
        answers.append(api.send(event()).status_code)

    assert [403, 200] == answers
