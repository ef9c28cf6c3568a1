"""
Whether batches are as small as they should be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sunbird.explain import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.events import Batch
    from pytest_sunbird.inbox import Inbox

__all__ = ["oversized"]


def oversized(inbox: Inbox, max_events: int | None, max_bytes: int | None) -> Failure | None:
    """
    What is wrong if a batch has more events or bytes than that, or if none came.

    Raises:
        TypeError: There is no limit to assert.
    """
    __tracebackhide__ = True
    if max_events is None and max_bytes is None:
        raise TypeError(
            "assert_batches() without a limit asserts nothing. Give max_events, max_bytes or both: "
            "assert_batches(max_events=20)."
        )
    limits = ((max_events, "events"), (max_bytes, "bytes"))
    asked = " and ".join(f"{most:,} {unit}" for most, unit in limits if most is not None)
    wanted = f"wanted batches of at most {asked}"
    if not inbox.batches:
        return Failure.of(inbox, f"{wanted}, but none came", remedy=("Have the app send first.",))
    wrong = [line for batch in inbox.batches for line in _excess(batch, max_events, max_bytes)]
    if not wrong:
        return None

    return Failure.of(
        inbox,
        f"{wanted}, got larger ones",
        nearest=("larger:", *wrong),
        remedy=("Lower the batchsize in the app's configuration, or the limit here is too low.",),
    )


def _excess(batch: Batch, max_events: int | None, max_bytes: int | None) -> Iterator[str]:
    number, size = len(batch.events), batch.delivery.size
    if (max_events is not None and number > max_events) or (
        max_bytes is not None and size > max_bytes
    ):
        yield f"  ✗ delivery {batch.delivery.id}: {number:,} events in {size:,} bytes"
