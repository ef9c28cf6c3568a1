"""
Batches: what a client POSTs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.event import events, now_ms
from pytest_sunbird.strategies.session import followers, together
from pytest_sunbird.strategies.shape import Shape
from pytest_sunbird.strategies.values import texts, words

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["batches"]

_MOST_EVENTS = 5
_PARAMS = Shape(
    {"msgid": words()}, dict.fromkeys(("did", "channel", "requesterId", "key"), texts())
)


def batches(*, now: int | None = None, **fixed: Any) -> SearchStrategy[dict[str, Any]]:
    """
    Batches of one to five good events by one person on one device, each with a mid of its own.

    Args:
        now: When the batch is received, in ms since the epoch. Default: the time of this call.

        **fixed: Members and what they are, as of `events`: ``events=st.lists(...)`` or
            ``events=sessions()`` for events of your own, which are then left as they are.
    """
    now = now_ms() if now is None else now
    more = st.lists(events(now=now, **followers({})), max_size=_MOST_EVENTS - 1)
    some = st.builds(lambda first, rest: together([first, *rest]), events(now=now), more)

    return Shape(
        {
            "id": st.just("api.sunbird.telemetry"),
            "ver": st.just("3.0"),
            "ets": st.just(now),
            "params": _PARAMS,
            "events": some,
        }
    ).objects(fixed)
