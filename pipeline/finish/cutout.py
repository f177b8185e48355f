"""A transparent background: a flood from the border, as flat styles allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from pipeline.finish.colour import blurred
from pipeline.finish.oklab import to_oklab

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.finish.oklab import Planes

BORDER_COLOURS = 4
LEAST_SHARE = 0.16  # of the border: a smaller patch there is an ear or a tail that leaves the picture
RING_HEIGHT = 2 / 3  # of the sides: further down, and along the bottom, lies what sits in the picture
WIDEST_DISTANCE = 0.4  # in Oklab, at tolerance 100; black and white are 1 apart
LIGHTNESS_WEIGHT = 0.6  # shading changes lightness more than colour
FLOODED_SIDE_PX = 512
SPECK_PX = 5
SPECK_SHARE = 0.02  # of the largest part: smaller ones are grain or lines of the background


def cut_out(picture: Image.Image, inside: NDArray[np.bool_], soft_edge: float) -> Image.Image:
    """RGB -> RGBA that is transparent where `inside` `[H, W]` is not, the colours of the edge freed from the ground.

    soft_edge: over how many thousandths of the longer side the edge fades.
    """
    soft_px = soft_edge / 1000 * max(picture.size)
    alpha = soften(inside, soft_px)
    colours = _freed(np.asarray(picture.convert("RGB")), inside, max(1.0, soft_px))
    return Image.fromarray(np.dstack([colours, (alpha * 255 + 0.5).astype(np.uint8)]), "RGBA")


def find_subject(picture: Image.Image, tolerance: float) -> NDArray[np.bool_]:
    """`[H, W]`: what the flood from the border does not reach. tolerance: 0..100.

    What hangs together is found on a smaller copy of a large picture, and where exactly it ends on the picture.
    """
    lab = to_oklab(picture) * np.array([LIGHTNESS_WEIGHT, 1, 1], np.float32)
    allowed = WIDEST_DISTANCE * (tolerance / 100) + 1e-3
    near = np.zeros(lab.shape[:2], bool)
    for colour in _border_colours(picture, lab):
        near |= np.linalg.norm(lab - colour, axis=2) <= allowed
    small = _mask(near).reduce(max(1, -(-max(picture.size) // FLOODED_SIDE_PX)))
    outside = flood(np.asarray(small) > 127)
    # Grain leaves single pixels behind that are nothing.
    inside = without_specks(np.asarray(_mask(~outside).filter(ImageFilter.MedianFilter(SPECK_PX))) > 127)
    return np.asarray(_grown(inside, picture.size) & ~(near & _grown(~inside, picture.size)))


def _mask(plane: NDArray[np.bool_]) -> Image.Image:
    return Image.fromarray(plane.astype(np.uint8) * 255)


def _grown(plane: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    """One pixel more on all sides, at this size."""
    grown = _mask(plane).filter(ImageFilter.MaxFilter(3))
    return np.asarray(grown.resize(size, Image.Resampling.NEAREST)) > 127


def _border_colours(picture: Image.Image, lab: Planes) -> list[NDArray[np.float32]]:
    """The colours that make up a good part of the upper border; always the most common one."""
    rgb = np.asarray(picture.convert("RGB"))
    ring, codes = _upper_ring(lab), _upper_ring(rgb)
    groups = Image.fromarray(codes[None], "RGB").quantize(BORDER_COLOURS, kmeans=4, dither=Image.Dither.NONE)
    index = np.asarray(groups)[0]
    counts = np.bincount(index, minlength=BORDER_COLOURS)
    order = np.argsort(-counts, kind="stable")
    kept = [group for place, group in enumerate(order) if not place or counts[group] >= LEAST_SHARE * len(index)]
    return [np.median(ring[index == group], axis=0) for group in kept]


def _upper_ring(planes: NDArray[np.generic]) -> NDArray[np.generic]:
    """The outermost pixels of the upper part, `[N, C]`."""
    down = max(1, round(planes.shape[0] * RING_HEIGHT))
    return np.concatenate([planes[0], planes[1:down, 0], planes[1:down, -1]])


def flood(passable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`[H, W]`: what can be reached from the border through `passable`, up, down, left and right."""
    reached = passable.copy()
    reached[1:-1, 1:-1] = False
    before = -1
    while (count := int(reached.sum())) != before:
        before = count
        reached = _along_rows(passable, reached)
        reached = _along_rows(passable.T, reached.T).T
    return reached


def _along_rows(passable: NDArray[np.bool_], reached: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Every unbroken run of a row that holds a reached pixel is reached as a whole."""
    breaks = ~passable
    breaks[:, 0] = True
    run = np.cumsum(breaks).reshape(breaks.shape)
    touched = np.bincount(run.ravel(), weights=reached.ravel()) > 0
    return passable & touched[run]


def without_specks(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`[H, W]`: only the parts that hang together and are large enough to be something."""
    part = np.where(inside, np.arange(1, inside.size + 1).reshape(inside.shape), 0)
    before = np.zeros_like(part)
    while (part != before).any():
        before = part
        part = _most_along_rows(inside, part)
        part = _most_along_rows(inside.T, part.T).T
    sizes = np.bincount(part[inside], minlength=1)
    large = sizes >= SPECK_SHARE * sizes.max()
    return np.asarray(inside & large[np.where(inside, part, 0)])


def _most_along_rows(inside: NDArray[np.bool_], part: NDArray[np.intp]) -> NDArray[np.intp]:
    """Every unbroken run of a row takes the highest number in it."""
    breaks = ~inside
    breaks[:, 0] = True
    starts = np.flatnonzero(breaks)
    most = np.maximum.reduceat(part.ravel(), starts)
    return np.where(inside, most[np.cumsum(breaks).reshape(breaks.shape) - 1], 0)


def soften(inside: NDArray[np.bool_], soft_px: float) -> NDArray[np.float32]:
    """`[H, W]` 0..1: nothing outside, fading in over `soft_px` within."""
    plain = inside.astype(np.float32)
    if soft_px < 0.25:
        return plain
    return np.where(inside, np.clip(2 * blurred(plain, soft_px) - 1, 0, 1), 0).astype(np.float32)


def _freed(rgb: NDArray[np.uint8], inside: NDArray[np.bool_], reach_px: float) -> NDArray[np.uint8]:
    """Colours near the edge replaced by those from further inside, which hold no background.

    Normalised convolution: Knutsson and Westin (1993).
    """
    deep = blurred(inside.astype(np.float32), reach_px) > 0.98
    weight = blurred(deep.astype(np.float32), 2 * reach_px)
    spread = np.dstack([blurred(np.where(deep, rgb[..., c], 0).astype(np.float32), 2 * reach_px) for c in range(3)])
    pulled = spread / np.maximum(weight, 1e-3)[..., None]
    near_edge = ~deep & (weight > 1e-3)
    return np.where(near_edge[..., None], np.clip(pulled + 0.5, 0, 255), rgb).astype(np.uint8)
