"""
Settings of a deployment's pipeline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cache

from sunbird_telemetry.specification import TELEMETRY, Specification

__all__ = ["DEFAULTS", "PipelineSettings", "zone"]


@dataclass(frozen=True, slots=True)
class PipelineSettings:
    """
    Settings that deployments may change, with the defaults of the real jobs.

    Attributes:
        environment: What the deployment calls itself, as in the topics' prefix.

        batch_ttl_s: How long the extractor remembers a ``params.msgid``.

        mid_ttl_s: How long the preprocessor and the Druid validator remember a ``mid``.

        ignore_months: Events older than so many calendar months are lost.

        max_event_bytes: The largest event that the extractor passes on.

        early_dedup_producers: Whose events the preprocessor deduplicates, by ``context.pdata.id``;
            ``{env}`` stands for the environment.

        timezone: Where the jobs run: it decides when today ends.

        specification: What is judged by, with the deployment's own event types.

        registration_questions: Ids of questions whose answers are blanked, because the
            deployment knows them as questions of the type Registration.
    """

    environment: str = "dev"
    batch_ttl_s: int = 3600
    mid_ttl_s: int = 3600
    ignore_months: int = 3
    max_event_bytes: int = 1_048_576
    early_dedup_producers: tuple[str, ...] = ("{env}.sunbird.portal", "{env}.sunbird.desktop")
    timezone: str = "UTC"
    specification: Specification = TELEMETRY
    registration_questions: frozenset[str] = frozenset()

    @property
    def deduplicated_early(self) -> frozenset[str]:
        """
        The producers that the preprocessor deduplicates, in this environment.
        """
        return frozenset(
            producer.replace("{env}", self.environment) for producer in self.early_dedup_producers
        )


#: A deployment that has changed nothing.
DEFAULTS = PipelineSettings()


@cache
def zone(name: str) -> tzinfo:
    """
    The time zone called *name*.

    Raises:
        ValueError: There is none on this machine.
    """
    if name == "UTC":  # needs no time zone database, which not every machine has
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"{name!r} is not a time zone of this machine. Use a name such as 'Asia/Kolkata';"
            " if the name is right, install the package tzdata."
        ) from error
