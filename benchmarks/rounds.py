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
class Interval:
    """A median with its bootstrap 95% interval."""

    median: float
    low: float
    high: float


def measure(arms: Mapping[str, Callable[[], object]], rounds: int, seed: int = 26) -> dict[str, list[float]]:
    """Seconds of every arm in every round, after `WARM_UPS` rounds that do not count."""
    chance = random.Random(seed)
    timings: dict[str, list[float]] = {name: [] for name in arms}
    for number in range(rounds + WARM_UPS):
        order = list(arms)
        chance.shuffle(order)
        for name in order:
            seconds = _time(arms[name])
            if number >= WARM_UPS:
                timings[name].append(seconds)
    return timings


def _time(arm: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        arm()
        return time.perf_counter() - start
    finally:
        gc.enable()


def ratio(timings: Mapping[str, list[float]], above: str, below: str) -> Interval:
    """The median of the per-round ratios `above` / `below`."""
    return estimate_median([a / b for a, b in zip(timings[above], timings[below], strict=True)])


def estimate_median(values: list[float]) -> Interval:
    """The median, and the interval that resampling the rounds puts around it."""
    array = np.asarray(values)
    picks = np.random.default_rng(26).integers(len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(np.median(array[picks], axis=1), [2.5, 97.5])
    return Interval(median=float(np.median(array)), low=float(low), high=float(high))
