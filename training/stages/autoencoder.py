"""The autoencoder: 256 px pictures <-> 32x32x4 latents (diffusers' AutoencoderTiny, which has no group norms).

Loss: L1 plus L1 of neighbouring-pixel differences (what keeps outlines), at full and half size, and L1 of 8x8 means,
without which colours are learnt long after lines. The latents get noise of standard deviation 0.04 before decoding,
so that the decoder forgives what a denoiser leaves over, and each channel is held near mean 0 and variance 1, so that
the diffusion model finds them on the scale of its noise.

Left alone, all four channels fill with brightness first and stay there: colour came out grey after 800 updates. So the
last two channels are held to the colour differences of their 8x8 block until `HINT_UNTIL` of the budget, and are free
from then on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from torch import Tensor

from pipeline.preview.tiers import to_pixels
from training.pictures.dataset import fingerprint_of_world, load_natural, load_pictures, load_varied
from training.running.checkpoint import load_checkpoint
from training.running.device import best_device, mixed_precision
from training.running.fingerprint import fingerprint, fingerprint_of_weights
from training.running.resumable_array import CHUNK, ResumableArray, RowsJob
from training.running.trainer import open_trainer
from training.sizes import LATENT_CHANNELS, LATENT_PX, Size

BASE = "autoencoder.pt"  # what `train_autoencoder` leaves
SHARPENED = "sharpened.pt"  # what `training.stages.sharpen` leaves
CLEARED = "cleared.pt"  # what `training.stages.clear` leaves
CHECKPOINTS = (BASE, SHARPENED, CLEARED)  # each begins with the one before
# How far the decoder goes from sharpened to cleared weights, straight between them (Wortsman et al. 2022, "Robust
# fine-tuning of zero-shot models"): as far as photos stay as sharp as they were.
CLEARED_SHARE = 0.6
LATENT_NOISE = 0.04
NATURAL_SHARE = 0.15
PEAK_RATE = 1.2e-3
HINT_UNTIL = 0.3
# Standard deviations of B - Y and R - Y over 8x8 blocks of the drawings, in -1..1 units.
COLOUR_SPREAD = (0.3, 0.25)


def build_autoencoder(size: Size) -> AutoencoderTiny:
    return AutoencoderTiny(
        latent_channels=LATENT_CHANNELS,
        encoder_block_out_channels=(size.encoder_channels,) * 4,
        decoder_block_out_channels=(size.decoder_channels,) * 4,
        num_encoder_blocks=(0, 2, 5, 7),
        num_decoder_blocks=(9, 8, 2, 0),
        scaling_factor=1.0,
    )


def load_autoencoder(folder: Path, size: Size, *, until: str = CLEARED) -> AutoencoderTiny:
    """The averaged weights of the last of `CHECKPOINTS` that is there, `until` at most, frozen; of cleared ones,
    `CLEARED_SHARE` beside the state before.

    Raises:
        FileNotFoundError: the stage has not run yet.
    """
    candidates = (load_checkpoint(folder / name) for name in reversed(CHECKPOINTS[: CHECKPOINTS.index(until) + 1]))
    state = next((state for state in candidates if state is not None), None)
    if state is None:
        raise FileNotFoundError("train the autoencoder first: python -m training autoencoder")
    weights = state["average"]["weights"]
    if until == CLEARED and (folder / CLEARED).exists():
        sharpened = load_autoencoder(folder, size, until=SHARPENED).state_dict()
        weights = {name: value.lerp(weights[name], CLEARED_SHARE) for name, value in sharpened.items()}
    network = build_autoencoder(size)
    network.load_state_dict(weights)
    return network.requires_grad_(False).eval()


def delete_later_checkpoints(folder: Path, name: str) -> None:
    """Takes away those of `CHECKPOINTS` behind `name`: they began with it before it was trained on."""
    for later in CHECKPOINTS[CHECKPOINTS.index(name) + 1 :]:
        (folder / later).unlink(missing_ok=True)


def train_autoencoder(folder: Path, size: Size, minutes: float) -> None:
    device = best_device()
    network = build_autoencoder(size).to(device, memory_format=torch.channels_last)
    trainer = open_trainer(folder / BASE, network, minutes, peak_rate=PEAK_RATE, weight_decay=1e-4)
    sampler = CropSampler(load_varied(folder, size), load_natural(folder, size), size, trainer.step)
    if not trainer.finished:
        delete_later_checkpoints(folder, BASE)
    while not trainer.finished:
        images, spent = sampler.next().to(device), trainer.budget.fraction()
        loss, parts = autoencoder_loss(network, images, hint=max(0.0, 1.0 - spent / HINT_UNTIL))
        trainer.update(loss, parts)
    trainer.save()


def autoencoder_loss(network: AutoencoderTiny, images: Tensor, hint: float) -> tuple[Tensor, str]:
    """Loss for `images` `[B, 3, H, W]` in -1..1, and a line of its parts for the log; `hint` weighs the colour hint."""
    with mixed_precision(images.device):
        latents = network.encode(images).latents
        noisy = latents + LATENT_NOISE * torch.randn_like(latents)
        reconstruction = network.decode(noisy).sample
    latents = latents.float()
    loss, line = picture_loss(reconstruction.float() - images)
    spread = latents.var((0, 2, 3))
    scale = (latents.mean((0, 2, 3)) ** 2).mean() + ((spread - 1.0) ** 2).mean()
    colour = torch.nn.functional.mse_loss(latents[:, 2:], block_colours(images))
    return loss + 0.05 * scale + 0.5 * hint * colour, f"{line} scale {scale.item():.4f} colour {colour.item():.4f}"


def picture_loss(error: Tensor) -> tuple[Tensor, str]:
    """What a reconstruction minus the true picture `[B, 3, H, W]` costs, and a line of its parts for the log."""
    small = torch.nn.functional.avg_pool2d(error, 2)
    coarse = torch.nn.functional.avg_pool2d(error, 8)
    pixel = error.abs().mean() + 0.5 * small.abs().mean() + 2.0 * coarse.abs().mean()
    edges = _gradients(error) + 0.5 * _gradients(small)
    psnr = -10 * torch.log10(error.detach().square().mean() / 4)
    return pixel + edges, f"psnr {psnr.item():.2f} pixel {pixel.item():.4f} edges {edges.item():.4f}"


def block_colours(images: Tensor) -> Tensor:
    """B - Y and R - Y of each 8x8 block, about unit variance: `[B, 2, H / 8, W / 8]` (Y as in ITU-R BT.601)."""
    red, green, blue = torch.nn.functional.avg_pool2d(images, 8).unbind(1)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return torch.stack([(blue - luma) / COLOUR_SPREAD[0], (red - luma) / COLOUR_SPREAD[1]], 1)


def _gradients(error: Tensor) -> Tensor:
    across = (error[..., 1:] - error[..., :-1]).abs().mean()
    down = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return across + down


class CropSampler:
    """Random flipped crops: drawings, with a share of natural-statistics pictures."""

    def __init__(self, drawings: NDArray[np.uint8], natural: NDArray[np.uint8], size: Size, seed: int) -> None:
        self.drawings, self.natural, self.size = drawings, natural, size
        self.rng = np.random.default_rng((3, seed))

    def next(self) -> Tensor:
        """`[B, 3, crop, crop]` float32, CPU, -1..1."""
        crops = [self._crop() for _ in range(self.size.autoencoder_batch)]
        return to_pixels(np.stack(crops)).contiguous(memory_format=torch.channels_last)

    def _crop(self) -> NDArray[np.uint8]:
        source = self.natural if self.rng.random() < NATURAL_SHARE else self.drawings
        picture = source[self.rng.integers(len(source))]
        edge = self.size.autoencoder_crop_px
        top, left = self.rng.integers(0, picture.shape[0] - edge + 1, 2)
        crop = picture[top : top + edge, left : left + edge]
        return np.ascontiguousarray(crop[:, ::-1] if self.rng.random() < 0.5 else crop)


def encode_drawings(folder: Path, size: Size) -> NDArray[np.float16]:
    """Latents of every drawing and, with `size.mirrored`, after them of its mirror image; cached on disk.

    Returns:
        `[N, 4, 32, 32]` or `[2N, 4, 32, 32]` float16; row `r` shows scene `r % N`.
    """
    pictures, network = load_pictures(folder, size), load_autoencoder(folder, size)
    world = fingerprint_of_world(size.level)
    latents = encode_cached(network, pictures, folder / f"latents-{size.level}.npy", world)
    if not size.mirrored:
        return latents
    mirrored = encode_cached(network, pictures[:, :, ::-1], folder / f"latents-{size.level}-mirrored.npy", world)
    return np.concatenate([latents, mirrored])


def encode_cached(network: AutoencoderTiny, pictures: NDArray[np.uint8], path: Path, world: str) -> NDArray[np.float16]:
    """Latents `[N, 4, 32, 32]` float16 of pictures `[N, 256, 256, 3]` uint8 whose fingerprint is `world`; cached in
    `path`."""
    cache_key = fingerprint(world, fingerprint_of_weights(network.encoder))
    stored = ResumableArray(path, len(pictures), (LATENT_CHANNELS, LATENT_PX, LATENT_PX), np.float16, cache_key)
    network = network.to(best_device(), memory_format=torch.channels_last)
    for missing in stored.missing(CHUNK):
        stored.append(encode_pictures(network, pictures[missing.start : missing.stop]))
    return np.array(stored.rows)


def draw_and_encode(
    network: AutoencoderTiny, draw: RowsJob, path: Path, shape: tuple[int, ...], level: int, world: str
) -> NDArray[np.float16]:
    """Latents `shape`, `[N, ..., 4, 32, 32]`, of pictures `[N, ..., 256, 256, 3]` that `draw` draws; cached in `path`.
    `world` is the fingerprint of what is drawn."""
    cache_key = fingerprint(world, fingerprint_of_weights(network.encoder))
    stored = ResumableArray(path, shape[0], shape[1:], np.float16, cache_key)
    network = network.to(best_device(), memory_format=torch.channels_last)
    for pictures in stored.compute(draw, level):
        stored.append(encode_pictures(network, pictures.reshape(-1, *pictures.shape[-3:])).reshape(-1, *shape[1:]))
    return np.array(stored.rows)


@torch.inference_mode()
def encode_pictures(network: AutoencoderTiny, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
    """Latents `[N, 4, 32, 32]` float16 of pictures `[N, 256, 256, 3]` uint8."""
    rows: list[NDArray[np.float16]] = []
    for start in range(0, len(pictures), 32):
        images = to_pixels(np.array(pictures[start : start + 32])).to(network.device)
        with mixed_precision(network.device):
            latents = network.encode(images).latents
        rows.append(latents.half().cpu().numpy())
    return np.concatenate(rows)
