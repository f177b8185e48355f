"""A training budget in wall-clock minutes that survives being stopped and resumed."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

# No update takes this long: the machine slept, or the training was held for something more urgent.
LONGEST_UPDATE_S = 30.0


@dataclass
class Budget:
    """Counts the seconds spent on a stage over all its runs; `spent_s` comes from the checkpoint."""

    minutes: float
    spent_s: float = 0.0
    _read_at: float = field(default_factory=time.monotonic)

    def elapsed_s(self) -> float:
        now = time.monotonic()
        self.spent_s += min(LONGEST_UPDATE_S, now - self._read_at)
        self._read_at = now
        return self.spent_s

    def skip(self) -> None:
        """Leave out what has passed since the budget was last read."""
        self._read_at = time.monotonic()

    def fraction(self) -> float:
        """How much of the budget is spent, 0..1."""
        return min(1.0, self.elapsed_s() / (60.0 * self.minutes))

    def learning_rate(self, peak: float, floor: float = 0.02, warm_up: float = 0.02) -> float:
        """The learning rate now: linear warm-up, then a cosine from `peak` to `peak * floor`."""
        spent = self.fraction()
        if spent < warm_up:
            return peak * max(0.05, spent / warm_up)
        progress = (spent - warm_up) / (1.0 - warm_up)
        return peak * (floor + (1.0 - floor) * 0.5 * (1.0 + math.cos(math.pi * progress)))
