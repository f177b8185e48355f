"""Pictures with the statistics of photographs, made from nothing: they teach the autoencoder to keep a real photo.

Two kinds: dead leaves (overlapping discs whose radii follow a power law, after Lee, Mumford and Huang, "Occlusion
models for natural images", 2001) and coloured noise whose spectrum falls as 1/f. Half of each is blended with a
soft gradient, as light is in photographs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Picture = NDArray[np.uint8]


def draw_natural(seed: int, size_px: int = 256) -> Picture:
    """One picture `[size_px, size_px, 3]` uint8, the same for the same seed."""
    rng = np.random.default_rng(seed)
    base = _dead_leaves(rng, size_px) if rng.random() < 0.5 else coloured_noise(rng, size_px)
    if rng.random() < 0.5:
        base = lit(base, rng)
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


def coloured_noise(rng: np.random.Generator, size_px: int) -> NDArray[np.float32]:
    frequency = np.hypot(np.fft.fftfreq(size_px)[:, None], np.fft.rfftfreq(size_px)[None, :])
    frequency[0, 0] = 1.0 / size_px
    slope = rng.uniform(0.9, 1.8)
    shape = (3, size_px, size_px // 2 + 1)
    noise = (rng.normal(size=shape) + 1j * rng.normal(size=shape)) / frequency**slope
    channels = np.fft.irfft2(noise, (size_px, size_px))
    channels /= channels.std() + 1e-6
    # Photographs are mostly grey: the channels share most of their variation.
    mixed = channels * float(rng.uniform(0.1, 0.5)) + channels[:1]
    picture = mixed * float(rng.uniform(25, 60)) + rng.uniform(60, 190, (3, 1, 1))
    return np.moveaxis(picture, 0, 2).astype(np.float32)


def lit(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    side = picture.shape[0]
    ramp = np.linspace(-1, 1, side, dtype=np.float32)
    angle = float(rng.uniform(0, 2 * np.pi))
    light = np.cos(angle) * ramp[:, None] + np.sin(angle) * ramp[None, :]
    lit: NDArray[np.float32] = picture * (1.0 + float(rng.uniform(0.1, 0.5)) * light[..., None])
    return lit
