"""The autoencoder learns on: encoder and decoder together, on whole pictures, near the latents that it had.

Crops teach an autoencoder the most in the least time, but it sees so far around a latent that the edge of a crop, which
is no edge of a picture, is in most of what it sees. What has been learnt on its latents is not lost: each latent is
held near where it was, and what a picture gains lies in small moves (0.17 of a standard deviation is worth 1.7 dB).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny
from torch import Tensor

from pipeline.preview.tiers import to_pixels
from training.pictures.dataset import fingerprint_of_world, load_natural, load_varied
from training.running.device import best_device, mixed_precision
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.autoencoder import (
    BASE,
    LATENT_NOISE,
    SHARPENED,
    delete_later_checkpoints,
    encode_cached,
    load_autoencoder,
    picture_loss,
)
from training.world import LEVELS

NATURAL_SHARE = 0.35
PEAK_RATE = 6e-4
SQUARE_WEIGHT = 24.0  # what a mean square weighs: a few far-off pixels hurt the eye, and PSNR, more than L1 knows
DRIFT_WEIGHT = 0.3


def sharpen_autoencoder(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the autoencoder's checkpoint, or from its own, `sharpened.pt`."""
    device = best_device()
    network = load_autoencoder(folder, size, until=BASE).to(device, memory_format=torch.channels_last)
    batches = WholePictures(folder, size, network)
    network.requires_grad_(True).train()
    trainer = open_trainer(folder / SHARPENED, network, minutes, peak_rate=PEAK_RATE, weight_decay=1e-4)
    rng = np.random.default_rng((41, trainer.step))
    trainer.budget.skip()  # encoding
    if not trainer.finished:
        delete_later_checkpoints(folder, SHARPENED)
    while not trainer.finished:
        latents, images = (part.to(device) for part in batches.next(size.sharpening_batch, rng))
        trainer.update(*sharpening_loss(network, latents, images))
    trainer.save()


class WholePictures:
    """Pictures and the latents that they had: drawings, with a share of natural-statistics pictures."""

    def __init__(self, folder: Path, size: Size, network: AutoencoderTiny) -> None:
        self.kinds = (load_varied(folder, size), load_natural(folder, size))
        sources = (("varied", max(LEVELS)), ("natural", None))
        self.latents = [
            encode_cached(network, pictures, folder / name / "latents.npy", fingerprint_of_world(level))
            for pictures, (name, level) in zip(self.kinds, sources, strict=True)
        ]

    def next(self, count: int, rng: np.random.Generator, natural_share: float = NATURAL_SHARE) -> tuple[Tensor, Tensor]:
        """Latents `[count, 4, 32, 32]` and pictures `[count, 3, 256, 256]` in -1..1, float32 on the CPU."""
        natural = rng.random(count) < natural_share
        rows = [(int(kind), int(rng.integers(len(self.kinds[int(kind)])))) for kind in natural]
        latents = torch.from_numpy(np.stack([self.latents[kind][row] for kind, row in rows])).float()
        images = to_pixels(np.stack([self.kinds[kind][row] for kind, row in rows]))
        return latents, images.contiguous(memory_format=torch.channels_last)


def sharpening_loss(network: AutoencoderTiny, old_latents: Tensor, images: Tensor) -> tuple[Tensor, str]:
    """Loss of restoring `images` through latents near `old_latents`, and a line of its parts for the log."""
    with mixed_precision(images.device):
        latents = network.encode(images).latents
        reconstruction = network.decode(latents + LATENT_NOISE * torch.randn_like(latents)).sample
    error = reconstruction.float() - images
    loss, line = picture_loss(error)
    drift = torch.nn.functional.mse_loss(latents.float(), old_latents)
    return loss + SQUARE_WEIGHT * error.square().mean() + DRIFT_WEIGHT * drift, f"{line} moved {drift.item():.4f}"
