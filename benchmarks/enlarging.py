"""A painted picture at 512 and 1024 pixels."""

from __future__ import annotations

from benchmarks.film import long_run
from benchmarks.rounds import estimate_median, measure
from benchmarks.table import Figure, Table
from pipeline.finish.upscaling import FACTORS, load_upscaler, upscale


def bench_enlarging(table: Table, rounds: int) -> None:
    """Upscaling, with the network loaded."""
    picture, network = long_run().images[0], load_upscaler()
    arms = {factor: lambda factor=factor: upscale(picture, factor, network) for factor in FACTORS}  # type: ignore[misc]
    for factor, values in measure({str(factor): arm for factor, arm in arms.items()}, rounds).items():
        what = f"upscale {picture.width} to {picture.width * int(factor)} px"
        table.add(Figure(what=what, how=f"{factor} times", unit=" s", goal=None, **vars(estimate_median(values))))
