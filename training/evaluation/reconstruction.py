"""What the autoencoder alone keeps: the bound of everything that is painted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.preview.tiers import to_pictures, to_pixels
from training.drawings import draw_scene
from training.pictures.dataset import held_out_scene
from training.pictures.real_photos import real_photos
from training.sizes import IMAGE_PX
from training.world import STYLES, Scene

NUM_DRAWINGS = 64
FIRST_SEED = 900_000
Picture = NDArray[np.uint8]


def measure_autoencoder(vae: torch.nn.Module, level: int, count: int = NUM_DRAWINGS) -> dict[str, float]:
    """Mean PSNR in dB of held-out drawings, and of each real photo, after encoding and decoding."""
    drawings = [draw_scene(held_out_scene(index, level), FIRST_SEED + index, IMAGE_PX) for index in range(count)]
    psnrs = {"drawings": float(np.mean([psnr_db(picture, reconstruct(vae, picture)) for picture in drawings]))}
    for name, picture in real_photos().items():
        psnrs[name] = psnr_db(picture, reconstruct(vae, picture))
    return {name: round(value, 2) for name, value in psnrs.items()}


def draw_faces_with_reconstructions(vae: torch.nn.Module, level: int) -> Picture:
    """The middle of a held-out face in each style, then what the autoencoder makes of each: `[16, 128, 128, 3]`."""
    faces = enumerate(held_out_faces(STYLES, level))
    drawings = [draw_scene(scene, FIRST_SEED + number, IMAGE_PX) for number, scene in faces]
    quarter = IMAGE_PX // 4
    pictures = np.stack([*drawings, *(reconstruct(vae, picture) for picture in drawings)])
    return pictures[:, quarter:-quarter, quarter:-quarter]


def held_out_faces(styles: Sequence[str], level: int) -> list[Scene]:
    """The first held-out portrait in each of these styles."""
    scenes = [held_out_scene(index, level) for index in range(400)]
    return [next(scene for scene in scenes if (scene.style, scene.pose) == (style, "portrait")) for style in styles]


@torch.inference_mode()
def reconstruct(vae: torch.nn.Module, picture: Picture) -> Picture:
    """What the autoencoder makes of `[H, W, 3]` uint8."""
    decoded = vae.decode(vae.encode(to_pixels(picture[None].copy())).latents).sample
    return np.asarray(to_pictures(decoded)[0])


def psnr_db(one: Picture, other: Picture) -> float:
    """Peak signal-to-noise ratio of 8-bit pictures."""
    error = np.square(one.astype(np.float64) - other.astype(np.float64)).mean()
    return float(10 * np.log10(255.0**2 / max(error, 1e-9)))
