"""The losses of a stage while it learns: on the screen, and in a file that `training.running.loss_curves` draws."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass, field
from pathlib import Path

LOG_EVERY_S = 20.0
SUFFIX = "-losses.csv"
COLUMNS = ("share", "step", "loss")


@dataclass
class LossLog:
    """Prints the mean loss every 20 seconds and adds it to `<checkpoint>-losses.csv`, where resumed runs go on."""

    checkpoint: Path
    _logged_at: float = field(default_factory=time.monotonic)
    _losses: list[float] = field(default_factory=list)

    def add(self, loss: float, step: int, share: float, parts: str = "") -> None:
        """The loss of one update; `share` of the budget is spent, 0..1. `parts` are printed behind the loss."""
        self._losses.append(loss)
        if time.monotonic() - self._logged_at < LOG_EVERY_S:
            return
        self._logged_at, mean = time.monotonic(), sum(self._losses) / len(self._losses)
        self._losses.clear()
        print(f"{self.checkpoint.stem} {share:.1%} step {step} loss {mean:.4f} {parts}".rstrip(), flush=True)
        self._write(share, step, mean)

    def _write(self, share: float, step: int, mean: float) -> None:
        path = losses_path(self.checkpoint)
        new = not path.exists()
        with path.open("a", newline="") as file:
            rows = csv.writer(file)
            if new:
                rows.writerow(COLUMNS)
            rows.writerow((f"{share:.4f}", step, f"{mean:.5f}"))


def losses_path(checkpoint: Path) -> Path:
    """Where the losses of the stage with that checkpoint are kept."""
    return checkpoint.with_name(f"{checkpoint.stem}{SUFFIX}")


def read_losses(checkpoint: Path) -> list[tuple[int, float]]:
    """(step, mean loss) in the order in which they came; empty where the stage has logged nothing yet."""
    path = losses_path(checkpoint)
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return [(int(row["step"]), float(row["loss"])) for row in csv.DictReader(file)]
