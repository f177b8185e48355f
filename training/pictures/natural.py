"""Pictures with the statistics of photographs, made from nothing: they teach the autoencoder to keep a real photo.

Three kinds: dead leaves (overlapping discs whose radii follow a power law, after Lee, Mumford and Huang, "Occlusion
models for natural images", 2001), coloured noise whose spectrum falls as 1/f, and leaves with a surface
(`training.pictures.collage`). Half of the first two are blended with a soft gradient, as light is in photographs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from training.pictures.collage import draw_collage
from training.pictures.noise_fields import add_light, coloured_noise

COLLAGE_SHARE = 0.5

Picture = NDArray[np.uint8]


def draw_natural(seed: int, size_px: int = 256) -> Picture:
    """One picture `[size_px, size_px, 3]` uint8, the same for the same seed."""
    rng = np.random.default_rng(seed)
    if rng.random() < COLLAGE_SHARE:
        return np.clip(np.round(draw_collage(rng, size_px)), 0, 255).astype(np.uint8)
    base = _dead_leaves(rng, size_px) if rng.random() < 0.5 else coloured_noise(rng, size_px)
    if rng.random() < 0.5:
        base = add_light(base, rng)
    if rng.random() < 0.5:
        grain = coloured_noise(rng, size_px).astype(np.float32) - 128.0
        base = base + grain * float(rng.uniform(0.1, 0.5))
    return np.clip(np.round(base), 0, 255).astype(np.uint8)


def _dead_leaves(rng: np.random.Generator, size_px: int) -> NDArray[np.float32]:
    palette = rng.integers(0, 256, (int(rng.integers(3, 12)), 3))
    picture = Image.new("RGB", (size_px, size_px), tuple(int(v) for v in palette[0]))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(60, 400))):
        radius = float(min(size_px / 2, 3.0 / max(1e-3, rng.random())))
        x, y = rng.uniform(-radius, size_px + radius, 2)
        squash = float(rng.uniform(0.3, 1.0))
        colour = np.clip(palette[rng.integers(len(palette))] + rng.normal(0, 18, 3), 0, 255)
        pen.ellipse((x - radius, y - radius * squash, x + radius, y + radius * squash), tuple(int(v) for v in colour))
    if rng.random() < 0.6:
        picture = picture.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.4, 2.0))))
    return np.asarray(picture, np.float32)
