"""
The mock as a server in a thread of this process, with room for stubs of other endpoints.
"""

from __future__ import annotations

import io

from pytest_httpserver import HTTPServer
from werkzeug.wrappers import Request, Response

from sunbird_mockserver.control import api
from sunbird_mockserver.delivery import DEFAULT_INBOX, Delivery, Reply
from sunbird_mockserver.journal.record import Outcome
from sunbird_mockserver.mock import Mock
from sunbird_mockserver.redaction import kept, redacted
from sunbird_mockserver.servers.dispatch import answer
from sunbird_mockserver.servers.werkzeug_handler import Handler
from sunbird_mockserver.servers.wsgi import due, read_delivery
from sunbird_mockserver.settings import Settings

__all__ = ["MockServer", "Stubs"]

# How often the server looks whether it should stop, in s: a session waits that long at its end.
_POLL_S = 0.02
_DELIVERY = "sunbird.delivery"


class _Verbatim(Response):
    """
    A `Reply` of the mock, which is in the journal by now. Nothing is added to it.
    """

    default_mimetype = None

    @classmethod
    def of(cls, reply: Reply) -> _Verbatim:
        """
        Return the werkzeug response for *reply*.
        """
        return cls([reply.body], reply.status, list(reply.headers))


class _RealOtherwise(HTTPServer):
    """
    A server whose answer to what nobody expected is the gateway's 404, not an error of its own.
    """

    mock: Mock

    def respond_nohandler(self, request: Request, extra_message: str = "") -> Response:
        """
        Note that nobody expected *request*, and answer as the gateway does.
        """
        delivery: Delivery = request.environ[_DELIVERY]
        shown = {"QUERY_STRING": redacted(delivery).query, "wsgi.input": io.BytesIO(delivery.body)}
        super().respond_nohandler(Request(request.environ | shown), extra_message)

        return _Verbatim.of(answer(self.mock, delivery))


class Stubs(_RealOtherwise):
    """
    Answers of a test's own making, for one inbox: ``expect_request`` and all that goes with it.
    """

    def __init__(self, server: MockServer, inbox: str) -> None:
        super().__init__(server.host, server.port)
        self.mock = server.mock
        self._url = server.url(inbox)

    def url_for(self, suffix: str) -> str:
        """
        The URL of *suffix* in this inbox.
        """
        return f"{self._url}/{suffix.removeprefix('/')}"


class MockServer(_RealOtherwise):
    """
    A Sunbird on a port of this machine.

    Every request that the mock copies goes to the mock; any other to the stubs of its inbox, and
    to the gateway's own 404 if there is none for it.

    Args:
        settings: How the mock is set up, but for the port: tests run side by side.

        port: The port to listen on; 0 takes a free one.
    """

    def __init__(self, settings: Settings | None = None, *, port: int = 0) -> None:
        settings = settings or Settings()
        super().__init__(settings.host, port, threaded=True)
        self.mock = Mock(settings)
        self._stubs: dict[str, Stubs] = {}

    def url(self, inbox: str = DEFAULT_INBOX) -> str:
        """
        Return the host to configure in a client, without a slash at the end.
        """
        prefix = "" if inbox == DEFAULT_INBOX else f"/i/{inbox}"

        return f"http://{self.format_host(self.host)}:{self.port}{prefix}"

    def stubs(self, inbox: str) -> HTTPServer:
        """
        The stubs of *inbox*; those of the default inbox are the server's own.
        """
        if inbox == DEFAULT_INBOX:
            return self
        if inbox not in self._stubs:
            self._stubs[inbox] = Stubs(self, inbox)

        return self._stubs[inbox]

    def forget_stubs(self, inbox: str) -> None:
        """
        Remove the stubs of *inbox*.
        """
        if inbox == DEFAULT_INBOX:
            self.clear()
        self._stubs.pop(inbox, None)

    def thread_target(self) -> None:
        """
        Serve until stopped.
        """
        if self.server is not None:
            self.server.RequestHandlerClass = Handler
            self.server.serve_forever(poll_interval=_POLL_S)

    def stop(self) -> None:
        """
        Stop serving, and let no answer that is held back keep anybody.
        """
        self.mock.faults.clear_all()
        super().stop()

    def application(self, request: Request) -> Response:
        """
        Answer *request*: the mock first, then stubs.
        """
        environ = request.environ
        delivery, unread = read_delivery(environ, now=self.mock.now)
        stubs = self if delivery.inbox == DEFAULT_INBOX else self._stubs.get(delivery.inbox)
        if stubs is None or unread or self.mock.owns(delivery.method, delivery.path):
            return _Verbatim.of(due(answer(self.mock, delivery, unread)))
        body = {_DELIVERY: delivery, "wsgi.input": io.BytesIO(delivery.body)}

        return self._stubbed(stubs, Request(environ | body), delivery)

    def _stubbed(self, stubs: HTTPServer, request: Request, delivery: Delivery) -> Response:
        diagnosis = None
        try:
            response = HTTPServer.application(stubs, request)
        except Exception as error:  # noqa: BLE001  whatever a test's own handler raises
            diagnosis = f"the stub raised {type(error).__name__}"
            response = _Verbatim.of(api.problem(500, f"{diagnosis}; check() of it says more."))
        else:
            if isinstance(response, _Verbatim):
                return response
        body = response.get_data() if response.is_sequence else b""  # a stream goes out as it comes
        reply = Reply(response.status_code, tuple(response.headers), body)
        self.mock.record(Outcome(*kept(delivery, reply), route="stub", diagnosis=diagnosis))

        return response
