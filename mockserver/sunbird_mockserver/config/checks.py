"""
Values of a configuration that have the right types, and are of no use.

In Python all of them are possible, to see the answers of the gateway to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.deployments.routes import ROUTES
from sunbird_telemetry.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sunbird_mockserver.consumers import Consumer, Credential
    from sunbird_mockserver.settings import Settings

__all__ = ["ConfigurationError", "check", "hint", "host_in", "origin_in"]

_GROUPS = sorted({route.group for route in ROUTES if route.group})
_WHOLE = "Give its PEM text whole, from -----BEGIN PUBLIC KEY----- to the end."
_NAME = re.compile(r"[a-z0-9._-]+")
_IPV6 = re.compile(r"[0-9a-f.]*+:[0-9a-f.]*+:[0-9a-f:.]*+")
# Browsers leave these out of an origin: RFC 6454 6.2.
_DEFAULT_PORTS = {"http": 80, "https": 443}


class ConfigurationError(ValueError):
    """
    A configuration that cannot be used. Its text has the place and the fix.
    """


def hint(name: str, known: Sequence[str], where: str = "") -> str:
    """
    Return the one of the *known* names that is nearest to *name*, or all of them if none is near,
    to follow a sentence.
    """
    close = nearest(name, known)

    return f" Did you mean {where + close!r}?" if close else f" Known are: {', '.join(known)}."


def check(settings: Settings) -> None:
    """
    Refuse values that can only be a mistake.

    Raises:
        ConfigurationError: It names the first one, and its place.
    """
    if not settings.host.strip():
        msg = "host is empty. Give an address of this machine, as in 127.0.0.1."
        raise ConfigurationError(msg)
    for key in ("access_validity_s", "offline_validity_s"):
        if (value := getattr(settings.adminutil, key)) < 0:
            msg = f"adminutil.{key} is {value}; it should be a number of seconds, or 0."
            raise ConfigurationError(msg)
    control = settings.control
    _check_each(control.allowed_hosts, "allowed_hosts", host_in, "a host alone: sunbird.test")
    _check_each(
        control.allowed_origins, "allowed_origins", origin_in, "an origin: http://localhost:3000"
    )
    _check_consumers(settings.consumers or ())


def _check_each(
    values: Iterable[str], key: str, meant_by: Callable[[str], str | None], example: str
) -> None:
    for n, value in enumerate(values):
        meant = meant_by(value)
        if value != meant:
            wanted = f"write {meant!r}" if meant else f"it should be {example}"
            found = "has a user or a password" if "@" in value else f"is {value!r}"
            raise ConfigurationError(f"control.{key}[{n}] {found}; {wanted}.")


def host_in(text: str) -> str | None:
    """
    Return the host in *text*, without scheme and port; None if there is none.
    """
    if _IPV6.fullmatch(text.lower().strip("[]")):
        return text
    parts = _parts(text if "//" in text else f"//{text}")
    if parts is None:
        return None
    host = parts.hostname

    return text if host == text.lower() else host  # case means nothing in a host


def origin_in(text: str) -> str | None:
    """
    Return the origin in *text*, as browsers send it; None if there is none.
    """
    parts = _parts(text)
    if parts is None or not parts.scheme:
        return None
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    has_port = parts.port not in {None, _DEFAULT_PORTS.get(parts.scheme)}

    return f"{parts.scheme}://{host}" + (f":{parts.port}" if has_port else "")


def _parts(url: str) -> SplitResult | None:
    """
    Return the parts of *url*; None if it has no host, or a port that is no number.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port  # which is a number, or an error
    except ValueError:
        return None
    host = parts.hostname or ""

    return parts if _NAME.fullmatch(host) or _IPV6.fullmatch(host) else None


def _check_consumers(consumers: Sequence[Consumer]) -> None:
    """
    Refuse *consumers* that the gateway could not tell apart, or never let in.

    One with the name of a standard consumer stands in its place.
    """
    names: dict[str, str] = {}
    for n, consumer in enumerate(consumers):
        where = f"consumers[{n}]"
        _check_name(consumer.username, where, names)
        for group in sorted(consumer.groups.difference(_GROUPS)):
            what = f"{where}.groups has {group!r}, which no route asks for."
            raise ConfigurationError(f"{what}{hint(group, _GROUPS)}")
    for place, _, credential in _credentials(consumers):
        if credential.algorithm.startswith("HS"):
            _check_secret(credential, place)
        else:
            _check_public_key(
                credential.rsa_public_key, credential.algorithm, f"{place}.rsa_public_key"
            )
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
    Refuse a key that two credentials have: the gateway looks them up by key alone.
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


def _check_secret(credential: Credential, place: str) -> None:
    if not credential.secret:
        remedy = (
            'A public key wants an algorithm too, as in algorithm = "RS256".'
            if credential.rsa_public_key
            else "Give one that is not empty."
        )
        what = f"{place}.secret is missing: {credential.algorithm} signatures are made with it."
        raise ConfigurationError(f"{what} {remedy}")


def _check_public_key(pem: str | None, algorithm: str, where: str) -> None:
    """
    Refuse a text that no signature by *algorithm* can be verified with.
    """
    from sunbird_mockserver.tokens.errors import UnreadableKeyError
    from sunbird_mockserver.tokens.keys import KINDS, public_key  # 30 ms of cryptography

    if not pem:
        what = f"{where} is missing: {algorithm} signatures are checked with it."
        raise ConfigurationError(f"{what} {_WHOLE}")
    try:
        key = public_key(pem)
    except UnreadableKeyError:
        raise ConfigurationError(f"{where} is no public key. {_WHOLE}") from None
    kind, types = KINDS[algorithm[:2]]
    if not isinstance(key, types):
        raise ConfigurationError(f"{where} should be {kind}: {algorithm} works with no other.")


def _credentials(consumers: Sequence[Consumer]) -> Iterator[tuple[str, Consumer, Credential]]:
    for n, consumer in enumerate(consumers):
        for m, credential in enumerate(consumer.credentials):
            yield f"consumers[{n}].credentials[{m}]", consumer, credential
