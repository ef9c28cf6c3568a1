"""
What all faults have: a name, a route, and how often they are met.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import repeat
from typing import TYPE_CHECKING, Any, ClassVar

from sunbird_mockserver.routes import ROUTES, Upstream
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sunbird_mockserver.consumers.register import Consumers
    from sunbird_mockserver.routes import Route

__all__ = ["TELEMETRY", "Answering", "Fault", "FaultError", "OnRoute", "hint", "is_number"]

#: The route of a fault unless another is named: all paths that lead to the telemetry service.
TELEMETRY = "telemetry"
_NAMES = tuple(dict.fromkeys(route.name for route in ROUTES))


class FaultError(ValueError):
    """
    A fault that cannot be. Its text says why, and what would do.
    """


def hint(name: str, known: Collection[str]) -> str:
    """
    What may have been meant by a *name* that is not among those *known*, to follow a sentence.
    """
    return did_you_mean(name, known, otherwise=f"There are: {', '.join(known)}.")


def is_number(value: object) -> bool:
    """
    Whether *value* can be counted with.
    """
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

    def check(self, _consumers: Consumers) -> None:
        """
        Make sure that there is something for it to do where these are known.

        Raises:
            FaultError: There is not.
        """

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
                f"{self.route!r} is no route of the gateway.{hint(self.route, _NAMES)}"
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
        if self.times is not None and (not is_number(self.times) or self.times < 1):
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
