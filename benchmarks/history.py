"""A history of 10,000 runs: a page and a search on the server, and the drawer with pictures in the browser."""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from pathlib import Path

from PIL import Image

from benchmarks.rounds import WARM_UPS, measure, median_of
from benchmarks.table import Figure, Table
from pipeline.metadata import png_with_settings
from presets.history import History, Wanted
from presets.history_files import files_of
from tests.accept.browser import Visitor, chromium
from tests.accept.house import House

RUNS = 10_000
START_MS = 1_700_000_000_000
COATS = ("white", "black", "orange", "grey", "cream", "calico", "brown")
THINGS = ("scarf", "hat", "bow tie", "lantern", "violin", "umbrella", "teapot", "ribbon")
DRAWN = (
    "() => [...document.querySelectorAll('.em-archive[open] .em-kept img')]"
    ".some((picture) => picture.complete && picture.naturalWidth)"
)


def bench_history(table: Table, root: Path, flags: str, rounds: int) -> None:
    """Goals are what a person does not notice: a tenth of a second."""
    with tempfile.TemporaryDirectory(prefix="emerge-bench-") as scratch:
        history = History(fill(Path(scratch) / "data"))
        began = time.perf_counter()
        history.adopt()
        print(f"  {RUNS} runs were taken in from their files in {time.perf_counter() - began:.1f} s", flush=True)
        deep = f"{START_MS + 60_000 * 300}-300"
        arms = {
            "first page of 10,000 runs": lambda: history.page(Wanted()),
            "last page of 10,000 runs": lambda: history.page(Wanted(), after=deep),
            "search for one word among 10,000 runs": lambda: history.page(Wanted(text="umbr")),
            "search for three words among 10,000 runs": lambda: history.page(Wanted(text="white cat viol")),
        }
        took = measure(arms, rounds)
        for what, values in took.items():
            found = median_of([1000 * value for value in values])
            table.add(Figure(what=what, how="History.page, 200 runs", unit=" ms", goal=100, **vars(found)))
        _bench_browser(table, root, Path(scratch), flags, rounds)


def fill(data_dir: Path) -> Path:
    """The files of the runs: each with its own settings, all with the same picture."""
    chance = random.Random(26)
    settings = {"prompt": "", "model": "mau", "seed": 0, "num_images": 1, "width_px": 256, "height_px": 256}
    picture = png_with_settings(Image.radial_gradient("L").convert("RGB"), settings)
    once = data_dir / "once"
    once.mkdir(parents=True)
    for name, data in files_of([picture], settings, "", START_MS).items():
        (once / name).write_bytes(data)
    for number in range(RUNS):
        painted_ms = START_MS + 60_000 * number
        prompt = f"a {chance.choice(COATS)} cat with a {chance.choice(THINGS)} and a {chance.choice(THINGS)}, {number}"
        folder = data_dir / "history" / "202611" / f"20261121-{number % 240000:06d}-{number:08x}"
        folder.mkdir(parents=True)
        about = {"version": 1, "painted_ms": painted_ms, "preset": "Manga", "settings": {**settings, "prompt": prompt}}
        (folder / "about.json").write_text(json.dumps(about))
        for name in ("picture-0.png", "thumbnail.webp"):
            os.link(once / name, folder / name)
    return data_dir


def _bench_browser(table: Table, root: Path, data_dir: Path, flags: str, rounds: int) -> None:
    house = House(root, data_dir, flags)
    took = []
    try:
        house.start()
        with chromium() as browser:
            visitor = Visitor(browser, house.url)
            visitor.open()
            for _ in range(rounds + WARM_UPS):
                began = time.perf_counter()
                visitor.page.get_by_role("button", name="Open history").click()
                visitor.page.wait_for_function(DRAWN)
                took.append(time.perf_counter() - began)
                visitor.page.keyboard.press("Escape")
                visitor.page.locator(".em-archive[open]").wait_for(state="detached")
    finally:
        house.stop()
    found = median_of(took[WARM_UPS:])
    how = "server and Chromium on the same cores"
    table.add(Figure(what="Open history to pictures drawn, 10,000 runs", how=how, unit=" s", goal=None, **vars(found)))
