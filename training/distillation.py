"""Sampling trajectories of a model, from noise to picture: what a student of the model learns from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.guidance import guidance_arguments
from training.sizes import LATENT_CHANNELS, LATENT_PX


@torch.inference_mode()
def sample_trajectories(
    pipe: Any, prompts: list[str], seed: int, num_steps: int, guidance_scale: float
) -> tuple[Tensor, Tensor]:
    """Paints `prompts` by the stock pipeline, guided for as long as the model paints best.

    Returns:
        Latents before each step and after the last `[num_steps + 1, B, 4, 32, 32]`, and the timesteps `[num_steps]`,
        on the CPU.
    """
    guided = guidance_arguments(pipe, num_steps, guidance_scale)
    shape = (len(prompts), LATENT_CHANNELS, LATENT_PX, LATENT_PX)
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
    trajectory = [noise]

    def on_step_end(pipe: Any, index: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        trajectory.append(tensors["latents"].cpu())
        result: dict[str, Any] = guided["callback_on_step_end"](pipe, index, timestep, tensors)
        return result

    arguments = {**guided, "callback_on_step_end": on_step_end}
    pipe(prompts, num_inference_steps=num_steps, latents=noise.to(pipe.device), output_type="latent", **arguments)
    return torch.stack(trajectory), pipe.scheduler.timesteps.cpu()


def shuffle_steps(latents: Tensor, times: Tensor, rng: np.random.Generator) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """The steps of paintings `[S, B, 4, 32, 32]` at timesteps `[S]` in S batches, every step of every painting once.

    Returns:
        Latents `[B, 4, 32, 32]`, timesteps `[B]`, and whose they are, 0..B-1 `[B]`.
    """
    num_steps, count = latents.shape[:2]
    for order in np.split(rng.permutation(num_steps * count), num_steps):
        steps, rows = torch.from_numpy(order // count), torch.from_numpy(order % count)
        # Copies, since what was made in inference mode cannot be learnt from.
        yield latents[steps, rows].clone(), times[steps].clone(), rows
