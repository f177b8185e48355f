"""Contrast, vibrance, stronger lines and the colours of a photo, all in Oklab. `[H, W, 3]` float32 in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.finish.oklab import Planes

STEEPEST = 7.0
VIVID = 0.3  # chroma that vibrance leaves alone: about the strongest that sRGB shows
WIDEST_STRETCH = 2.0  # how far a spread of colour may grow: beyond this noise grows with it
LINE_PX = 1 / 400  # width of a line, of the picture's longer side
LINE_GAIN = 5.0
LINE_FLOOR = 0.012  # a difference in lightness that is grain and no line


def raise_contrast(lab: Planes, amount: float) -> Planes:
    """-100..100: a sigmoid over lightness around the middle, black and white kept; below 0 its inverse.

    Source: the sigmoidal contrast of ImageMagick, after Braun and Fairchild, "Image lightness rescaling using
    sigmoidal contrast enhancement functions" (1999).
    """
    steepness = STEEPEST * abs(amount) / 100
    if steepness < 1e-3:
        return lab
    light = np.clip(lab[..., 0], 0, 1)
    low, high = _sigmoid(-steepness / 2), _sigmoid(steepness / 2)
    if amount > 0:
        new = (_sigmoid(steepness * (light - 0.5)) - low) / (high - low)
    else:
        share = low + light * (high - low)
        new = 0.5 + np.log(share / (1 - share)) / steepness
    return np.concatenate([new[..., None], lab[..., 1:]], axis=2).astype(np.float32)


def raise_vibrance(lab: Planes, amount: float) -> Planes:
    """-100..100: chroma times 1 + amount * (1 - chroma / 0.3), so pale colours move most and vivid ones not at all."""
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    gain = 1 + amount / 100 * (1 - np.minimum(chroma / VIVID, 1))
    return np.concatenate([lab[..., :1], lab[..., 1:] * gain[..., None]], axis=2).astype(np.float32)


def boost_lines(lab: Planes, amount: float) -> Planes:
    """0..100: what is darker than its surroundings becomes darker still.

    The half of a difference of Gaussians (1 : 1.6) that is dark, as in Winnemöller et al., "XDoG: an eXtended
    difference-of-Gaussians compendium" (2012).
    """
    light = lab[..., 0]
    width_px = max(0.7, max(light.shape) * LINE_PX)
    dark = blurred(light, 1.6 * width_px) - blurred(light, width_px * 0.6)
    drawn = np.maximum(dark - LINE_FLOOR, 0) * LINE_GAIN * amount / 100
    new = np.maximum(light - drawn, 0)
    # Towards black, colour goes with lightness: otherwise lines turn into coloured shadows.
    ratio = np.divide(new, light, out=np.ones_like(light), where=light > 1e-4)
    return np.concatenate([new[..., None], lab[..., 1:] * ratio[..., None]], axis=2).astype(np.float32)


def match_colours(lab: Planes, model: Planes, amount: float) -> Planes:
    """Moves mean and spread of each channel `amount` (0..1) of the way to those of `model`.

    Source: Reinhard et al., "Color transfer between images" (2001), there in the space l-alpha-beta.
    """
    mean, spread = lab.mean((0, 1)), lab.std((0, 1))
    aim_mean, aim_spread = model.mean((0, 1)), model.std((0, 1))
    stretch = np.minimum(aim_spread / np.maximum(spread, 1e-4), WIDEST_STRETCH)
    matched = (lab - mean) * stretch + aim_mean
    return np.asarray(lab + amount * (matched - lab), np.float32)


def blurred(plane: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """`[H, W]` under a Gaussian, edges repeated; a wide one is taken on a smaller copy, where it looks the same."""
    factor = int(sigma_px // 2)
    if factor > 1:
        height, width = plane.shape
        small = Image.fromarray(plane).resize((-(-width // factor), -(-height // factor)), Image.Resampling.BOX)
        soft = _blurred_by_taps(np.asarray(small), sigma_px / factor)
        return np.asarray(Image.fromarray(soft).resize((width, height), Image.Resampling.BILINEAR))
    return _blurred_by_taps(plane, sigma_px)


def _blurred_by_taps(plane: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    reach = max(1, int(np.ceil(3 * sigma_px)))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma_px) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (0, 1):
        padded = np.pad(plane, [(reach, reach) if each == axis else (0, 0) for each in (0, 1)], mode="edge")
        plane = np.zeros_like(plane)
        for at, weight in enumerate(weights):
            part = slice(at, at + plane.shape[axis])
            plane += weight * (padded[part] if axis == 0 else padded[:, part])
    return plane


def _sigmoid(value: NDArray[np.float32] | float) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.asarray(value, np.float32))))
