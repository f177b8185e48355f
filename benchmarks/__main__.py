"""`make bench`: every figure of speed in docs/figures.md, each with both ends, into build/bench.json."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.closeness import bench_closeness
from benchmarks.engine import bench_engine, bench_few_steps
from benchmarks.enlarging import bench_enlarging
from benchmarks.film import bench_film
from benchmarks.history import bench_history
from benchmarks.packaging import bench_packaging
from benchmarks.page import bench_page
from benchmarks.previews import bench_previews
from benchmarks.styles import bench_styles
from benchmarks.table import Table, machine

ROOT = Path(__file__).parents[1]
PARTS = ("engine", "closeness", "previews", "packaging", "film", "enlarging", "page", "styles", "history")


def main() -> int:
    """0 where every goal is met, 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--model", default="mau", help="the built-in model, or a folder")
    parser.add_argument("--only", choices=PARTS, action="append", help="may be repeated")
    flags = parser.parse_args()
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    parts = flags.only or PARTS
    folder = ROOT / "assets" / "models" / "mau" if flags.model == "mau" else Path(flags.model)
    table = Table()
    print(f"{machine()}, {flags.rounds} rounds")
    if "engine" in parts:
        bench_engine(table, flags.model, folder, flags.rounds)
        bench_few_steps(table, flags.rounds)
    if "closeness" in parts:
        bench_closeness(table, flags.model)
    if "previews" in parts:
        bench_previews(table, flags.model, flags.rounds)
    if "packaging" in parts:
        bench_packaging(table, flags.rounds)
    if "film" in parts:
        bench_film(table, flags.rounds)
    if "enlarging" in parts:
        bench_enlarging(table, flags.rounds)
    server_flags = "" if flags.model == "mau" else f"--model {folder.resolve()}"
    if "page" in parts:
        bench_page(table, ROOT, server_flags, flags.rounds)
    if "styles" in parts:
        bench_styles(table, flags.rounds)
    if "history" in parts:
        bench_history(table, ROOT, server_flags, flags.rounds)
    table.save(ROOT / "build" / "bench.json", flags.rounds)
    print("\n" + table.markdown())
    return int(any(figure.met == "no" for figure in table.figures))


if __name__ == "__main__":
    sys.exit(main())
