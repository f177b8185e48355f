"""The table that `make accept` prints: goal, measured, met."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that was looked at."""

    what: str
    goal: str
    measured: str
    met: bool


class Report:
    """Rows as they come; the whole is met where every row is."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, what: str, goal: str, measured: object, met: bool) -> None:
        """Adds a row and says it at once, since the rest may take minutes."""
        row = Row(what=what, goal=goal, measured=_line(measured), met=met)
        self.rows.append(row)
        print(f"  {'ok ' if met else 'NO '} {what}: {row.measured} (goal: {goal})", flush=True)

    @property
    def met(self) -> bool:
        """Whether everything that was looked at is as it should be."""
        return bool(self.rows) and all(row.met for row in self.rows)

    def table(self) -> str:
        """Plain text, aligned."""
        cells = [
            ("", "goal", "measured", "met"),
            *((r.what, r.goal, r.measured, "yes" if r.met else "NO") for r in self.rows),
        ]
        widths = [max(len(row[column]) for row in cells) for column in range(4)]
        lines = [
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in cells
        ]
        return "\n".join([lines[0], "-" * min(sum(widths) + 6, 160), *lines[1:]])

    def save(self, path: Path) -> None:
        """The rows as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([asdict(row) for row in self.rows], indent=2) + "\n")


def _line(measured: object) -> str:
    """Short enough for a table."""
    text = " ".join(str(measured).split())
    return text if len(text) <= 70 else text[:67] + "..."
