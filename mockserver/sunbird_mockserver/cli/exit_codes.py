"""
Exit codes of the command.
"""

from __future__ import annotations

__all__ = ["BROKEN_PIPE", "CLEAN", "COULD_NOT_RUN", "FINDINGS", "INTERRUPTED"]

CLEAN = 0
FINDINGS = 1
COULD_NOT_RUN = 2
# 128 and the number of the signal, as shells have it.
INTERRUPTED = 130  # SIGINT
BROKEN_PIPE = 141  # SIGPIPE
