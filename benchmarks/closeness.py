"""How close `fast` comes to `exact`: sixteen pictures of the built-in model's world, in dB."""

from __future__ import annotations

import numpy as np
from PIL import Image

from benchmarks.table import Figure, Table
from pipeline import GenerationRequest
from pipeline.events import Finished
from pipeline.request import Precision
from pipeline.sampling.painter import Painter, open_painter

GUIDANCE = 7.5
STYLES = ("manga-style illustration", "pencil sketch", "watercolour painting", "pixel art")
CATS = ("a white cat with a pink scarf", "an orange cat, smiling", "a striped grey cat running", "a sleepy black cat")


def bench_closeness(table: Table, model: str) -> None:
    """Peak signal-to-noise ratio of `fast` against `exact`, the same seed and steps: the median, and the worst."""
    with open_painter(model, device="cpu") as painter:
        psnrs = [_compare_precisions(painter, prompt, seed) for seed, prompt in enumerate(all_prompts())]
    how = f"{len(psnrs)} prompts, guidance {GUIDANCE}"
    for what, value, goal in (("median", float(np.median(psnrs)), 40.0), ("worst", min(psnrs), 35.0)):
        table.add(
            Figure(
                what=f"fast against exact, {what}", how=how, unit=" dB", median=value, low=min(psnrs), high=max(psnrs),
                goal=goal, at_least=True,
            )
        )  # fmt: skip


def all_prompts() -> list[str]:
    """Of cats in the model's world."""
    return [f"{style} of {cat}" for style in STYLES for cat in CATS]


def _compare_precisions(painter: Painter, prompt: str, seed: int) -> float:
    exact, fast = (_picture(painter, prompt, seed, precision) for precision in ("exact", "fast"))
    return psnr_db(exact, fast)


def psnr_db(one: Image.Image, other: Image.Image) -> float:
    """Peak signal-to-noise ratio of two pictures."""
    error = np.square(np.asarray(one, float) - np.asarray(other, float)).mean()
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def _picture(painter: Painter, prompt: str, seed: int, precision: Precision) -> Image.Image:
    request = GenerationRequest(prompt=prompt, seed=seed, guidance_scale=GUIDANCE, precision=precision)
    *_, last = painter.paint(request, preview="Off")
    assert isinstance(last, Finished)
    return last.images[0]
