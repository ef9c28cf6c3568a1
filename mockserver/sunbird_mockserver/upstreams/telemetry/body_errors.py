"""
Errors for bodies that are refused before routing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - a verdict, like the fate of the same name
    """
    A body that the service answers with an error page.

    Attributes:
        status: The HTTP status.

        name: What JavaScript calls the error.

        reason: The sentence after that name.
    """

    status: int
    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def bad_data(reason: str) -> Refused:
    """
    A compressed body that cannot be inflated.
    """
    return Refused(400, "Error", reason)


def bad_json(reason: str) -> Refused:
    """
    A body that is no JSON object or list.
    """
    return Refused(400, "SyntaxError", reason)


def too_large(reason: str = "request entity too large") -> Refused:
    """
    A body, inflated, above the limit of its kind.
    """
    return Refused(413, "PayloadTooLargeError", reason)


def unsupported(what: str, value: str) -> Refused:
    """
    A charset or content encoding that the service does not know.
    """
    return Refused(415, "UnsupportedMediaTypeError", f'unsupported {what} "{value}"')
