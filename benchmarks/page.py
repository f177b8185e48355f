"""End to end: the real server and a real Chromium, on the same cores. Reported, not bounded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.engine import PROMPT, STEPS
from benchmarks.rounds import WARM_UPS, estimate_median
from benchmarks.table import Figure, Table
from tests.accept.browser import Visitor, chromium
from tests.accept.house import House


def bench_page(table: Table, root: Path, flags: str, rounds: int) -> None:
    """From the click on Generate to the first frame drawn, and to the finished picture."""
    first_frame_s, picture_s = [], []
    with tempfile.TemporaryDirectory(prefix="emerge-bench-") as scratch:
        house = House(root, Path(scratch), flags)
        try:
            house.start()
            with chromium() as browser:
                visitor = Visitor(browser, house.url)
                visitor.open()
                visitor.page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
                visitor.set("Steps", STEPS)
                for _ in range(rounds + WARM_UPS):
                    visitor.generate()
                    visitor.wait_for_state("done", "failed")
                    times = visitor.seen()
                    first_frame_s.append((times["first"] - times["clicked"]) / 1000)
                    picture_s.append((times["over"] - times["clicked"]) / 1000)
        finally:
            house.stop()
    for what, values in (
        ("Generate to the first frame drawn", first_frame_s),
        (f"Generate to done, {STEPS} steps", picture_s),
    ):
        median = estimate_median(values[WARM_UPS:])
        table.add(Figure(what=what, how="server and Chromium on the same cores", unit=" s", goal=None, **vars(median)))
