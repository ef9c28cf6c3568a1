"""
Faults over HTTP: ``/_mock/faults``.
"""

import json

import pytest

from asking import event
from sunbird_mockserver.faults import KINDS

#: The least that each fault has to be told.
LEAST = {
    "status": {"status": 503},
    "delay": {"seconds": 1},
    "rate_limit": {"after": 3},
    "chaos": {"probability": 0.5},
}


def put(api, faults, inbox="", **headers):
    return api.ask("faults", inbox, method="PUT", body=json.dumps(faults), **headers)


@pytest.mark.parametrize("name", KINDS)
def test_each_is_asked_for_by_its_name(api, name):
    """
    What the server shows can be sent back as it is, but for what became of it.
    """
    (shown,) = put(api, [{"fault": name, **LEAST.get(name, {})}]).json["faults"]

    assert ([], name) == (shown.pop("deliveries"), shown["fault"])
    left = shown.pop("left")
    assert [shown | {"left": left, "deliveries": []}] == put(api, [shown]).json["faults"]


def test_what_became_of_them_is_shown(api):
    """
    How many deliveries can still meet it, and which did.
    """
    put(api, [{"fault": "status", "status": 503, "times": 2}])

    api.send(event())

    assert [
        {
            "fault": "status",
            "route": "telemetry",
            "times": 2,
            "status": 503,
            "retry_after": None,
            "left": 1,
            "deliveries": [1],
        }
    ] == api.ask("faults").json["faults"]


def test_a_key_that_nobody_has_changes_nothing(api):
    """
    A slip in a key is told, and what was in place stays there.
    """
    put(api, [{"fault": "drop"}])

    answer = put(
        api, [{"fault": "delay", "seconds": 1}, {"fault": "expire_credential", "key": "x"}]
    )

    assert 400 == answer.status_code
    assert "[1]: There is no credential with the key 'x' to expire." in answer.json["error"]
    assert ["drop"] == [each["fault"] for each in api.ask("faults").json["faults"]]


def test_a_put_takes_the_place_of_all_there_were(api):
    """
    Asking twice for the same leads to the same.
    """
    for _ in range(2):
        put(api, [{"fault": "status", "status": 503}])

    assert [503, 200] == [api.send(event()).status_code for _ in range(2)]


@pytest.mark.parametrize(("method", "call"), [("DELETE", "faults"), ("POST", "reset")])
def test_they_can_be_removed(api, method, call):
    """
    A DELETE removes faults, and a reset them as well.
    """
    put(api, [{"fault": "status", "status": 503}])

    assert 200 == api.ask(call, method=method).status_code
    assert [] == api.ask("faults").json["faults"]
    assert 200 == api.send(event()).status_code


def test_they_are_of_the_inbox_in_front_of_the_path(api):
    """
    Other inboxes neither meet nor show them.
    """
    put(api, [{"fault": "status", "status": 503}], "mine")

    assert [] == api.ask("faults").json["faults"]
    assert [200, 503] == [api.send(event(), inbox=inbox).status_code for inbox in ("", "mine")]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{", "The body is no JSON: "),
        ("{}", 'Faults are a list, as in [{"fault": "status", "status": 503}].'),
        ("[503]", '[0] has no name. Give it one: {"fault": "drop"}.'),
        ('[{"status": 503}]', '[0] has no name. Give it one: {"fault": "drop"}.'),
        ('[{"fault": "dorp"}]', "[0]: 'dorp' is not a fault. Did you mean 'drop'?"),
        ('[{"fault": "?"}]', "[0]: '?' is not a fault. There are: status, delay, "),
        ('[{"fault": "drop", "time": 2}]', "[0]: drop has no 'time'. Did you mean 'times'?"),
        ('[{"fault": "no_cors", "times": 2}]', "[0]: no_cors has no 'times'. There are: route."),
        ('[{"fault": "status"}]', "[0]: status needs 'status'."),
        (
            '[{"fault": "drop"}, {"fault": "status", "status": "503"}]',
            "[1]: status is '503'; it should be an error: 400 to 599.",
        ),
        (
            '[{"fault": "drop", "times": true}]',
            "[0]: times is True; it should be a whole number.",
        ),
        (
            '[{"fault": "status", "status": 200}]',
            "[0]: status is 200; it should be an error: 400 to 599.",
        ),
        (
            '[{"fault": "drop", "route": "telemtry"}]',
            "[0]: 'telemtry' is no route of the gateway. Did you mean 'telemetry'?",
        ),
    ],
)
def test_a_mistake_is_told(api, body, why):
    """
    Where it is, what is wrong, and which name is near.
    """
    answer = api.ask("faults", method="PUT", body=body)

    assert 400 == answer.status_code
    assert answer.json["error"].startswith(why)


def test_a_mistake_changes_nothing(api):
    """
    What was in place before stays.
    """
    put(api, [{"fault": "status", "status": 503}])
    put(api, [{"fault": "drop"}, {"fault": "?"}])

    assert 503 == api.send(event()).status_code


def test_no_page_elsewhere_may_ask_for_them(api):
    """
    The guard of the control API is in front of this call, too.
    """
    assert 403 == put(api, [], origin="https://elsewhere.example").status_code
