"""The figures, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A median with its 95% interval. `goal` is what it should be at most, or with `at_least` at least; None where it
    is only reported."""

    what: str
    how: str
    unit: str
    median: float
    low: float
    high: float
    goal: float | None
    at_least: bool = False

    @property
    def met(self) -> str:
        """Whether the median keeps the goal."""
        if self.goal is None:
            return ""
        is_met = self.median >= self.goal if self.at_least else self.median <= self.goal
        return "yes" if is_met else "no"

    def cells(self) -> tuple[str, ...]:
        """As the table shows it."""
        digits = 3 if not self.unit else 2
        spread = f"{self.low:.{digits}f} to {self.high:.{digits}f}"
        goal = "" if self.goal is None else f"{self.goal:g}{self.unit}"
        return self.what, f"{self.median:.{digits}f}{self.unit}", spread, goal, self.met, self.how


class Table:
    """Figures as they come, printed at once."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def add(self, figure: Figure) -> None:
        """Adds and prints it."""
        self.figures.append(figure)
        print("  " + ", ".join(cell for cell in figure.cells() if cell), flush=True)

    def markdown(self) -> str:
        """A table to paste."""
        rows = [
            ("figure", "median", "95% interval", "goal", "met", "how"),
            *(figure.cells() for figure in self.figures),
        ]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])

    def save(self, path: Path, rounds: int) -> None:
        """As JSON, with what it was measured on."""
        path.parent.mkdir(parents=True, exist_ok=True)
        report = {"machine": machine(), "rounds": rounds, "figures": [asdict(figure) for figure in self.figures]}
        path.write_text(json.dumps(report, indent=2) + "\n")


def machine() -> dict[str, str | int]:
    """The processor, its cores that we may use, and the versions that matter."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0
    return {
        "processor": _processor(),
        "cores": cores,
        "python": platform.python_version(),
        **{name: version(name) for name in ("torch", "diffusers", "gradio")},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
