"""`mau-flow`: a second denoiser for few steps, with no second pass for guidance.

A rectified flow (Liu et al. 2022): it is given x = (1 - s) * x0 + s * noise and answers with the velocity noise - x0.
It starts from the denoiser's weights and learns the denoiser's own guided paths (`training.stages.trajectories`), made
straight in four windows (Yan et al. 2024, "PeRFlow"), so that one Euler step crosses each. The text encoder stays.
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
from training.stages.trajectories import LEVELS_OF_NOISE, NUM_WINDOWS, load_trajectories

PEAK_RATE = 6e-4
# Where in its window a sample stands: at its start, where a run of four steps asks; half way, where one of eight does.
AT_START, HALF_WAY = 0.5, 0.2
NUM_TIMES = 1000


def train_flow(folder: Path, size: Size, model: Path, minutes: float) -> None:
    """Trains on the paths that `draw_trajectories` left, from the U-Net of `model` or from the checkpoint."""
    device = best_device()
    kept, prompts = load_trajectories(folder, size)
    teacher = StableDiffusionPipeline.from_pretrained(model, dtype=torch.float32).to(device)
    words = encode_prompts(teacher, prompts)
    unet = teacher.unet.train().to(device, memory_format=torch.channels_last)
    use_plain_attention(device, unet)
    trainer = open_trainer(folder / f"flow-{size.level}.pt", unet, minutes, peak_rate=PEAK_RATE, weight_decay=0.01)
    rng = np.random.default_rng((23, trainer.step))
    while not trainer.finished:
        rows = rng.integers(len(kept), size=size.unet_batch)
        latents, levels, velocity = (part.to(device) for part in sample_paths(kept[rows], rng))
        trainer.update(velocity_loss(unet, latents, levels, velocity, words[torch.from_numpy(rows)].to(device)))
    trainer.save()


@torch.inference_mode()
def encode_prompts(pipe: StableDiffusionPipeline, prompts: list[str]) -> Tensor:
    """The text encoder's hidden states of every prompt, `[N, 64, width]` bfloat16 on the CPU."""
    parts = []
    for start in range(0, len(prompts), 64):
        ids = tokenise(pipe.tokenizer, prompts[start : start + 64]).to(pipe.device)
        parts.append(pipe.text_encoder(input_ids=ids).last_hidden_state.bfloat16().cpu())
    return torch.cat(parts)


def sample_paths(kept: NDArray[np.float16], rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """One point on each of the paths `[B, 5, 4, 32, 32]`: latents `[B, 4, 32, 32]`, s `[B]`, and the velocity there."""
    count = len(kept)
    windows = (np.arange(count) + rng.integers(NUM_WINDOWS)) % NUM_WINDOWS
    kind = rng.random(count)
    gone = np.where(kind < AT_START, 0.0, np.where(kind < AT_START + HALF_WAY, 0.5, rng.random(count)))
    levels = np.array(LEVELS_OF_NOISE)
    before, after = levels[windows], levels[windows + 1]
    rows = np.arange(count)
    start = torch.from_numpy(kept[rows, windows]).float()
    end = torch.from_numpy(kept[rows, windows + 1]).float()
    share = torch.from_numpy(gone).float()[:, None, None, None]
    velocity = (start - end) / torch.from_numpy(before - after).float()[:, None, None, None]
    return start + share * (end - start), torch.from_numpy(before + gone * (after - before)).float(), velocity


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
    unet: UNet2DConditionModel, latents: Tensor, levels: Tensor, velocity: Tensor, words: Tensor
) -> Tensor:
    """Mean of the squared error of the velocity; the U-Net reads s in thousandths, cut as diffusers cuts it."""
    with mixed_precision(latents.device):
        times = (levels * NUM_TIMES + 1e-3).long()
        noisy = latents.to(memory_format=torch.channels_last)
        predicted = unet(noisy, times, encoder_hidden_states=words.float()).sample
    return (predicted.float() - velocity).square().mean()
