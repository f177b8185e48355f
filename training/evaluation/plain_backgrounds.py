"""How plain plain backgrounds come out: the noise that a denoiser leaves shows first where nothing should be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.sizes import IMAGE_PX

BLOCK_PX = 16
FLATTEST_PERCENT = 10  # per cent of a picture's blocks
PLAIN = 0.3  # levels of 255; a drawing without paper, grain, dots or shade has less


def measure_mottling(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How uneven the flattest parts of each of `[N, 256, 256, 3]` uint8 are, `[N]`: the standard deviation of
    brightness inside blocks of 16 px, the 10th percentile over the 256 blocks, in levels of 255 (Y of BT.601)."""
    luma = pictures.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    side = IMAGE_PX // BLOCK_PX
    blocks = luma.reshape(len(luma), side, BLOCK_PX, side, BLOCK_PX)
    flattest: NDArray[np.float32] = np.percentile(blocks.std((2, 4)).reshape(len(luma), -1), FLATTEST_PERCENT, axis=1)
    return flattest


def measure_plain_backgrounds(drawings: NDArray[np.uint8], paintings: NDArray[np.uint8]) -> dict[str, float]:
    """The mean mottling of those drawings that have a plain background, and of what was painted to their captions; only
    how many they are, `count`, where there is none."""
    of_drawings = measure_mottling(drawings)
    plain = of_drawings < PLAIN
    if not plain.any():
        return {"count": 0}
    figures = {"drawings": of_drawings[plain].mean(), "model": measure_mottling(paintings)[plain].mean()}
    return {"count": int(plain.sum())} | {name: round(float(value), 2) for name, value in figures.items()}
