"""Interleaved rounds: every arm once a round in shuffled order, so that a busy machine disturbs all of them alike."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

WARM_UPS = 2
RESAMPLES = 10_000


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A median with its bootstrap 95% interval."""

    median: float
    low: float
    high: float

    def shown(self, digits: int = 3, unit: str = "") -> str:
        """As text: the median, then both ends."""
        return f"{self.median:.{digits}f}{unit} ({self.low:.{digits}f} to {self.high:.{digits}f})"


def measure(arms: Mapping[str, Callable[[], object]], rounds: int, seed: int = 26) -> dict[str, list[float]]:
    """Seconds of every arm in every round, after two rounds that do not count."""
    chance = random.Random(seed)
    took: dict[str, list[float]] = {name: [] for name in arms}
    for number in range(rounds + WARM_UPS):
        order = list(arms)
        chance.shuffle(order)
        for name in order:
            seconds = _timed(arms[name])
            if number >= WARM_UPS:
                took[name].append(seconds)
    return took


def _timed(arm: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        arm()
        return time.perf_counter() - began
    finally:
        gc.enable()


def ratio(took: Mapping[str, list[float]], above: str, below: str) -> Measured:
    """The median of the per-round ratios `above` / `below`."""
    return median_of([a / b for a, b in zip(took[above], took[below], strict=True)])


def median_of(values: list[float]) -> Measured:
    """The median, and the interval that resampling the rounds puts around it."""
    array = np.asarray(values)
    picks = np.random.default_rng(26).integers(len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(np.median(array[picks], axis=1), [2.5, 97.5])
    return Measured(median=float(np.median(array)), low=float(low), high=float(high))
