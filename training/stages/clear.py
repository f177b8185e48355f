"""The decoder learns what the denoiser leaves over, and takes it away: plain grounds come out plain.

What is painted is never quite a drawing's latents. The remainder shows as mottled grounds and dirty edges, which a
decoder that knows encoded pictures alone restores faithfully. So it is shown drawings as the denoiser repaints them,
noised and painted back over the last steps of a run, and the drawing is what it shall make of them. The encoder rests:
latents mean what they meant, and nothing that was learnt on them has to learn anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from torch import Tensor

from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.preview.tiers import to_pixels
from pipeline.speed.precision import build_fast_denoiser
from training.export import build_pipeline, load_denoiser
from training.pictures.dataset import fingerprint_of_world, load_pictures, load_scenes
from training.running.device import best_device, mixed_precision
from training.running.fingerprint import fingerprint, fingerprint_of_weights
from training.running.resumable_array import ResumableArray
from training.running.trainer import open_trainer
from training.sizes import LATENT_CHANNELS, LATENT_PX, Size
from training.stages.autoencoder import (
    CLEARED,
    LATENT_NOISE,
    SHARPENED,
    encode_pictures,
    load_autoencoder,
    picture_loss,
)
from training.stages.sharpen import SQUARE_WEIGHT, WholePictures
from training.words.captions import caption_drawing

PAINTED_SHARE = 0.5
NATURAL_SHARE = 0.6  # of the rest: what is painted are drawings, all of them
PEAK_RATE = 6e-4
# The last of twenty steps; guidance has ended by then (`training.guidance.GUIDANCE_END`).
NUM_STEPS, MAX_REPAINTED, MIN_REPAINTED = 20, 8, 3
BATCH = 20


def clear_decoder(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the sharpened autoencoder, or from its own checkpoint, `cleared.pt`."""
    device = best_device()
    network = load_autoencoder(folder, size, until=SHARPENED).to(device, memory_format=torch.channels_last)
    batches = RepaintedPictures(folder, size, network)
    network.decoder.requires_grad_(True).train()
    trainer = open_trainer(folder / CLEARED, network, minutes, peak_rate=PEAK_RATE, weight_decay=1e-4)
    rng = np.random.default_rng((43, trainer.step))
    trainer.budget.skip()  # painting and encoding
    while not trainer.finished:
        encoded, painted = batches.next(size.sharpening_batch, rng)
        trainer.update(*clearing_loss(network, encoded, painted))
    trainer.save()


class RepaintedPictures:
    """Latents and the pictures that belong to them: half of them as they are encoded, half as they are painted."""

    def __init__(self, folder: Path, size: Size, network: AutoencoderTiny) -> None:
        self.encoded = WholePictures(folder, size, network)
        self.drawings = load_pictures(folder, size)
        self.latents = repaint_drawings(folder, size, network)

    def next(self, count: int, rng: np.random.Generator) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
        """Encoded and painted: latents `[B, 4, 32, 32]` and pictures `[B, 3, 256, 256]` in -1..1, float32, on the CPU;
        `count` in all, and at least one of each."""
        num_painted = max(1, round(count * PAINTED_SHARE))
        rows = np.sort(rng.integers(len(self.latents), size=num_painted))
        painted = torch.from_numpy(self.latents[rows]).float()
        images = to_pixels(np.array(self.drawings[rows])).contiguous(memory_format=torch.channels_last)
        return self.encoded.next(max(1, count - num_painted), rng, NATURAL_SHARE), (painted, images)


def clearing_loss(
    network: AutoencoderTiny, encoded: tuple[Tensor, Tensor], painted: tuple[Tensor, Tensor]
) -> tuple[Tensor, str]:
    """Loss of decoding encoded and painted latents to their pictures, and a line of its parts for the log."""
    device = network.device
    images = torch.cat([encoded[1], painted[1]]).to(device)
    noisy = encoded[0] + LATENT_NOISE * torch.randn_like(encoded[0])
    with mixed_precision(device):
        reconstruction = network.decode(torch.cat([noisy, painted[0]]).to(device)).sample
    error = reconstruction.float() - images
    encoded_error, painted_error = error[: len(noisy)], error[len(noisy) :]
    encoded_loss, line = picture_loss(encoded_error)
    painted_loss, painted_line = picture_loss(painted_error)
    return encoded_loss + painted_loss + SQUARE_WEIGHT * encoded_error.square().mean(), f"{line} painted {painted_line}"


def repaint_drawings(folder: Path, size: Size, network: AutoencoderTiny) -> NDArray[np.float16]:
    """Latents `[N, 4, 32, 32]` of the first `size.num_painted` drawings of the level, noised and painted back; kept in
    `painted-<level>.npy`.

    Raises:
        FileNotFoundError: the denoiser has not been trained yet.
    """
    pipe = build_pipeline(folder, size, load_denoiser(folder, size)).to(best_device())
    pipe.set_progress_bar_config(disable=True)
    cache_key = fingerprint(
        fingerprint_of_world(size.level), fingerprint_of_weights(network.encoder), fingerprint_of_weights(pipe.unet)
    )
    shape = (LATENT_CHANNELS, LATENT_PX, LATENT_PX)
    stored = ResumableArray(folder / f"painted-{size.level}.npy", size.num_painted, shape, np.float16, cache_key)
    pictures, scenes = load_pictures(folder, size), load_scenes(folder, size)
    pipe.unet = build_fast_denoiser(pipe.unet, STABLE_DIFFUSION.layers)
    for missing in stored.missing(BATCH):
        rng = np.random.default_rng((47, missing.start))
        captions = [caption_drawing(scenes[row], rng) for row in missing]
        latents = torch.from_numpy(encode_pictures(network, np.array(pictures[missing.start : missing.stop]))).float()
        num_steps = int(rng.integers(MIN_REPAINTED, MAX_REPAINTED + 1))
        stored.append(repaint(pipe, latents, captions, num_steps, missing.start))
    return np.array(stored.rows)


@torch.inference_mode()
def repaint(pipe: Any, latents: Tensor, prompts: list[str], num_steps: int, seed: int) -> NDArray[np.float16]:
    """`latents` `[B, 4, 32, 32]` noised as they stand `num_steps` of twenty before the end, and painted back."""
    noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(seed))
    pipe.scheduler.set_timesteps(NUM_STEPS)
    timesteps = pipe.scheduler.timesteps[-num_steps:]
    noisy = pipe.scheduler.add_noise(latents, noise, timesteps[:1].repeat(len(latents)))
    result = pipe(
        prompts, timesteps=timesteps.tolist(), latents=noisy.to(pipe.device), guidance_scale=1.0, output_type="latent"
    )
    return result.images.half().cpu().numpy()
