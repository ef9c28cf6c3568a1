"""
Consumers who could never call: they are refused at the start, where a person looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.config.mistakes import ConfigurationError, hint
from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.deployments.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sunbird_mockserver.consumers import Consumer, Credential

__all__ = ["check_callers"]

_GROUPS = sorted({route.group for route in ROUTES if route.group})


def check_callers(consumers: Sequence[Consumer]) -> None:
    """
    Refuse *consumers* that the gateway could not tell apart, or never let in.

    One with the name of a standard consumer stands in its place.

    Raises:
        ConfigurationError: It names the first mistake, and where it stands.
    """
    names: dict[str, str] = {}
    for n, consumer in enumerate(consumers):
        where = f"consumers[{n}]"
        _check_name(consumer.username, where, names)
        for group in sorted(consumer.groups.difference(_GROUPS)):
            what = f"{where}.groups has {group!r}, which no route asks for."
            raise ConfigurationError(f"{what}{hint(group, _GROUPS)}")
    for place, _, credential in _credentials(consumers):
        _check_material(credential, place)
    _check_keys(consumers)


def _check_name(username: str, where: str, names: dict[str, str]) -> None:
    if not username:
        raise ConfigurationError(f"{where}.username is empty.")
    first = names.setdefault(username, where)
    if first != where:
        what = f"{where}.username is {username!r}, as in {first}."
        raise ConfigurationError(f"{what} Choose another, or make one consumer of the two.")


def _check_keys(consumers: Sequence[Consumer]) -> None:
    """
    The gateway looks credentials up by key alone, whoever has them.
    """
    places: dict[str, str] = {}
    standard = built_in(())
    for place, consumer, credential in _credentials(consumers):
        first = places.setdefault(credential.key, place)
        holder = standard.find(credential.key)
        if first != place:
            taken = f"as in {first}"
        elif holder is not None and holder[0].username != consumer.username:
            taken = f"which the standard consumer {holder[0].username} has"
        else:
            continue
        raise ConfigurationError(
            f"{place}.key is {credential.key!r}, {taken}. Choose another: credentials are looked "
            "up by key alone."
        )


def _check_material(credential: Credential, place: str) -> None:
    if credential.algorithm.startswith("HS"):
        _check_secret(credential, place)
    else:
        from sunbird_mockserver.config import publickeys  # 30 ms of cryptography

        publickeys.check(credential.rsa_public_key, credential.algorithm, f"{place}.rsa_public_key")


def _check_secret(credential: Credential, place: str) -> None:
    if not credential.secret:
        remedy = (
            'A public key wants an algorithm too, as in algorithm = "RS256".'
            if credential.rsa_public_key
            else "Give one that is not empty."
        )
        what = f"{place}.secret is missing: {credential.algorithm} signatures are made with it."
        raise ConfigurationError(f"{what} {remedy}")


def _credentials(consumers: Sequence[Consumer]) -> Iterator[tuple[str, Consumer, Credential]]:
    for n, consumer in enumerate(consumers):
        for m, credential in enumerate(consumer.credentials):
            yield f"consumers[{n}].credentials[{m}]", consumer, credential
