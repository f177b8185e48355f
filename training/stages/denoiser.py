"""The denoiser: a U-Net with cross-attention that learns to take noise out of latents, given a caption.

It predicts v = sqrt(alpha_bar) * noise - sqrt(1 - alpha_bar) * x0 (Salimans and Ho 2022) and shares its training with
the text encoder. The noise schedule is in `training.schedule`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from training.denoiser_batches import DenoiserBatch, DenoiserBatches
from training.photo_pairs import STRENGTHS, photo_residue
from training.running.budget import Budget
from training.running.checkpoint import Average, load_checkpoint, save_checkpoint
from training.running.device import best_device, mixed_precision, use_plain_attention
from training.running.loss_log import LossLog
from training.running.pause import SAVE_EVERY_S
from training.schedule import NUM_TRAIN_STEPS, build_schedule
from training.sizes import LATENT_CHANNELS, LATENT_PX, Size
from training.stages.text import build_text_encoder
from training.stages.tokenizer import load_tokenizer

PEAK_RATE = 1e-3
TEXT_RATE_SHARE = 0.2
# Times are drawn with a density that grows with t: what a caption says is decided where little of the picture is left.
TIME_POWER = 2.0


def build_unet(size: Size) -> UNet2DConditionModel:
    """Convolutions alone at 32x32, words at 16x16 (so heat maps have a useful size), words and self at 8x8."""
    return UNet2DConditionModel(
        sample_size=LATENT_PX,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=size.unet_channels,
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=size.text_width,
        only_cross_attention=(False, True, False),
        attention_head_dim=4,
        norm_num_groups=16,
    )


def build_noise_schedule() -> DDPMScheduler:
    return DDPMScheduler(**build_schedule())


@dataclass
class Learner:
    """What a training run changes, and what a checkpoint holds."""

    unet: UNet2DConditionModel
    text: CLIPTextModel
    tokenizer: CLIPTokenizer
    unet_average: Average
    text_average: Average
    optimiser: torch.optim.Optimizer
    budget: Budget
    num_samples: int = 0

    def state(self) -> dict[str, Any]:
        return {
            "unet": self.unet.state_dict(),
            "text": self.text.state_dict(),
            "unet_average": self.unet_average.state(),
            "text_average": self.text_average.state(),
            "optimiser": self.optimiser.state_dict(),
            "spent_s": self.budget.elapsed_s(),
            "num_samples": self.num_samples,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.unet.load_state_dict(state["unet"])
        self.text.load_state_dict(state["text"])
        self.unet_average.restore(state["unet_average"])
        self.text_average.restore(state["text_average"])
        if "optimiser" in state:  # not where `training.restore` made it from the shipped weights
            self.optimiser.load_state_dict(state["optimiser"])
        self.budget.spent_s, self.num_samples = state["spent_s"], state["num_samples"]


def build_learner(folder: Path, size: Size, minutes: float, device: torch.device) -> Learner:
    """A learner from its checkpoint, or a new one whose text encoder comes from the contrastive stage."""
    tokenizer = load_tokenizer(folder)
    text = build_text_encoder(size, tokenizer)
    contrastive = load_checkpoint(folder / "text.pt")
    if contrastive is not None:
        text.load_state_dict(contrastive["text"])
    text = text.to(device)
    unet = build_unet(size).to(device, memory_format=torch.channels_last)
    use_plain_attention(device, unet, text)
    groups = [
        {"params": list(unet.parameters()), "share": 1.0},
        {"params": list(text.parameters()), "share": TEXT_RATE_SHARE},
    ]
    optimiser = torch.optim.AdamW(groups, PEAK_RATE, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    learner = Learner(
        unet=unet,
        text=text,
        tokenizer=tokenizer,
        unet_average=Average(unet, 0.9995),
        text_average=Average(text, 0.9995),
        optimiser=optimiser,
        budget=Budget(minutes),
    )
    if (state := load_checkpoint(folder / f"denoiser-{size.level}.pt")) is not None:
        learner.restore(state)
    return learner


def train_denoiser(folder: Path, size: Size, minutes: float) -> None:
    device = best_device()
    learner = build_learner(folder, size, minutes, device)
    schedule, path = build_noise_schedule(), folder / f"denoiser-{size.level}.pt"
    batches = DenoiserBatches(folder, size, learner.tokenizer, learner.num_samples)
    learner.budget.skip()  # drawing and encoding
    saved_at, loss_log = time.monotonic(), LossLog(path)
    while learner.budget.fraction() < 1.0:
        loss = _update(learner, schedule, batches.next(size.unet_batch).to(device))
        loss_log.add(loss, learner.num_samples // size.unet_batch, learner.budget.fraction())
        if time.monotonic() - saved_at > SAVE_EVERY_S:
            saved_at = time.monotonic()
            save_checkpoint(path, learner.state())
    save_checkpoint(path, learner.state())


def _update(learner: Learner, schedule: DDPMScheduler, batch: DenoiserBatch) -> float:
    rate = learner.budget.learning_rate(PEAK_RATE)
    for group in learner.optimiser.param_groups:
        group["lr"] = rate * group["share"]
    loss = velocity_loss(learner.unet, learner.text, schedule, batch)
    learner.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_([*learner.unet.parameters(), *learner.text.parameters()], 1.0)
    learner.optimiser.step()
    learner.unet_average.update(learner.unet)
    learner.text_average.update(learner.text)
    learner.num_samples += len(batch.clean)
    return loss.item()


def velocity_loss(
    unet: UNet2DConditionModel, text: CLIPTextModel, schedule: DDPMScheduler, batch: DenoiserBatch
) -> Tensor:
    """Weighted mean of the squared error of v; a photo shows through the noise over its drawing
    (`training.photo_pairs`)."""
    clean, count, device = batch.clean, len(batch.clean), batch.clean.device
    # One time out of each of `count` equal parts of the schedule: the same mean as random times, with less spread.
    times = (torch.randperm(count, device=device) + torch.rand(count, device=device)) / count
    shares = torch.where(batch.restyled, STRENGTHS[1], 1.0) * times ** (1 / TIME_POWER)
    times = (shares * NUM_TRAIN_STEPS).long().clamp(max=NUM_TRAIN_STEPS - 1)
    noise = torch.randn_like(clean) + photo_residue(schedule, times, batch.photos - clean)
    noisy = schedule.add_noise(clean, noise, times)
    target = schedule.get_velocity(clean, noise, times)
    with mixed_precision(device):
        text_states = text(input_ids=batch.ids).last_hidden_state
        noisy = noisy.to(memory_format=torch.channels_last)
        predicted = unet(noisy, times, encoder_hidden_states=text_states).sample
    errors = (predicted.float() - target).square().mean(1)
    weights = batch.weights
    return (errors * weights).sum() / weights.sum()
