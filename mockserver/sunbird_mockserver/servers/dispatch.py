"""
The one application behind both servers.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from sunbird_mockserver.control import api
from sunbird_mockserver.delivery import Reply, is_control_path
from sunbird_mockserver.gateway import nginx
from sunbird_mockserver.journal.record import Outcome
from sunbird_mockserver.journal.waiting import run
from sunbird_mockserver.redaction import kept, without_secrets
from sunbird_mockserver.servers.heads import MalformedHead
from sunbird_mockserver.servers.request import Unread
from sunbird_mockserver.servers.wsgi import due, read_delivery, send_reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.journal.waiting import Steps
    from sunbird_mockserver.mock import Mock

__all__ = ["answer", "answering", "create_app"]

_log = logging.getLogger(__name__)

_DEFECT = "a defect of the mock itself; please report it with the request"
_WHY_UNREAD = {
    Unread.CUT_SHORT: (
        "the connection ended before the body did: nothing of it arrived. "
        "Is Content-Length larger than the body?"
    ),
    Unread.TOO_LARGE: (
        "the body is larger than 60 MiB, which the public ingress does not let through. "
        "Send smaller batches"
    ),
}
_UNREAD = {
    Unread.CUT_SHORT: nginx.page(400, "Bad Request"),
    Unread.TOO_LARGE: nginx.page(413, "Request Entity Too Large"),
}


def create_app(mock: Mock) -> WSGIApplication:
    """
    The WSGI application that has every route of *mock*.
    """

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        delivery, unread = read_delivery(environ, now=mock.now)

        return send_reply(due(answer(mock, delivery, unread)), delivery.method, start_response)

    return application


def answer(mock: Mock, delivery: Delivery, unread: Unread | MalformedHead | None = None) -> Reply:
    """
    Return the reply to *delivery*. A wait of the control API blocks this thread.
    """
    return run(mock.journal, answering(mock, delivery, unread))


def answering(
    mock: Mock, delivery: Delivery, unread: Unread | MalformedHead | None = None
) -> Steps[Reply]:
    """
    Return the reply to *delivery*, in steps that pause where the control API waits for events.

    The delivery is recorded first, unless it is a call of the control API.

    Args:
        mock: The mock that answers.

        delivery: The request.

        unread: The reason why its body, or all of it, could not be read; None if it could.
    """
    if unread:
        return _refused(mock, delivery, unread)
    try:
        if is_control_path(delivery.path):
            return (yield from api.answering(mock, delivery))
        return mock.receive(delivery)
    except Exception as error:  # noqa: BLE001  a bug of ours must not lose what a client sent
        return _defect(mock, delivery, error)


def _refused(mock: Mock, delivery: Delivery, unread: Unread | MalformedHead) -> Reply:
    if isinstance(unread, MalformedHead):
        reply, why = Reply(unread.status, (("Content-Length", "0"),), b""), unread.diagnosis
    else:
        reply, why = _UNREAD[unread], _WHY_UNREAD[unread]
    if not is_control_path(delivery.path):
        mock.record(Outcome(*kept(delivery, reply), diagnosis=why))

    return reply


def _defect(mock: Mock, delivery: Delivery, error: Exception) -> Reply:
    trace = without_secrets("".join(traceback.format_exception(error)), delivery)
    _log.error("%s %s could not be judged\n%s", delivery.method, delivery.path, trace)
    why = without_secrets(repr(error), delivery)
    reply = api.problem(500, f"The mock could not judge this request: {why}")
    if not is_control_path(delivery.path):
        mock.record(Outcome(*kept(delivery, reply), diagnosis=_DEFECT))

    return reply
