"""End to end: the real server and a real Chromium, on the same cores. Reported, not bounded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.engine import PROMPT, STEPS
from benchmarks.rounds import WARM_UPS, median_of
from benchmarks.table import Figure, Table
from tests.accept.browser import Visitor, chromium
from tests.accept.house import House


def bench_page(table: Table, root: Path, flags: str, rounds: int) -> None:
    """From the click on Generate to the first frame drawn, and to the finished picture."""
    first, whole = [], []
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
                    seen = visitor.seen()
                    first.append((seen["first"] - seen["clicked"]) / 1000)
                    whole.append((seen["over"] - seen["clicked"]) / 1000)
        finally:
            house.stop()
    for what, values in (("Generate to the first frame drawn", first), (f"Generate to done, {STEPS} steps", whole)):
        found = median_of(values[WARM_UPS:])
        table.add(Figure(what=what, how="server and Chromium on the same cores", unit=" s", goal=None, **vars(found)))
