"""A history of 10,000 runs: a page and a search on the server, and the drawer with pictures in the browser."""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.rounds import WARM_UPS, estimate_median, measure
from benchmarks.table import Figure, Table
from pipeline.metadata.picture_files import png_with_settings
from presets.history.files import build_files
from presets.history.history import History, Wanted
from tests.accept.browser import Visitor, chromium
from tests.accept.house import House

RUNS = 10_000
START_MS = 1_700_000_000_000
COATS = ("white", "black", "orange", "grey", "cream", "calico", "brown")
THINGS = ("scarf", "hat", "bow tie", "lantern", "violin", "umbrella", "teapot", "ribbon")
WHEEL_PX = 1500
MOST_WHEELS = 1000
WATCH_FRAMES = """() => {
  const frames = [];
  let [last, cells, going] = [0, 0, true];
  const frame = (now) => {
    if (last) frames.push(now - last);
    last = now;
    cells = Math.max(cells, document.querySelectorAll('.em-grid .em-kept').length);
    if (going) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.scrolled = () => { going = false; return [frames, cells]; };
}"""
DRAWN = (
    "() => [...document.querySelectorAll('.em-archive[open] .em-kept img')]"
    ".some((picture) => picture.complete && picture.naturalWidth)"
)


def bench_history(table: Table, root: Path, flags: str, rounds: int) -> None:
    """Goals are what a person does not notice: a tenth of a second."""
    with tempfile.TemporaryDirectory(prefix="emerge-bench-") as scratch:
        history = History(fill(Path(scratch) / "data"))
        start = time.perf_counter()
        history.adopt()
        print(f"  {RUNS} runs were taken in from their files in {time.perf_counter() - start:.1f} s", flush=True)
        deep = f"{START_MS + 60_000 * 300}-300"
        arms = {
            "first page of 10,000 runs": lambda: history.page(Wanted()),
            "last page of 10,000 runs": lambda: history.page(Wanted(), after=deep),
            "search for one word among 10,000 runs": lambda: history.page(Wanted(text="umbr")),
            "search for three words among 10,000 runs": lambda: history.page(Wanted(text="white cat viol")),
        }
        timings = measure(arms, rounds)
        for what, values in timings.items():
            median = estimate_median([1000 * value for value in values])
            table.add(Figure(what=what, how="History.page, 200 runs", unit=" ms", goal=100, **vars(median)))
        _bench_browser(table, root, Path(scratch), flags, rounds)


def fill(data_dir: Path, runs: int = RUNS) -> Path:
    """The files of so many runs: each with its own settings, all with the same picture."""
    rng = random.Random(26)
    settings = {"prompt": "", "model": "mau", "seed": 0, "num_images": 1, "width_px": 256, "height_px": 256}
    picture = png_with_settings(Image.radial_gradient("L").convert("RGB"), settings)
    originals = data_dir / "once"
    originals.mkdir(parents=True)
    for name, data in build_files([picture], settings, "", START_MS).items():
        (originals / name).write_bytes(data)
    for number in range(runs):
        painted_ms = START_MS + 60_000 * number
        prompt = f"a {rng.choice(COATS)} cat with a {rng.choice(THINGS)} and a {rng.choice(THINGS)}, {number}"
        folder = data_dir / "history" / "202611" / f"20261121-{number % 240000:06d}-{number:08x}"
        folder.mkdir(parents=True)
        about = {"version": 1, "painted_ms": painted_ms, "preset": "Manga", "settings": {**settings, "prompt": prompt}}
        (folder / "about.json").write_text(json.dumps(about))
        for name in ("picture-0.png", "thumbnail.webp"):
            os.link(originals / name, folder / name)
    return data_dir


def _bench_browser(table: Table, root: Path, data_dir: Path, flags: str, rounds: int) -> None:
    house = House(root, data_dir, flags)
    try:
        house.start()
        with chromium() as browser:
            visitor = Visitor(browser, house.url)
            visitor.open()
            opening_s = [_time_opening_s(visitor) for _ in range(rounds + WARM_UPS)][WARM_UPS:]
            visitor.page.get_by_role("button", name="Open history").click()
            scrolls = [_scroll(visitor, down=number % 2 == 0) for number in range(rounds + WARM_UPS)][WARM_UPS:]
    finally:
        house.stop()
    how = "server and Chromium on the same cores"
    for what, values, how_measured, unit in (
        (f"Open history to pictures drawn, {RUNS:,} runs", opening_s, how, " s"),
        (
            f"a frame while wheeling through {RUNS:,} runs",
            [each[0] for each in scrolls],
            f"median of a way; {how}",
            " ms",
        ),
        ("the slowest twentieth of these frames begins at", [each[1] for each in scrolls], how, " ms"),
        ("cells in the document at most", [float(each[2]) for each in scrolls], f"of {RUNS:,}", " cells"),
    ):
        table.add(Figure(what=what, how=how_measured, unit=unit, goal=None, **vars(estimate_median(values))))


def _time_opening_s(visitor: Visitor) -> float:
    """Seconds from the press on Open history until a picture is drawn; closed again."""
    start = time.perf_counter()
    visitor.page.get_by_role("button", name="Open history").click()
    visitor.page.wait_for_function(DRAWN)
    seconds = time.perf_counter() - start
    visitor.page.keyboard.press("Escape")
    visitor.page.locator(".em-archive[open]").wait_for(state="detached")
    return seconds


def _scroll(visitor: Visitor, *, down: bool) -> tuple[float, float, int]:
    """With the mouse wheel from one end to the other: median and 95th percentile of milliseconds from frame to frame,
    and the most cells that were in the document."""
    page = visitor.page
    page.locator(".em-grid").hover()
    page.evaluate(WATCH_FRAMES)
    remaining = (
        "() => { const g = document.querySelector('.em-grid'); return g.scrollHeight - g.clientHeight - g.scrollTop; }"
    )
    position = "() => document.querySelector('.em-grid').scrollTop"
    for _ in range(MOST_WHEELS):
        if page.evaluate(remaining if down else position) <= 1:
            break
        page.mouse.wheel(0, WHEEL_PX if down else -WHEEL_PX)
    frames, cells = page.evaluate("() => window.scrolled()")
    return float(np.median(frames)), float(np.percentile(frames, 95)), int(cells)
