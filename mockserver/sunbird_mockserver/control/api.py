"""
The HTTP control API: what programs ask the mock, under ``/_mock``.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.control.access import allow_origin, refusal
from sunbird_mockserver.control.faults import CALLS as FAULTS
from sunbird_mockserver.control.filters import BadQueryError, parse_query
from sunbird_mockserver.control.stats import stats_of
from sunbird_mockserver.delivery import CONTROL_PREFIX, Reply
from sunbird_mockserver.faults.fault import FaultError
from sunbird_mockserver.journal.query import Found, searched
from sunbird_mockserver.journal.waiting import wait_for
from sunbird_telemetry.jsonvalues.node import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_mockserver.delivery import Delivery, Headers
    from sunbird_mockserver.journal.waiting import Steps
    from sunbird_mockserver.mock import Mock

__all__ = ["CALLS", "answering", "problem"]

_OPEN = frozenset({"/health"})

Answer = tuple[int, "Mapping[str, Any]"]


def answering(mock: Mock, delivery: Delivery) -> Steps[Reply]:
    """
    Return the control API's reply to *delivery*, in steps that pause where a call waits for events.
    """
    path = delivery.path.removeprefix(CONTROL_PREFIX)
    if path not in _OPEN and (refused := refusal(mock.settings, delivery)):
        return problem(refused.status, refused.error, refused.headers)
    headers = allow_origin(mock.settings, delivery)
    if delivery.method == "OPTIONS":
        return Reply(204, headers, b"")
    methods = CALLS.get(path)
    if methods is None:
        return problem(404, _unknown(delivery.path), headers)
    call = methods.get("GET" if delivery.method == "HEAD" else delivery.method)
    if call is None:
        error = f"{delivery.path} takes {' or '.join(methods)}, not {delivery.method}."
        return problem(405, error, (*headers, ("Allow", _allowed(methods))))
    try:
        answer = call(mock, delivery)
        status, body = (yield from answer) if isinstance(answer, Generator) else answer
        return _json(status, body, headers)
    except (BadQueryError, FaultError) as error:
        return problem(400, str(error), headers)


def _unknown(path: str) -> str:
    known = [
        f"{method} {CONTROL_PREFIX}{call}" for call, methods in CALLS.items() for method in methods
    ]

    return f"{path} is not a call of the control API. There are: {', '.join(known)}."


def problem(status: int, error: str, headers: Headers = ()) -> Reply:
    """
    An answer that says what is wrong and what to do.
    """
    return _json(status, {"error": error}, headers)


def _json(status: int, body: Mapping[str, Any], headers: Headers) -> Reply:
    no_store = ("Cache-Control", "no-store")

    return Reply.of(status, "application/json", dumps(body), no_store, *headers)


def _allowed(methods: Mapping[str, object]) -> str:
    return ", ".join([*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"])


@cache
def _version() -> str:
    return version("pytest-sunbird")


def _health(mock: Mock, _: Delivery) -> Answer:
    return 200, {"status": "ok", "profile": mock.settings.profile, "version": _version()}


def _events(mock: Mock, delivery: Delivery) -> Answer:
    query = parse_query(delivery.query, inbox=delivery.inbox)

    return 200, Found().add(query, searched(mock.journal, query)).to_dict()


def _wait(mock: Mock, delivery: Delivery) -> Steps[Answer]:
    return wait_for(mock.journal, parse_query(delivery.query, inbox=delivery.inbox))


def _deliveries(mock: Mock, delivery: Delivery) -> Answer:
    only = ("inbox", "limit", "after")
    query = parse_query(delivery.query, inbox=delivery.inbox, only=only)
    found = mock.journal.deliveries(*query.inboxes, after=query.after)

    return 200, {
        "total": len(found),
        "deliveries": [recorded.to_dict() for recorded in found[: query.limit]],
    }


def _stats(mock: Mock, delivery: Delivery) -> Answer:
    query = parse_query(delivery.query, inbox=delivery.inbox, only=("inbox",))

    return 200, stats_of(mock, query.inboxes)


def _reset(mock: Mock, delivery: Delivery) -> Answer:
    if delivery.query:
        raise BadQueryError(
            "A reset takes no query. It empties the inbox in front of it: /i/NAME/_mock/reset."
        )
    mock.reset(delivery.inbox)

    return 200, {"status": "ok", "inbox": delivery.inbox}


#: What to call, by path behind the prefix and by method.
CALLS: dict[str, Mapping[str, Callable[[Mock, Delivery], Answer | Steps[Answer]]]] = {
    "/health": {"GET": _health},
    "/events": {"GET": _events},
    "/events/wait": {"GET": _wait},
    "/deliveries": {"GET": _deliveries},
    "/stats": {"GET": _stats},
    "/reset": {"POST": _reset},
    "/faults": FAULTS,
}
