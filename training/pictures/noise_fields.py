"""Fields with the statistics of photographs: coloured noise whose spectrum falls as 1/f, and light from a side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def coloured_noise(rng: np.random.Generator, size_px: int) -> NDArray[np.float32]:
    """`[size_px, size_px, 3]`, mostly grey, around a mean of 60 to 190."""
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


def add_light(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """`picture` `[H, H, 3]`, brighter on one side and darker on the other."""
    side = picture.shape[0]
    ramp = np.linspace(-1, 1, side, dtype=np.float32)
    angle = float(rng.uniform(0, 2 * np.pi))
    light = np.cos(angle) * ramp[:, None] + np.sin(angle) * ramp[None, :]
    result: NDArray[np.float32] = picture * (1.0 + float(rng.uniform(0.1, 0.5)) * light[..., None])
    return result
