"""
The schemas of a specification, compiled.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, Registry

    from sunbird_telemetry.specification import Specification

__all__ = ["accepts", "compiled", "registry"]


def accepts(event: Any, name: str, specification: Specification) -> bool | None:
    """
    Return True if *event* is valid under the schema *name*; None if it cannot be converted, e.g.
    because it is not JSON.

    False is reliable for a safe event only.
    """
    schema = compiled(name, specification)
    try:
        return schema.is_valid(event)
    except ValueError:
        return None


@cache
def compiled(name: str, specification: Specification) -> Draft202012Validator:
    """
    The schema called *name*. Compiling takes milliseconds.
    """
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(dict(specification.schema(name)), registry=registry(specification))


@cache
def registry(specification: Specification) -> Registry:
    """
    All schemas, for whoever refers to one of them. Nothing is fetched.
    """
    from jsonschema_rs import Registry

    resources = [(uri, dict(schema)) for uri, schema in specification.resources()]

    return Registry(resources, retriever=_offline)


def _offline(uri: str) -> NoReturn:
    raise LookupError(f"{uri} is not part of the specification, and schemas are not downloaded.")
