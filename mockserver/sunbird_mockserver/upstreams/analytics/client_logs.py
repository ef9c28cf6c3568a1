"""
Validation of crash logs.

The order and the texts are those of the real check: contract/gateway-and-auth.md 6.
"""

from __future__ import annotations

from typing import Any

__all__ = ["WrongTypeError", "fault_in"]

_LOGS = "property: logs, mandatory fields are missing or type mismatch!"
_PDATA = ("id", "pid", "ver")


class WrongTypeError(ValueError):
    """
    Something has a type that it cannot have: the component breaks over it.

    Attributes:
        what: What that is.

        wanted: What it should be.
    """

    def __init__(self, what: str, wanted: str) -> None:
        super().__init__(what, wanted)
        self.what = what
        self.wanted = wanted

    def __str__(self) -> str:
        return f"{self.what} should be {self.wanted}"


def fault_in(body: Any) -> str | None:
    """
    Return the error message for *body*; None if it is accepted.

    Raises:
        WrongTypeError: It could not even be read.
    """
    if not isinstance(body, dict):
        raise WrongTypeError("the body", "an object")
    request = _object(body.get("request"), "request")
    if request is None:
        return "property: request is missing!"
    context, pdata, logs = _parts(request)
    for name, part in (("context", context), ("pdata", pdata), ("logs", logs)):
        if part is None:
            return f"property: {name} is missing!"
    complete = all(text and timestamp for text, timestamp in logs)

    return (
        _empty(context, "context", ("did",))
        or _empty(pdata, "pdata", _PDATA)
        or (None if complete else _LOGS)
    )


def _parts(request: dict[str, Any]) -> tuple[Any, Any, Any]:
    """
    Everything that has a type, read before anything is judged, as the real one does.
    """
    context = _texts(request.get("context"), "context", ("did",))
    for name in ("dspec", "extras") if context is not None else ():
        _object(context.get(name), f"context.{name}")
    pdata = _texts(request.get("pdata"), "pdata", _PDATA)
    logs = request.get("logs")
    if logs is None:
        return context, pdata, None
    if not isinstance(logs, list):
        raise WrongTypeError("logs", "a list")

    return context, pdata, list(map(_log, logs))


def _log(value: Any) -> tuple[str | None, int]:
    log = _texts(value, "an element of logs", ("id", "log", "appver", "pageid"))
    if log is None:
        raise WrongTypeError("an element of logs", "an object")

    return log.get("log"), _timestamp(log.get("ts"))


def _timestamp(value: Any) -> int:
    if isinstance(value, (bool, dict, list)):
        raise WrongTypeError("ts", "a number")
    try:
        return int(value or 0)
    except ValueError:
        raise WrongTypeError("ts", "a number") from None


def _texts(value: Any, name: str, members: tuple[str, ...]) -> Any:
    found = _object(value, name)
    for each in members if found else ():
        if isinstance(found.get(each), (dict, list)):
            raise WrongTypeError(f"{name}.{each}", "text")

    return found


def _object(value: Any, name: str) -> Any:
    if value is None or isinstance(value, dict):
        return value
    raise WrongTypeError(name, "an object")


def _empty(part: dict[str, Any], name: str, members: tuple[str, ...]) -> str | None:
    for each in members:
        if part.get(each) in (None, ""):
            return f"property: {name}.{each} is null or empty!"

    return None
