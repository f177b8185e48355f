"""Export of a run of 50 steps, in every format."""

from __future__ import annotations

import io

from PIL import Image

from benchmarks.rounds import estimate_median, measure
from benchmarks.table import Figure, Table
from pipeline.film.film import FilmStyle, film_of
from pipeline.film.formats import can_write_mp4
from pipeline.run.run import Run, encode_jpeg, load_run
from ui.export.film_routes import FONT
from ui.settings import ASSETS

STEPS = 50


def bench_film(table: Table, rounds: int) -> None:
    """From the JPEG frames of the run to the file, at 256 px with a caption."""
    run = long_run()
    formats = ("gif", "webp", "apng", "png", *(("mp4",) if can_write_mp4() else ()))
    arms = {
        kind: lambda kind=kind: film_of(run, FilmStyle(format=kind), font=FONT)  # type: ignore[misc]
        for kind in formats
    }
    for kind, values in measure(arms, rounds).items():
        size = len(film_of(run, FilmStyle(format=kind), font=FONT).data)  # type: ignore[arg-type]
        what, how = f"export of {STEPS} steps, {kind}", f"{size / 1e6:.1f} MB, with a caption"
        table.add(Figure(what=what, how=how, unit=" s", goal=None, **vars(estimate_median(values))))


def long_run() -> Run:
    """An example of ours, its steps blended to fifty."""
    example = load_run(next(iter(sorted((ASSETS / "examples").glob("*.zip")))))
    pictures = [Image.open(io.BytesIO(example.frame("x0", index) or b"")) for index in range(example.steps_done)]
    frames = {}
    for index in range(STEPS):
        place = index * (len(pictures) - 1) / (STEPS - 1)
        near = min(int(place), len(pictures) - 2)
        frames["x0", index, 0] = encode_jpeg(Image.blend(pictures[near], pictures[near + 1], place - near))
    return Run(
        settings=example.settings, num_steps=STEPS, num_images=1, elapsed_s=[0.0] * STEPS, images=example.images,
        _frames=frames,
    )  # fmt: skip
