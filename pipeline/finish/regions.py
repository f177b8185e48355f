"""Regions of a picture as `[H, W]` masks: what hangs together, what a flood reaches, what is too small to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

SPECK_SHARE = 0.02  # of the largest part: smaller ones are grain or lines of the background
GROWN_BACK = 2  # steps into corners that the ball is too large for


def flood(passable: Mask, *, bottom: bool = True) -> Mask:
    """What can be reached from the border through `passable`, up, down, left and right.

    bottom: whether from the lower edge too, where there may be what sits in the picture.
    """
    reached = passable.copy()
    reached[1 : -1 if bottom else None, 1:-1] = False
    before = -1
    while (count := int(reached.sum())) != before:
        before = count
        reached = _along_rows(passable, reached)
        reached = _along_rows(passable.T, reached.T).T
    return reached


def flood_with_ball(passable: Mask, radius_px: int) -> Mask:
    """The flood of a ball that does not fit through narrower gaps, as in an outline; from above and the sides.

    Source: the trapped-ball segmentation of Zhang et al., "Vectorizing cartoon animations" (2009).
    """
    room = np.pad(passable, radius_px, mode="edge")
    reached = flood(~dilated(~room, radius_px), bottom=False)
    inner = slice(radius_px, -radius_px or None)
    back = dilated(reached, radius_px)[inner, inner] & passable
    for _ in range(GROWN_BACK):
        back = dilated(back, 1, square=True) & passable
    return np.asarray(back)


def dilated(mask: Mask, radius_px: int, *, square: bool = False) -> Mask:
    """Everything within this distance of the mask; `square`: also across corners."""
    height, width = mask.shape
    padded = np.pad(mask, radius_px)
    sums = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    grown = np.zeros_like(mask)
    for down in range(-radius_px, radius_px + 1):
        reach = radius_px if square else int((radius_px**2 - down**2) ** 0.5)
        rows = sums[radius_px + down : radius_px + down + height]
        left, right = radius_px - reach, radius_px + reach + 1
        grown |= rows[:, right : right + width] > rows[:, left : left + width]
    return grown


def _along_rows(passable: Mask, reached: Mask) -> Mask:
    """Every unbroken run of a row that holds a reached pixel is reached as a whole."""
    breaks = ~passable
    breaks[:, 0] = True
    run = np.cumsum(breaks).reshape(breaks.shape)
    touched = np.bincount(run.ravel(), weights=reached.ravel()) > 0
    return np.asarray(passable & touched[run])


def remove_specks(inside: Mask) -> Mask:
    """Only the parts that hang together and are large enough to be something."""
    part = np.where(inside, np.arange(1, inside.size + 1).reshape(inside.shape), 0)
    before = np.zeros_like(part)
    while (part != before).any():
        before = part
        part = _most_along_rows(inside, part)
        part = _most_along_rows(inside.T, part.T).T
    sizes = np.bincount(part[inside], minlength=1)
    large = sizes >= SPECK_SHARE * sizes.max()
    return np.asarray(inside & large[np.where(inside, part, 0)])


def remove_rays(inside: Mask, radius_px: int) -> Mask:
    """Without what is thin and leaves through the upper border or the sides, as lines that are drawn on a ground do."""
    room = np.pad(inside, radius_px, mode="edge")
    inner = slice(radius_px, -radius_px or None)
    thick = dilated(~dilated(~room, radius_px), radius_px + GROWN_BACK)[inner, inner]
    return np.asarray(inside & ~flood(inside & ~thick, bottom=False))


def _most_along_rows(inside: Mask, part: NDArray[np.intp]) -> NDArray[np.intp]:
    """Every unbroken run of a row takes the highest number in it."""
    breaks = ~inside
    breaks[:, 0] = True
    starts = np.flatnonzero(breaks)
    most = np.maximum.reduceat(part.ravel(), starts)
    return np.where(inside, most[np.cumsum(breaks).reshape(breaks.shape) - 1], 0)
