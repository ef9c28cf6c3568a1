"""
``sunbird-mock token``: make a token, or have one explained.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sunbird_mockserver import tokens
from sunbird_mockserver.cli.configured import CannotRunError, settings_of
from sunbird_mockserver.cli.exit_codes import CLEAN, FINDINGS
from sunbird_mockserver.cli.secret import METAVAR, read_secret
from sunbird_mockserver.cli.streams import reason
from sunbird_mockserver.consumers import built_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.diagnosis.token_report import TokenReport
    from sunbird_mockserver.settings import Settings

__all__ = ["token"]

F = TypeVar("F", bound="Callable[..., Any]")

_BUILT_IN = "partner-key"
_FRONT = re.compile(r"\s*(?i:authorization:)?\s*(?:[Bb]earer(?:\s+|$))?")
_HELP = "Print a token, or say whether one would be let in, and why not."
_EXAMPLES = """
\b
Examples:
  sunbird-mock token                           what the built-in partner sends
  sunbird-mock token --key K --secret S        as the SDK's AuthTokenGenerate
  sunbird-mock token --header kid=partner-key  what a Spark deployment wants
  sunbird-mock token --claim exp=1700000000    JSON if it can be read as that
  sunbird-mock token --key K --alg RS256 --secret @private.pem
  sunbird-mock token --refresh                 for POST /auth/v1/refresh/token
  sunbird-mock token --explain eyJ0eXAi...     is it let in? If not, why not?
  pbpaste | sunbird-mock token --explain -     the same, out of shell history

Exit 1: no deployment lets the explained token in.
"""


def _members(_context: Any, _option: Any, given: tuple[str, ...]) -> dict[str, Any]:
    """
    The members that were *given* as ``name=value``, each JSON if it can be read as that.
    """
    return dict(map(_member, given))


def _member(given: str) -> tuple[str, Any]:
    name, equals, text = given.partition("=")
    if not (name and equals):
        raise click.BadParameter(f"{given!r} has no '='. Write it as in exp=1700000000.")
    try:
        return name, json.loads(text)
    except ValueError:
        return name, text


def _member_option(name: str, text: str) -> Callable[[F], F]:
    return click.option(name, multiple=True, metavar="NAME=VALUE", callback=_members, help=text)


@click.command(help=_HELP, epilog=_EXAMPLES)
@click.option("--key", show_default=_BUILT_IN, help="Whose token it is.")
@click.option(
    "--secret",
    metavar=METAVAR,
    callback=read_secret,
    help="Secret or private key to sign with. Known for a known key.",
)
@click.option("--alg", help="What to sign by. Default: what the key's credential wants, or HS256.")
@_member_option("--claim", "Add a claim, or replace one.")
@_member_option("--header", "Likewise in the header.")
@click.option("--refresh", is_flag=True, help="Make a refresh token, which adminutil takes.")
@click.option("--explain", metavar="TOKEN", help="Explain TOKEN instead; - reads standard input.")
@click.option("--config", type=click.Path(path_type=Path), help="A TOML file with consumers.")
def token(  # noqa: PLR0913  one parameter per option
    *,
    key: str | None,
    secret: str | None,
    alg: str | None,
    claim: dict[str, Any],
    header: dict[str, Any],
    refresh: bool,
    explain: str | None,
    config: Path | None,
) -> int:
    """
    Print a token or an explanation, and return the exit code.
    """
    settings = settings_of(config, {})
    consumers = built_in() if settings.consumers is None else built_in(settings.consumers)
    signing = {"--key": key, "--secret": secret, "--alg": alg}
    if explain is not None:
        members = {"--claim": claim, "--header": header, "--refresh": refresh}
        _refuse("--explain makes no token", signing | members)
        return _explained(explain, consumers)
    if refresh:
        _refuse("--refresh signs HS256 with the configured adminutil.refresh_secret", signing)
        click.echo(_refresh_token(settings, claim, header))
        return CLEAN
    key = _BUILT_IN if key is None else key
    known_secret, known_alg = _known(key, consumers)
    usable = _secret(key, secret, known_secret)
    click.echo(_signed(key, usable, alg or known_alg, claims=claim, header=header))

    return CLEAN


def _refuse(why: str, options: Mapping[str, Any]) -> None:
    """
    Refuse those of *options* that were given; nobody should think that they had an effect.
    """
    given = [name for name, value in options.items() if value not in (None, False, {})]
    if given:
        raise click.UsageError(f"{why}: leave out {', '.join(given)}.")


def _refresh_token(settings: Settings, claims: dict[str, Any], header: dict[str, Any]) -> str:
    from sunbird_mockserver.upstreams.adminutil import mint_refresh_token

    now_s = int(time.time())

    return mint_refresh_token(settings.adminutil, now_s=now_s, claims=claims, header=header)


def _signed(key: str, secret: str, algorithm: str, **members: dict[str, Any]) -> str:
    try:
        return tokens.mint(key, secret, algorithm=algorithm, **members)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except (AttributeError, OverflowError, TypeError):
        # What the library says of a key of another kind depends on both kinds.
        raise click.UsageError(
            f"--secret is no private key for {algorithm}. Give one of its kind, or another --alg."
        ) from None


def _known(key: str, consumers: Consumers) -> tuple[str | None, str]:
    found = consumers.find(key)

    return (found[1].secret, found[1].algorithm) if found else (None, "HS256")


def _secret(key: str, given: str | None, known: str | None) -> str:
    secret = known if given is None else given
    if secret is None:
        raise click.UsageError(
            f"The secret of {key!r} is not known. Give it with --secret, or the configuration that "
            "has it with --config."
        )

    return secret


def _explained(text: str, consumers: Consumers) -> int:
    from sunbird_mockserver.diagnosis.token_report import remarks, reports

    given = _bare(_standard_input() if text == "-" else text)
    seen = tokens.describe(given)
    click.echo(f"header   {json.dumps(seen.header, ensure_ascii=False)}")
    click.echo(f"claims   {json.dumps(seen.claims, ensure_ascii=False)}")
    found = reports(given, consumers)
    for each in found:
        _show(each)
    for remark in remarks(given, int(time.time())):
        click.echo(f"note     {remark}")

    return CLEAN if any(each.admitted for each in found) else FINDINGS


def _standard_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise CannotRunError("Standard input is not text in UTF-8.") from None
    except OSError as error:
        raise CannotRunError(f"Standard input cannot be read: {reason(error)}.") from None


def _bare(text: str) -> str:
    """
    The token alone, without the rest of a header and without a byte order mark.
    """
    return _FRONT.sub("", text.removeprefix("\ufeff"), count=1).strip()


def _show(explanation: TokenReport) -> None:
    click.echo(f"{explanation.profile:<8} {explanation.answer}")
    if explanation.why:
        click.echo(f"         {explanation.why}")
