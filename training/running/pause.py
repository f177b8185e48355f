"""`--for MINUTES`: a run that stops by itself, right after something was saved; the same command goes on."""

from __future__ import annotations

import time
from contextvars import ContextVar

# Nothing is saved less often than this, so a run that has this much left may not come to its next save.
SAVE_EVERY_S = 120.0
_until: ContextVar[float] = ContextVar("until", default=float("inf"))


class Paused(Exception):
    """The time of this run is up, and all that it did is on disk."""


def stop_after(minutes: float) -> None:
    """Have `stop_if_due` end this run before `minutes` from now are over."""
    _until.set(time.monotonic() + max(0.0, 60 * minutes - SAVE_EVERY_S))


def stop_if_due() -> None:
    """To be called where everything is saved.

    Raises:
        Paused: the next save would come too late.
    """
    if time.monotonic() >= _until.get():
        raise Paused
