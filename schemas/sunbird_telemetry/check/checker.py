"""
The checker: judges the events on lines of JSON.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.check.batch_findings import findings_by_event
from sunbird_telemetry.check.clock import received_at
from sunbird_telemetry.check.result import Checked
from sunbird_telemetry.check.run_state import RunState
from sunbird_telemetry.check.shortcut import LineShortcut
from sunbird_telemetry.check.submission import InputBatch, batch_of_event, batches_of_events
from sunbird_telemetry.findings import findings_by, shortcut_findings
from sunbird_telemetry.findings.explanation import explain
from sunbird_telemetry.jsonvalues.node import NotJson, dumps, is_exact, read
from sunbird_telemetry.pipeline import (
    DEFAULTS,
    Fate,
    PipelineSettings,
    Verdict,
    events_of,
    judge,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sunbird_telemetry.check.clock import InputClock
    from sunbird_telemetry.finding import Finding

__all__ = ["Checker"]


class Checker:
    """
    Judges the events of one run, over one file or several.

    The state is kept from line to line, as in one pipeline. Not for several threads.

    Attributes:
        clock: For events and batches that do not say when they were received.
    """

    def __init__(
        self, clock: InputClock, settings: PipelineSettings = DEFAULTS, *, as_sent: bool = False
    ) -> None:
        """
        Begin a run.

        Args:
            clock: For events and batches that do not say when they were received.

            settings: The deployment's.

            as_sent: Whether a list is the body that a client POSTed, instead of events.
        """
        self.clock = clock
        self._settings, self._as_sent = settings, as_sent
        self._run_state = RunState.of(settings)
        self._shortcut = LineShortcut(clock, settings, self._run_state)

    @property
    def passed(self) -> int:
        """
        The number of events without a result, because only remarkable ones were asked for.
        """
        return self._shortcut.passed

    def check(
        self, lines: Iterable[bytes], name: str, *, remarkable: bool = False
    ) -> Iterator[Checked]:
        """
        Judge the events on *lines* of the file *name*; yield one result at a time, in order.

        With *remarkable*, yield only events with findings or another fate than accepted; the others
        are counted in `passed`.
        """
        listed = (f"{name}#{number}" for number in count(1))
        for number, line, value, verdict, findings in self._shortcut.run(
            lines, remarkable=remarkable
        ):
            source = f"{name}:{number}"
            if verdict is None:
                yield from self._closely(value, line, source, listed)
            elif verdict.fate is Fate.ACCEPTED:
                yield Checked(source, 0, value, verdict, findings)
            else:
                why, about = self._explained(value, verdict, None)
                yield Checked(source, 0, value, why, about + findings)

    def end(self) -> tuple[Finding, ...]:
        """
        Return the findings at the end of input: about sessions, and about ids that were dropped.
        """
        return self._run_state.end()

    def _closely(
        self, value: Any, line: bytes, source: str, listed: Iterator[str]
    ) -> Iterator[Checked]:
        """
        The same as `check` for a *line* that the shortcut does not take.
        """
        lost_digits: Iterable[str] = ()
        if value is None or not is_exact(value, line):
            try:
                value, lost_digits = read(line.rstrip(b"\r\n"))
            except NotJson as error:
                if not line.isspace():
                    yield Checked(source, None, None, None, findings_by("not-json", detail=error))
                return
        yield from self._judged(value, lost_digits, len(line), source, listed)

    def _judged(
        self,
        value: Any,
        lost_digits: Iterable[str],
        size: int,
        source: str,
        listed: Iterator[str],
    ) -> Iterator[Checked]:
        """
        Judge everything in *value*, which the shortcut does not take.
        """
        if isinstance(value, list) and not self._as_sent:
            for submitted in batches_of_events(value, lost_digits):
                yield from self._judge_batch(submitted, size, next(listed))
        elif isinstance(value, list) or (isinstance(value, dict) and "events" in value):
            yield from self._judge_batch(InputBatch(value, lost_digits), size, source)
        else:
            yield from self._judge_batch(batch_of_event(value, lost_digits), size, source)

    def _judge_batch(self, submitted: InputBatch, size: int, source: str) -> Iterator[Checked]:
        batch, settings = submitted.batch, self._settings
        events = events_of(batch)
        known = [shortcut_findings(event, settings.specification) for event in events]
        verdict = judge(
            batch,
            self._run_state.state,
            settings,
            self.clock.for_time(received_at(batch)),
            lost_digits=submitted.lost_digits,
            size=size,
            explain=False,
            valid={index for index, findings in enumerate(known) if findings is not None},
        )
        about = (
            self._about_copies(events[0])
            if submitted.is_alone
            else findings_by_event(
                batch,
                size,
                self._run_state.deliveries,
                settings.max_event_bytes,
                thrown=verdict.fate is Fate.POISON,
            )
        )
        if not events:
            whole = Verdict(verdict.fate, verdict.stage, verdict.topics, verdict.reason)
            yield Checked(source, None, None, whole, about.get(0, ()))
        for index, event in enumerate(events):
            judged, findings = self._explained(event, verdict.events[index], known[index])
            yield Checked(source, index, event, judged, findings + about.get(index, ()))

    def _about_copies(self, event: Any) -> dict[int, tuple[Finding, ...]]:
        mid = event.get("mid") if isinstance(event, dict) else None

        return (
            {0: self._run_state.contents.see(mid, dumps(event) + b"\n", event)}
            if isinstance(mid, str)
            else {}
        )

    def _explained(
        self, event: Any, verdict: Verdict, known: tuple[Finding, ...] | None
    ) -> tuple[Verdict, tuple[Finding, ...]]:
        """
        *verdict* with its reason, and all findings about *event*; *known* if a shortcut has them.
        """
        if known is None or verdict.fate is not Fate.ACCEPTED:
            verdict = explain(verdict, event, self._settings)
            known = verdict.findings
        # A duplicate does not change its session.
        if verdict.fate is Fate.DUPLICATE:
            return verdict, known

        return verdict, known + self._run_state.sessions.see(event)
