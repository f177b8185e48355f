"""Sampling trajectories of the denoiser, for the flow to learn from: each at five noise levels, noise to picture.

They are the denoiser's own, guided as it paints best, in a few more steps than are kept. They are kept on the straight
scale of flow matching, x = (1 - s) * x0 + s * noise with s from 1 to 0 (Lipman et al. 2022; Liu et al. 2022), which is
the scale of the diffusion process divided by the sum of its two factors: a path of one is a path of the other.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray

from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.speed.precision import build_fast_denoiser
from training.guidance import guidance_arguments
from training.pictures.dataset import training_scene
from training.running.budget import Budget
from training.running.device import best_device
from training.running.pause import SAVE_EVERY_S, stop_if_due
from training.sizes import LATENT_CHANNELS, LATENT_PX, Size
from training.words.captions import caption_drawing

NUM_WINDOWS = 4
STEPS_A_WINDOW = 3
# Where diffusers' four steps of a flow begin, and the end; 0.999 stands for noise alone.
NOISE_LEVELS = (0.999, 0.74925, 0.4995, 0.24975, 0.0)


def collect_trajectories(folder: Path, size: Size, model: Path, minutes: float) -> int:
    """Paints for `minutes` more, at most up to `size.num_trajectories`; gives back how many are there.

    Written to `trajectories-<level>.npy`, `[N, 5, 4, 32, 32]` float16, with their prompts beside them.
    """
    trajectories, prompts = load_trajectories(folder, size)
    if len(trajectories) >= size.num_trajectories:
        return len(trajectories)
    pipe = _open_teacher(model)
    budget, saved_at, rows = Budget(minutes), time.monotonic(), [trajectories]
    while len(prompts) < size.num_trajectories and budget.fraction() < 1.0:
        new_prompts = [_prompt(index, size.level) for index in range(len(prompts), len(prompts) + size.unet_batch)]
        rows.append(paint_trajectories(pipe, new_prompts, first_seed=len(prompts)))
        prompts += new_prompts
        if time.monotonic() - saved_at > SAVE_EVERY_S:
            saved_at, rows = time.monotonic(), [np.concatenate(rows)]
            _save(folder, size, rows[0], prompts)
            print(f"trajectories {len(prompts)} of {size.num_trajectories}", flush=True)
    _save(folder, size, np.concatenate(rows), prompts)
    return len(prompts)


def load_trajectories(folder: Path, size: Size) -> tuple[NDArray[np.float16], list[str]]:
    """The trajectories painted so far and the prompt of each."""
    path = folder / f"trajectories-{size.level}.npy"
    if not path.exists():
        return np.empty((0, NUM_WINDOWS + 1, LATENT_CHANNELS, LATENT_PX, LATENT_PX), np.float16), []
    trajectories: NDArray[np.float16] = np.load(path)
    prompts = path.with_suffix(".txt").read_text().split("\n")
    return trajectories, prompts[: len(trajectories)]


def _save(folder: Path, size: Size, trajectories: NDArray[np.float16], prompts: list[str]) -> None:
    path = folder / f"trajectories-{size.level}.npy"
    path.with_suffix(".txt").write_text("\n".join(prompts))
    np.save(path.with_suffix(".partial.npy"), trajectories)
    path.with_suffix(".partial.npy").replace(path)
    stop_if_due()


def _prompt(index: int, level: int) -> str:
    caption = caption_drawing(training_scene(index, level), np.random.default_rng((19, index)))
    return caption.replace("\n", " ")


def _open_teacher(model: Path) -> StableDiffusionPipeline:
    pipe = StableDiffusionPipeline.from_pretrained(model, dtype=torch.float32).to(best_device())
    pipe.unet = build_fast_denoiser(pipe.unet, STABLE_DIFFUSION.layers)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@torch.inference_mode()
def paint_trajectories(pipe: Any, prompts: list[str], first_seed: int) -> NDArray[np.float16]:
    """`[B, 5, 4, 32, 32]` float16: the trajectories of `prompts` at `NOISE_LEVELS`."""
    steps = teacher_steps(pipe.scheduler)
    guided = guidance_arguments(pipe, len(steps))
    points: list[torch.Tensor] = []

    def on_step_end(pipe: Any, index: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        if (index + 1) % STEPS_A_WINDOW == 0:
            points.append(straighten(tensors["latents"], float(pipe.scheduler.sigmas[index + 1])).cpu())
        result: dict[str, Any] = guided["callback_on_step_end"](pipe, index, timestep, tensors)
        return result

    generators = [torch.Generator().manual_seed(first_seed + number) for number in range(len(prompts))]
    shape = (1, LATENT_CHANNELS, LATENT_PX, LATENT_PX)
    noise = torch.cat([torch.randn(shape, generator=generator) for generator in generators])
    pipe(
        prompts,
        timesteps=steps,
        latents=noise,
        output_type="latent",
        **{**guided, "callback_on_step_end": on_step_end},
    )
    return torch.stack([noise, *points], 1).half().numpy()


def straighten(latents: torch.Tensor, sigma: float) -> torch.Tensor:
    """Latents of unit variance at noise-to-signal ratio `sigma`, on the straight scale (s = sigma / (1 + sigma))."""
    return latents * ((1 + sigma**2) ** 0.5 / (1 + sigma))


def teacher_steps(scheduler: Any) -> list[int]:
    """Timesteps of the diffusion schedule at evenly spaced s, a window's first step exactly at its edge."""
    alpha_bars = scheduler.alphas_cumprod.double().numpy()
    sigmas = ((1 - alpha_bars) / alpha_bars) ** 0.5
    straight = sigmas / (1 + sigmas)
    levels = np.linspace(NOISE_LEVELS[0], 0, NUM_WINDOWS * STEPS_A_WINDOW + 1)[:-1]
    return [int(np.abs(straight - level).argmin()) for level in levels]
