"""
How long it takes to draw 100 examples of each strategy, with all that Hypothesis does around it.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings

from pytest_sunbird import strategies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_EXAMPLES = 100
_STRATEGIES = {
    "events()": strategies.events,
    "impressions()": strategies.impressions,
    "broken_events()": strategies.broken_events,
    "batches()": strategies.batches,
    "sessions()": strategies.sessions,
    "deliveries()": strategies.deliveries,
    "tokens()": strategies.tokens,
    "broken_tokens()": strategies.broken_tokens,
}


def main() -> None:
    """
    Print a line per strategy: the best of several rounds, and the first, which also sets things up.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often (default: 5)")
    rounds = parser.parse_args().rounds

    _say(f"{_EXAMPLES} examples of      first     best   in s of processor time")
    for name, make in _STRATEGIES.items():
        strategy = make()
        times = [_drawn(strategy) for _ in range(rounds)]
        _say(f"{name:17} {times[0]:8.3f} {min(times):8.3f}")


def _drawn(strategy: SearchStrategy[Any]) -> float:
    @settings(
        max_examples=_EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(_: object) -> None:
        pass

    begun = time.process_time()
    draw()

    return time.process_time() - begun


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
