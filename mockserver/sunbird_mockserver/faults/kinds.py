"""
The kinds of faults. Each is a failure of real clients: contract/clients.md 1, failure table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from sunbird_mockserver.faults.fault import (
    MAX_WHOLE,
    Answering,
    Fault,
    FaultError,
    OnRoute,
    check_whole,
    is_number,
    is_whole,
    shown,
)
from sunbird_telemetry.display import shortened
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.consumers.registry import Consumers

__all__ = [
    "KINDS",
    "AcceptThenDrop",
    "BadJson",
    "Chaos",
    "Delay",
    "Drop",
    "Empty200",
    "ExpireCredential",
    "NoCors",
    "RateLimit",
    "Status",
]

_ERRORS = range(400, 600)
_LONGEST_S = 3600
# How long an answer takes that chaos delays, in s: noticeable, and no client gives up.
_SHORT_S = 0.2


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
        if not is_whole(self.status) or self.status not in _ERRORS:
            raise FaultError(f"status is {shown(self.status)}; it should be an error: 400 to 599.")
        if self.retry_after is not None:
            check_whole("retry_after", self.retry_after, least=0, wanted="a number of s, or 0")


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
        if not is_number(self.seconds) or not 0 <= self.seconds <= _LONGEST_S:
            raise FaultError(
                f"seconds is {shown(self.seconds)}; it should be a number from 0 to {_LONGEST_S}."
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
        if not is_number(self.probability) or not 0 <= self.probability <= 1:
            raise FaultError(
                f"probability is {shown(self.probability)}; it should be a number from 0 to 1."
            )
        check_whole("seed", self.seed, least=-MAX_WHOLE, wanted="a whole number")

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

    def __post_init__(self) -> None:
        if not isinstance(self.key, str | None):
            raise FaultError(f"key is {shown(self.key)}; it should be text, or None for all.")

    def check(self, consumers: Consumers) -> None:
        """
        Make sure that one of *consumers* has the key.

        Raises:
            FaultError: None has.
        """
        # What is lost already is not found, but may be lost once more.
        if self.key is None or consumers.find(self.key) or consumers.expiry_of(self.key):
            return
        keys = [credential.key for each in consumers for credential in each.credentials]
        raise FaultError(
            f"There is no credential with the key {shown(self.key)} to expire."
            f"{did_you_mean(shortened(self.key), keys)} Have the client register first, or give no "
            "key: then all are lost."
        )


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
        check_whole("after", self.after, least=0, wanted="a number of requests, or 0")


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
