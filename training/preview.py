"""The fast preview of the built-in models, fitted to what they really show: x0 along real runs, guided as they paint.

A fit to drawn pictures (`pipeline.linear`) serves any VAE; but guesses at x0 are no latents of pictures: guided ones
lie far beyond white and black, early ones are blurred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from pipeline import Finished, GenerationRequest
from pipeline.linear import fit_pairs, write_linear
from pipeline.loading import PREVIEW_FOLDER
from pipeline.painter import Painter, open_painter
from training.captions import describe_scene
from training.dataset import scene_of
from training.settings import Size

FIRST_SCENE = 40_000  # behind those that the denoiser learnt from
NUM_STEPS = 20


def train_preview(folder: Path, size: Size, model: Path) -> None:
    """Fits the preview of the VAE in `model` and writes it into its folder."""
    with open_painter(model) as painter:
        prompts = [describe_scene(scene_of(FIRST_SCENE + run, size.level)) for run in range(size.num_preview_runs)]
        runs = [torch.cat(parts) for parts in zip(*paint_runs(painter, prompts), strict=True)]
        write_linear(model / PREVIEW_FOLDER, painter.exact_vae, fit_pairs(*runs))


def paint_runs(painter: Painter, prompts: Sequence[str]) -> Iterator[tuple[Tensor, Tensor]]:
    """Of a run of each prompt, x0 at every step `[20, C, h, w]`, and what the VAE makes of it `[20, 3, H, W]`."""
    vae = painter.exact_vae
    for seed, prompt in enumerate(prompts):
        request = GenerationRequest(
            prompt=prompt,
            num_steps=NUM_STEPS,
            guidance_scale=painter.spec.defaults.guidance_scale,
            guidance_end=painter.spec.defaults.guidance_end,
            seed=seed,
            model=painter.spec.key,
            precision="exact",
        )
        *_, last = painter.paint(request, preview="Off")
        assert isinstance(last, Finished)
        steps = [record.denoised for record in last.run.records]
        with torch.inference_mode():
            yield torch.cat(steps), torch.cat([vae.decode(x0 / vae.config.scaling_factor).sample for x0 in steps])
