"""
The base of all faults: a name, a route, and a number of times.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import repeat
from typing import TYPE_CHECKING, Any, ClassVar, TypeGuard

from sunbird_mockserver.deployments.routes import ROUTES, Upstream
from sunbird_telemetry.display import described, shortened
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sunbird_mockserver.consumers.registry import Consumers
    from sunbird_mockserver.deployments.routes import Route

__all__ = [
    "MAX_WHOLE",
    "TELEMETRY",
    "Answering",
    "Fault",
    "FaultError",
    "OnRoute",
    "check_whole",
    "hint",
    "is_number",
    "is_whole",
    "shown",
]

#: The route of a fault unless another is named: all paths that lead to the telemetry service.
TELEMETRY = "telemetry"
#: The largest whole number that every reader of JSON reads exactly.
MAX_WHOLE = 2**53 - 1
_NAMES = tuple(dict.fromkeys(route.name for route in ROUTES))


class FaultError(ValueError):
    """
    A fault that cannot be. Its text says why, and what would do.
    """


def hint(name: str, known: Collection[str]) -> str:
    """
    The one of *known* that may have been meant by *name*, else all of them, to follow a sentence.
    """
    return did_you_mean(shortened(name), known, otherwise=f"There are: {', '.join(known)}.")


def shown(value: object) -> str:
    """
    A short text for *value* in a sentence, however large or deep it is.
    """
    if isinstance(value, str):
        return repr(shortened(value))
    is_short = is_whole(value) and abs(value) <= MAX_WHOLE

    return repr(value) if is_short or isinstance(value, bool | float | None) else described(value)


def is_whole(value: object) -> TypeGuard[int]:
    """
    Return True for a whole number. True and false are none.
    """
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> TypeGuard[int | float]:
    """
    Return True for a number. True and false are none.
    """
    return is_whole(value) or isinstance(value, float)


def check_whole(name: str, value: object, *, least: int, wanted: str) -> None:
    """
    Make sure that *value* is a whole number from *least* to `MAX_WHOLE`.

    Args:
        name: The field that has it.

        value: What was given.

        least: The smallest number that makes sense.

        wanted: The expected value, for the sentence, where *value* is too small or is no number.

    Raises:
        FaultError: It is something else.
    """
    if is_whole(value) and least <= value <= MAX_WHOLE:
        return
    if isinstance(value, bool | float):
        wanted = "a whole number"
    elif is_whole(value) and value > MAX_WHOLE:
        wanted = f"at most {MAX_WHOLE}"

    raise FaultError(f"{name} is {shown(value)}; it should be {wanted}.")


@dataclass(frozen=True, slots=True)
class Fault:
    """
    Behaviour of the mock in place of the true behaviour.

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
        Return True if the fault applies to requests with this route and method.
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
        if not isinstance(self.route, str):
            raise FaultError(f"route is {shown(self.route)}; it should be text.")
        if self.route not in _NAMES:
            raise FaultError(
                f"{shown(self.route)} is no route of the gateway.{hint(self.route, _NAMES)}"
            )

    def is_for(self, route: Route | None, _method: str) -> bool:
        """
        Return True if *route* is its own.
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
        if self.times is not None:
            check_whole("times", self.times, least=1, wanted="1 or more, or None for ever")

    def is_for(self, route: Route | None, method: str) -> bool:
        """
        Return True if *route* is its own, and apps use *method* there.
        """
        met = ("POST",) if self.route == TELEMETRY else ("GET", "POST")

        return method in met and OnRoute.is_for(self, route, method)

    def draws(self) -> Iterator[Answering | None]:
        """
        Yield the fault for each delivery in turn; None where the delivery is not affected.
        """
        return repeat(self)
