"""A transparent background: a flood from the border, as flat styles allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from pipeline.finish.colour import blurred
from pipeline.finish.ground import find_ground, weighted
from pipeline.finish.regions import remove_rays, remove_specks

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDEST_DISTANCE = 0.4  # in Oklab, at tolerance 100; black and white are 1 apart
FLOODED_SIDE_PX = 512
SPECK_PX = 5
RAY = 0.022  # half as wide as a line on the ground may be, of the longer side


def cut_out(picture: Image.Image, inside: NDArray[np.bool_], soft_edge: float) -> Image.Image:
    """RGB -> RGBA that is transparent where `inside` `[H, W]` is not, the colours of the edge freed from the ground.

    soft_edge: over how many thousandths of the longer side the edge fades.
    """
    soft_px = soft_edge / 1000 * max(picture.size)
    alpha = soften(inside, soft_px)
    colours = _decontaminate(np.asarray(picture.convert("RGB")), inside, max(1.0, soft_px))
    return Image.fromarray(np.dstack([colours, (alpha * 255 + 0.5).astype(np.uint8)]), "RGBA")


def find_subject(picture: Image.Image, tolerance: float) -> NDArray[np.bool_]:
    """`[H, W]`: what the flood from the border does not reach. tolerance: 0..100.

    What hangs together is found on a smaller copy of a large picture, and where exactly it ends on the picture.
    """
    allowed = WIDEST_DISTANCE * (tolerance / 100) + 1e-3
    small = picture.convert("RGB").reduce(max(1, -(-max(picture.size) // FLOODED_SIDE_PX)))
    ground, outside = find_ground(small, allowed)
    # Grain leaves single pixels behind that are nothing.
    calm = np.asarray(_mask(~outside).filter(ImageFilter.MedianFilter(SPECK_PX))) > 127
    inside = remove_specks(remove_rays(calm, max(1, round(RAY * max(small.size)))))
    near = ground.near(weighted(picture), allowed)
    return np.asarray(_enlarge(inside, picture.size) & ~(near & _enlarge(~inside, picture.size)))


def _mask(plane: NDArray[np.bool_]) -> Image.Image:
    return Image.fromarray(plane.astype(np.uint8) * 255)


def _enlarge(plane: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    """One pixel more on all sides, at this size."""
    grown = _mask(plane).filter(ImageFilter.MaxFilter(3))
    return np.asarray(grown.resize(size, Image.Resampling.NEAREST)) > 127


def soften(inside: NDArray[np.bool_], soft_px: float) -> NDArray[np.float32]:
    """`[H, W]` 0..1: nothing outside, fading in over `soft_px` within."""
    plain = inside.astype(np.float32)
    if soft_px < 0.25:
        return plain
    return np.where(inside, np.clip(2 * blurred(plain, soft_px) - 1, 0, 1), 0).astype(np.float32)


def _decontaminate(rgb: NDArray[np.uint8], inside: NDArray[np.bool_], reach_px: float) -> NDArray[np.uint8]:
    """Colours near the edge replaced by those from further inside, which hold no background.

    Normalised convolution: Knutsson and Westin (1993).
    """
    deep = blurred(inside.astype(np.float32), reach_px) > 0.98
    weight = blurred(deep.astype(np.float32), 2 * reach_px)
    spread = np.dstack([blurred(np.where(deep, rgb[..., c], 0).astype(np.float32), 2 * reach_px) for c in range(3)])
    pulled = spread / np.maximum(weight, 1e-3)[..., None]
    near_edge = ~deep & (weight > 1e-3)
    return np.where(near_edge[..., None], np.clip(pulled + 0.5, 0, 255), rgb).astype(np.uint8)
