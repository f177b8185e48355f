"""`mau-flow`: a second denoiser for few steps, with no second pass for guidance.

A rectified flow (Liu et al. 2022): it is given x = (1 - s) * x0 + s * noise and answers with the velocity noise - x0.
It starts from the denoiser's weights and learns the denoiser's own guided trajectories
(`training.stages.trajectories`), made straight in four windows (Yan et al. 2024, "PeRFlow"), so that one Euler step
crosses each. The text encoder stays.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline, UNet2DConditionModel
from numpy.typing import NDArray
from torch import Tensor

from training.running.device import best_device, mixed_precision, use_plain_attention
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.text import tokenise
from training.stages.trajectories import NOISE_LEVELS, NUM_WINDOWS, load_trajectories

PEAK_RATE = 6e-4
# Where in its window a sample stands: at its start, where a run of four steps asks; half way, where one of eight does.
START_SHARE, HALFWAY_SHARE = 0.5, 0.2
NUM_TIMES = 1000


def train_flow(folder: Path, size: Size, model: Path, minutes: float) -> None:
    """Trains on what `collect_trajectories` left, from the U-Net of `model` or from the checkpoint."""
    device = best_device()
    trajectories, prompts = load_trajectories(folder, size)
    teacher = StableDiffusionPipeline.from_pretrained(model, dtype=torch.float32).to(device)
    text_states = encode_prompts(teacher, prompts)
    unet = teacher.unet.train().to(device, memory_format=torch.channels_last)
    use_plain_attention(device, unet)
    trainer = open_trainer(folder / f"flow-{size.level}.pt", unet, minutes, peak_rate=PEAK_RATE, weight_decay=0.01)
    rng = np.random.default_rng((23, trainer.step))
    while not trainer.finished:
        rows = rng.integers(len(trajectories), size=size.unet_batch)
        latents, levels, velocity = (part.to(device) for part in sample_points(trajectories[rows], rng))
        trainer.update(velocity_loss(unet, latents, levels, velocity, text_states[torch.from_numpy(rows)].to(device)))
    trainer.save()


@torch.inference_mode()
def encode_prompts(pipe: StableDiffusionPipeline, prompts: list[str]) -> Tensor:
    """The text encoder's hidden states of every prompt, `[N, 64, width]` bfloat16 on the CPU."""
    parts = []
    for start in range(0, len(prompts), 64):
        ids = tokenise(pipe.tokenizer, prompts[start : start + 64]).to(pipe.device)
        parts.append(pipe.text_encoder(input_ids=ids).last_hidden_state.bfloat16().cpu())
    return torch.cat(parts)


def sample_points(trajectories: NDArray[np.float16], rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """One point on each of the trajectories `[B, 5, 4, 32, 32]`: latents `[B, 4, 32, 32]`, s `[B]`, velocity there."""
    count = len(trajectories)
    windows = (np.arange(count) + rng.integers(NUM_WINDOWS)) % NUM_WINDOWS
    kind = rng.random(count)
    progress = np.where(kind < START_SHARE, 0.0, np.where(kind < START_SHARE + HALFWAY_SHARE, 0.5, rng.random(count)))
    levels = np.array(NOISE_LEVELS)
    level_from, level_to = levels[windows], levels[windows + 1]
    rows = np.arange(count)
    start = torch.from_numpy(trajectories[rows, windows]).float()
    end = torch.from_numpy(trajectories[rows, windows + 1]).float()
    share = torch.from_numpy(progress).float()[:, None, None, None]
    velocity = (start - end) / torch.from_numpy(level_from - level_to).float()[:, None, None, None]
    level = torch.from_numpy(level_from + progress * (level_to - level_from)).float()
    return start + share * (end - start), level, velocity


def build_flow_scheduler() -> DPMSolverMultistepScheduler:
    """Of first order, which on a straight path is Euler's step; each of four steps begins a window."""
    return DPMSolverMultistepScheduler(
        num_train_timesteps=NUM_TIMES,
        prediction_type="flow_prediction",
        use_flow_sigmas=True,
        algorithm_type="dpmsolver++",
        solver_order=1,
        steps_offset=1,  # of no use to a flow; without it the stock pipeline warns
    )


def velocity_loss(
    unet: UNet2DConditionModel, latents: Tensor, levels: Tensor, velocity: Tensor, text_states: Tensor
) -> Tensor:
    """Mean of the squared error of the velocity; the U-Net reads s in thousandths, cut as diffusers cuts it."""
    with mixed_precision(latents.device):
        times = (levels * NUM_TIMES + 1e-3).long()
        noisy = latents.to(memory_format=torch.channels_last)
        predicted = unet(noisy, times, encoder_hidden_states=text_states.float()).sample
    return (predicted.float() - velocity).square().mean()
