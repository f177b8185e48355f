"""Pairs of a photo and what it should become: the same animal, seen alike, photographed and drawn in a style.

A restyle starts from a photo under noise, and a model that has seen noise over drawings alone takes what is left of the
photo for a drawing: it paints small cats into a large face. So some of what the denoiser learns from are pairs, as
InstructPix2Pix (Brooks et al. 2023) learns edits from pairs, but with no other input than the noisy photo itself.

With a perfect model, a run without chance that starts at noise level T from the photo p and ends in the drawing d is at
every level t below it  a(t) d + s(t) (noise + a(T)/s(T) (p - d)):  the drawing under a noise that the photo still
shows through. `photo_residue` is what is added to the noise.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from diffusers import DDPMScheduler
from numpy.typing import NDArray
from torch import Tensor

from training.drawings import draw_scene
from training.drawings.compose import View
from training.pictures.camera import photograph
from training.pictures.dataset import fingerprint_of_world
from training.sizes import IMAGE_PX, LATENT_CHANNELS, LATENT_PX, Size
from training.stages.autoencoder import draw_and_encode, load_autoencoder
from training.world import SURROUNDINGS, Scene, sample_scene

Picture = NDArray[np.uint8]
# A face from the size that a whole animal leaves it to one that fills the picture.
FACE_RADIUS = (36.0, 150.0)
SURROUNDED_SHARE = 0.75
BARE_SHARE = 0.7
# At which share of the schedule restyles begin, which is their strength.
STRENGTHS = (0.35, 0.75)


def pair_scene(index: int, level: int) -> Scene:
    """What pair `index` shows: mostly an animal with nothing on, somewhere."""
    rng = np.random.default_rng((29, level, index))
    scene = sample_scene(rng, level)
    if rng.random() < SURROUNDED_SHARE:
        scene = replace(scene, background=SURROUNDINGS)
    if rng.random() < BARE_SHARE:
        scene = replace(scene, accessory="none", accessory_colour="none")
    return scene


def draw_pair(index: int, level: int) -> tuple[Picture, Picture]:
    """Photo and drawing of pair `index`, `[256, 256, 3]` uint8 each."""
    scene, rng = pair_scene(index, level), np.random.default_rng((31, level, index))
    view = _random_view(rng)
    seed = 2_000_000 + index
    realistic = draw_scene(replace(scene, style="photo"), seed, IMAGE_PX, view=view)
    return photograph(realistic, rng), draw_scene(scene, seed, IMAGE_PX, view=view)


def _random_view(rng: np.random.Generator) -> View:
    low, high = np.log(FACE_RADIUS)
    x, y = 128 + rng.normal(0, 26, 2)
    return View(x=float(x), y=float(y), face_radius=float(np.exp(rng.uniform(low, high))), degrees=rng.normal(0, 8))


def encode_pairs(folder: Path, size: Size) -> NDArray[np.float16]:
    """Latents of `size.num_pairs` photos and their drawings, `[N, 2, 4, 32, 32]`; cached on disk."""
    shape = (size.num_pairs, 2, LATENT_CHANNELS, LATENT_PX, LATENT_PX)
    path, world = folder / f"pairs-{size.level}.npy", fingerprint_of_world(size.level)
    return draw_and_encode(load_autoencoder(folder, size), _draw_rows, path, shape, size.level, world)


def _draw_rows(job: tuple[int, int, int]) -> Picture:
    start, count, level = job
    return np.stack([np.stack(draw_pair(index, level)) for index in range(start, start + count)])


def photo_residue(schedule: DDPMScheduler, times: Tensor, difference: Tensor) -> Tensor:
    """What is in the noise besides noise, `[B, 4, 32, 32]`, at timesteps `[B]` of restyles that start above them.

    difference: Latents of the photos minus those of their drawings.
    """
    signal = schedule.alphas_cumprod.to(times.device)
    least = (times / len(signal)).clamp(min=STRENGTHS[0])
    share = least + torch.rand_like(least) * (STRENGTHS[1] - least).clamp(min=0)
    signal_at_start = signal[(share * len(signal)).long().clamp(max=len(signal) - 1)]
    return (signal_at_start / (1 - signal_at_start)).sqrt()[:, None, None, None] * difference
