"""Bringing 500 foreign styles in, and finding out what the cards show of them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.rounds import estimate_median, measure
from benchmarks.table import Figure, Table
from presets import PresetStore
from ui.styles.render import render_cards

STYLES = 500


def bench_styles(table: Table, rounds: int) -> None:
    """A styles.csv and a Fooocus file into a new store each time, and the cards of all that is in one."""
    with tempfile.TemporaryDirectory(prefix="emerge-bench-") as scratch:
        full = PresetStore(Path(scratch) / "full")
        full.import_files([("styles.csv", _styles_csv())])
        arms: dict[str, Callable[[], object]] = {
            "csv": lambda: _import(Path(scratch) / "new", _styles_csv()),
            "json": lambda: _import(Path(scratch) / "new", _fooocus_json()),
            "cards": lambda: render_cards(full.arranged(), None, full.cards.all()),
        }
        timings = measure(arms, rounds)
    figures = (
        (f"import of {STYLES} styles, styles.csv", "read, checked and saved in one transaction", "csv"),
        (f"import of {STYLES} styles, Fooocus JSON", "read, checked and saved in one transaction", "json"),
        (f"the cards of {STYLES} styles", "read, checked and arranged", "cards"),
    )
    for what, how, arm in figures:
        table.add(Figure(what=what, how=how, unit=" s", goal=None, **vars(estimate_median(timings[arm]))))


def _import(folder: Path, content: bytes) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    report = PresetStore(folder).import_files([("styles", content)])
    assert len(report.imported) == STYLES


def _styles() -> list[tuple[str, str, str]]:
    words = "soft light, fine detail, " * 8
    return [(f"Style {n}", f"style {n} of {{prompt}}, {words}", "blurry, text, low quality") for n in range(STYLES)]


def _styles_csv() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("name", "prompt", "negative_prompt"), *_styles()])
    return out.getvalue().encode("utf-8-sig")


def _fooocus_json() -> bytes:
    names = ("name", "prompt", "negative_prompt")
    return json.dumps([dict(zip(names, style, strict=True)) for style in _styles()]).encode()
