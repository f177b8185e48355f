"""The decoder by itself, for latents that stay what they are.

Everything else is learnt on the latents: a better encoder would send denoiser, judge and score back to school, a better
decoder sends nobody. It learns from whole pictures, because it looks so far around a latent that the edge of a crop,
which is no edge of a picture, would be in most of what it sees.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from torch import Tensor

from pipeline.preview import to_pixels
from training.autoencoder import DECODER, LATENT_NOISE, encode_pictures, load_autoencoder, picture_loss
from training.course import open_course
from training.dataset import load_natural, load_varied
from training.device import best_device, mixed_precision
from training.settings import Size

NATURAL_SHARE = 0.2
PEAK_RATE = 8e-4


def train_decoder(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the autoencoder's checkpoint, or from its own, `decoder.pt`."""
    device = best_device()
    network = load_autoencoder(folder, size).to(device, memory_format=torch.channels_last)
    lessons = DecoderLessons(network, load_varied(folder, size), load_natural(folder, size))
    network.decoder.requires_grad_(True).train()
    course = open_course(folder / DECODER, network.decoder, minutes, peak_rate=PEAK_RATE, weight_decay=1e-4)
    rng = np.random.default_rng((41, course.step))
    course.budget.skip()  # encoding
    while not course.over:
        latents, images = (part.to(device) for part in lessons.next(size.decoder_batch, rng))
        course.update(*decoder_loss(network, latents, images))
    course.save()


class DecoderLessons:
    """Pictures and their latents: drawings, with a share of natural-statistics pictures."""

    def __init__(self, network: AutoencoderTiny, *kinds: NDArray[np.uint8]) -> None:
        self.kinds = kinds
        self.latents = [encode_pictures(network, pictures) for pictures in kinds]

    def next(self, count: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Latents `[count, 4, 32, 32]` and pictures `[count, 3, 256, 256]` in -1..1, float32 on the CPU."""
        natural = rng.random(count) < NATURAL_SHARE
        rows = [(int(kind), int(rng.integers(len(self.kinds[int(kind)])))) for kind in natural]
        latents = torch.from_numpy(np.stack([self.latents[kind][row] for kind, row in rows])).float()
        return latents, to_pixels(np.stack([self.kinds[kind][row] for kind, row in rows]))


def decoder_loss(network: AutoencoderTiny, latents: Tensor, images: Tensor) -> tuple[Tensor, str]:
    """Loss of decoding `latents` towards `images`, and a line of its parts for the log."""
    with mixed_precision(images.device):
        restored = network.decode(latents + LATENT_NOISE * torch.randn_like(latents)).sample
    return picture_loss(restored.float() - images)
