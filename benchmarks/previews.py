"""What a preview costs and how near it comes to the full decoder: along real runs of the built-in model."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from benchmarks.closeness import all_prompts, psnr_db
from benchmarks.rounds import Interval, estimate_median
from benchmarks.table import Figure, Table
from pipeline import GenerationRequest, Started, StepEvent
from pipeline.run.run import Run, encode_jpeg
from pipeline.sampling.painter import Painter, open_painter

if TYPE_CHECKING:
    from torch import Tensor

FAST = "Fast, 3x3 linear"
# `[1, C, h, w]` x0 -> a picture of any size
DrawPreview = Callable[["Tensor"], Image.Image]
Frame = tuple["Tensor", Image.Image]  # x0 and what the full decoder makes of it


def bench_previews(table: Table, model: str, rounds: int) -> None:
    """Decibels of each kind of preview, enlarged as the page does it, and what it takes with its JPEG within a run."""
    with open_painter(model, device="cpu") as painter:
        prompts = all_prompts()
        fitted, held_out = (
            [_run(painter, prompt, seed) for seed, prompt in enumerate(prompts[at::2])] for at in (0, 1)
        )
        frames, step_s, plain_db = _frames(painter, held_out), _step_s(held_out), 0.0
        for name, draw in _preview_kinds(painter, fitted).items():
            median = estimate_median([psnr_db(full, _enlarge(draw(latents), full)) for latents, full in frames])
            plain_db = plain_db or median.median
            goal = plain_db + 3 if name == FAST else None
            what = f"preview against the full decoder: {name}"
            table.add(Figure(what=what, how="enlarged to 256 px", unit=" dB", goal=goal, at_least=True, **vars(median)))
            timings = [second for seed in range(rounds) for second in _time_previews(painter, draw, prompts[0], seed)]
            preview_s = estimate_median(timings)
            share = Interval(**{end: value / step_s for end, value in vars(preview_s).items()})
            how = f"{1000 * preview_s.median:.2f} ms with its JPEG, of a guided step of {1000 * step_s:.1f} ms"
            goal = 0.015 if name == FAST else None
            table.add(Figure(what="  its share of a guided step", how=how, unit="", goal=goal, **vars(share)))


def _frames(painter: Painter, runs: list[Run]) -> list[Frame]:
    return [(record.denoised, painter.decode(record.denoised)[0]) for run in runs for record in run.records]


def _enlarge(small: Image.Image, full: Image.Image) -> Image.Image:
    return small.resize(full.size, Image.Resampling.BILINEAR)


def _preview_kinds(painter: Painter, runs: list[Run]) -> dict[str, DrawPreview]:
    return {
        "plain linear, a colour a latent": _plain_linear(_frames(painter, runs), painter.spec.px_per_latent),
        FAST: lambda latents: painter.previewer.linear.picture(latents[0].numpy()),
        "the full decoder": lambda latents: painter.decode(latents)[0],
    }


def _plain_linear(frames: list[Frame], px_per_latent: int) -> DrawPreview:
    """One colour for each latent by least squares, as the published tables of factors have it."""
    rows = np.concatenate([_rows(latents) for latents, _ in frames])
    small = [np.asarray(full.reduce(px_per_latent), np.float32).reshape(-1, 3) for _, full in frames]
    weights, *_ = np.linalg.lstsq(rows, np.concatenate(small), rcond=None)

    def draw(latents: Tensor) -> Image.Image:
        height, width = latents.shape[-2:]
        levels = (_rows(latents) @ weights).reshape(height, width, 3) + 0.5
        return Image.fromarray(levels.clip(0, 255).astype(np.uint8))

    return draw


def _rows(latents: Tensor) -> Any:
    """`[1, C, h, w]` -> `[h w, C + 1]`, a one behind each."""
    rows = latents[0].numpy().reshape(latents.shape[1], -1).T
    return np.concatenate([rows, np.ones_like(rows[:, :1])], 1)


def _run(painter: Painter, prompt: str, seed: int, on_step: Callable[[Run], None] = lambda run: None) -> Run:
    """A run without previews, in float32, guided at every step; `on_step` is called within it after every step."""
    runs: list[Run] = []

    def on_event(event: object) -> None:
        if isinstance(event, Started):
            runs.append(event.run)
        elif isinstance(event, StepEvent):
            on_step(runs[0])

    scale = painter.spec.defaults.guidance_scale
    request = GenerationRequest(prompt=prompt, seed=seed, precision="exact", guidance_scale=scale)
    painter.run(request, on_event, preview="Off")
    return runs[0]


def _step_s(runs: list[Run]) -> float:
    return float(np.median([np.diff(run.elapsed_s) for run in runs]))


def _time_previews(painter: Painter, draw: DrawPreview, prompt: str, seed: int) -> list[float]:
    """What every step's preview takes where it is made: between two steps, which leave little in the caches."""
    timings = []

    def on_step(run: Run) -> None:
        start = perf_counter()
        encode_jpeg(draw(run.records[-1].denoised))
        timings.append(perf_counter() - start)

    _run(painter, prompt, seed, on_step)
    return timings
