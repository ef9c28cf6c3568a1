"""
Which faults there are. Each is what a real client meets: contract/clients.md 1, failure table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from itertools import repeat
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from sunbird_mockserver.routes import ROUTES, Upstream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sunbird_mockserver.routes import Route

__all__ = [
    "KINDS",
    "TELEMETRY",
    "AcceptThenDrop",
    "Answering",
    "BadJson",
    "Chaos",
    "Delay",
    "Drop",
    "Empty200",
    "ExpireCredential",
    "Fault",
    "FaultError",
    "NoCors",
    "RateLimit",
    "Status",
    "hint",
]

#: The route of a fault unless another is named: all paths that lead to the telemetry service.
TELEMETRY = "telemetry"
_NAMES = tuple(dict.fromkeys(route.name for route in ROUTES))
_ERRORS = range(400, 600)
_LONGEST_S = 3600
# How long an answer takes that chaos delays, in s: noticeable, and no client gives up.
_SHORT_S = 0.2


class FaultError(ValueError):
    """
    A fault that cannot be. Its text says why, and what would do.
    """


def hint(name: str, known: Iterable[str]) -> str:
    """
    What may have been meant by a *name* that is not among those *known*.
    """
    names = tuple(known)
    close = get_close_matches(name, names, n=1)

    return f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(names)}."


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


@dataclass(frozen=True, slots=True)
class Fault:
    """
    What the mock does in place of the truth.

    Attributes:
        name: What people and the control API call it.

        told: What it does, for the diagnosis of a delivery that meets it.

        refuses: Whether that delivery is refused because of it, and nothing of it is kept.
    """

    name: ClassVar[str]
    told: ClassVar[str]
    refuses: ClassVar[bool] = False

    def is_for(self, _route: Route | None, _method: str) -> bool:
        """
        Whether a request can meet it that takes this route, with this method.
        """
        return True

    def to_dict(self) -> dict[str, Any]:
        """
        The fault as the control API shows and takes it.
        """
        values = {each.name: getattr(self, each.name) for each in fields(self)}

        return {"fault": self.name, **values}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoute(Fault):
    """
    A fault of one route.

    Attributes:
        route: Its name in the deployment. ``telemetry`` stands for all paths to the service.
    """

    route: str = TELEMETRY

    def __post_init__(self) -> None:
        if self.route not in _NAMES:
            raise FaultError(
                f"{self.route!r} is no route of the gateway. {hint(self.route, _NAMES)}"
            )

    def is_for(self, route: Route | None, _method: str) -> bool:
        """
        Whether *route* is its own.
        """
        if route is None:
            return False

        return route.name == self.route or (
            self.route == TELEMETRY and route.upstream is Upstream.TELEMETRY
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering(OnRoute):
    """
    A fault that decides about a whole answer. Of several, each delivery meets one.

    Preflights never do: a browser asks first, and then the fault would be gone.

    Attributes:
        times: How many deliveries meet it; None: all until it is removed.
    """

    times: int | None = 1

    def __post_init__(self) -> None:
        OnRoute.__post_init__(self)
        if self.times is not None and (not _is_number(self.times) or self.times < 1):
            raise FaultError(f"times is {self.times!r}; it should be 1 or more, or None for ever.")

    def is_for(self, route: Route | None, method: str) -> bool:
        """
        Whether *route* is its own, and *method* one that an app uses there.
        """
        met = ("POST",) if self.route == TELEMETRY else ("GET", "POST")

        return method in met and OnRoute.is_for(self, route, method)

    def draws(self) -> Iterator[Answering | None]:
        """
        What deliveries meet, one after the other; None: nothing.
        """
        return repeat(self)


@dataclass(frozen=True, slots=True)
class Status(Answering):
    """
    Another status, with the body that the component has for it which would say so.

    Attributes:
        status: From 400 to 599.

        retry_after: The value of that header, in s; None: as the real answer has it.
    """

    name = "status"
    told = "another answer was given than the true one"
    refuses = True

    status: int
    retry_after: int | None = None

    def __post_init__(self) -> None:
        Answering.__post_init__(self)
        if self.status not in _ERRORS:
            raise FaultError(f"status is {self.status!r}; it should be an error: 400 to 599.")
        seconds = self.retry_after
        if seconds is not None and (not _is_number(seconds) or seconds < 0):
            raise FaultError(f"retry_after is {seconds!r}; it should be a number of s, or 0.")


@dataclass(frozen=True, slots=True)
class Delay(Answering):
    """
    The true answer, late.

    Attributes:
        seconds: How late.
    """

    name = "delay"
    told = "the answer was held back"

    seconds: float

    def __post_init__(self) -> None:
        Answering.__post_init__(self)
        if not _is_number(self.seconds) or not 0 <= self.seconds <= _LONGEST_S:
            raise FaultError(
                f"seconds is {self.seconds!r}; it should be a number from 0 to {_LONGEST_S}."
            )


@dataclass(frozen=True, slots=True)
class Drop(Answering):
    """
    A connection that ends without a byte of answer; nothing was kept.
    """

    name = "drop"
    told = "the connection was closed without an answer, and nothing was kept"
    refuses = True


@dataclass(frozen=True, slots=True)
class AcceptThenDrop(Answering):
    """
    A connection that ends without a byte of answer, although the service took the batch.
    """

    name = "accept_then_drop"
    told = "the service took this, and then the connection was closed without an answer"


@dataclass(frozen=True, slots=True)
class BadJson(Answering):
    """
    A 200 that says to be JSON, and is not.
    """

    name = "bad_json"
    told = "the service took this, and the body of its answer was replaced by one that is no JSON"


@dataclass(frozen=True, slots=True)
class Empty200(Answering):
    """
    A 200 that says to be JSON, and has no body.
    """

    name = "empty_200"
    told = "the service took this, and the body of its answer was left out"


@dataclass(frozen=True, slots=True)
class Chaos(Answering):
    """
    Now and then one of the faults that pass: 503, drop, accept_then_drop, a short delay.

    Attributes:
        probability: How often, from 0 to 1.

        seed: The same seed makes the same faults, in order of arrival.
    """

    name = "chaos"
    told = "chaos was asked for"

    probability: float
    seed: int = 0
    times: int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        Answering.__post_init__(self)
        if not _is_number(self.probability) or not 0 <= self.probability <= 1:
            raise FaultError(
                f"probability is {self.probability!r}; it should be a number from 0 to 1."
            )

    def draws(self) -> Iterator[Answering | None]:
        """
        One of the faults that pass with the `probability`, else None.
        """
        passing = (
            Status(503, route=self.route),
            Drop(route=self.route),
            AcceptThenDrop(route=self.route),
            Delay(_SHORT_S, route=self.route),
        )
        random = Random(self.seed)  # noqa: S311  reproducible is what it should be
        while True:
            yield random.choice(passing) if random.random() < self.probability else None


@dataclass(frozen=True, slots=True)
class ExpireCredential(Fault):
    """
    Credentials that the gateway no longer has, until the client registers anew.

    Attributes:
        key: Which one; None: all of consumers that may send telemetry.
    """

    name = "expire_credential"
    told = "the gateway was told to have lost this credential; register anew to get one that works"
    refuses = True

    key: str | None = None


@dataclass(frozen=True, slots=True)
class RateLimit(OnRoute):
    """
    So many requests pass, and then no more: no hour ends this limit.

    Attributes:
        after: How many pass.
    """

    name = "rate_limit"
    told = "the limit of this route was set to a few requests, and these have been made"
    refuses = True

    after: int

    def __post_init__(self) -> None:
        OnRoute.__post_init__(self)
        if not _is_number(self.after) or self.after < 0:
            raise FaultError(f"after is {self.after!r}; it should be a number of requests, or 0.")


@dataclass(frozen=True, slots=True)
class NoCors(OnRoute):
    """
    A gateway without its CORS plugin: pages on other origins are not let in by their browser.
    """

    name = "no_cors"
    told = "the gateway was told to send no CORS headers and to answer no preflight"


#: All of them by name.
KINDS: dict[str, type[Fault]] = {
    kind.name: kind
    for kind in (
        Status,
        Delay,
        Drop,
        AcceptThenDrop,
        BadJson,
        Empty200,
        ExpireCredential,
        RateLimit,
        NoCors,
        Chaos,
    )
}
