"""The ground behind a subject: which colours it has, how they run over the picture, and where it lies.

Colours are Oklab with less weight on lightness. They are learnt from the upper border, then from what the flood
reached, so that a gradient is followed; and where the border is a frame around the ground, from the corners inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from pipeline.finish.colour import blurred
from pipeline.finish.oklab import to_oklab
from pipeline.finish.regions import flood_with_ball

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pipeline.finish.oklab import Planes
    from pipeline.finish.regions import Mask

WEIGHTS = np.array([0.6, 1, 1], np.float32)  # shading changes lightness more than colour
GROUPS = 4
LEAST_SHARE = 0.16  # of the border: a smaller patch there is an ear or a tail that leaves the picture
LEAST_CORNER_SHARE = 0.2
RING_HEIGHT = 2 / 3  # of the sides: further down, and along the bottom, lies what sits in the picture
BALL = 0.012  # radius of the ball that floods, of the longer side: smaller gaps in an outline hold
FITTED = 2  # rounds of fitting the gradient and flooding again
MOST_FITTED = 4_000  # pixels
LEAST_FLOODED = 0.01  # of the picture: from less nothing can be learnt
CORNERS = (0.08, 0.2)  # of the longer side: where the corners inside a frame begin and end
LINE_PX = 1 / 300  # width of a line, of the longer side
LINE_DEPTH = 0.03  # how much darker than around it
PALE = 0.33  # weighted lightness: in the dark it is light that draws
LINED_BAND, LINED_SHARE = 0.1, 0.04  # a band along the border; with more lines than this in it, the ground is drawn
FRAMED = 0.7  # of each of these corners, if the flood stopped before them


@dataclass(frozen=True, kw_only=True)
class Ground:
    """`colours`: `[3]` each. `gradients`: `[6, 3]` each, coefficients of 1, x, y, xx, xy, yy; x and y in -0.5..0.5."""

    colours: tuple[NDArray[np.float32], ...]
    gradients: tuple[NDArray[np.float32], ...] = ()

    def near(self, lab: Planes, allowed: float) -> Mask:
        """`[H, W]`: where the weighted colour is no further than `allowed` from that of the ground."""
        found = np.zeros(lab.shape[:2], bool)
        for each in (*self.colours, *(_colour_plane(gradient, *lab.shape[:2]) for gradient in self.gradients)):
            found |= np.linalg.norm(lab - each, axis=2) <= allowed
        return found


def weighted(picture: Image.Image) -> Planes:
    """RGB -> `[H, W, 3]` Oklab in which distances are measured here."""
    return to_oklab(picture) * WEIGHTS


def find_ground(picture: Image.Image, allowed: float) -> tuple[Ground, Mask]:
    """The ground of an RGB picture, and `[H, W]` what of the picture it takes up."""
    lab, rgb = weighted(picture), np.asarray(picture.convert("RGB"))
    ball, free = max(1, round(BALL * max(picture.size))), ~_outlines(lab)

    def flooded() -> Mask:
        return flood_with_ball(ground.near(lab, allowed) & free, ball)

    ground = Ground(colours=_main_colours(_upper_ring(lab), _upper_ring(rgb), LEAST_SHARE))
    outside = flooded()
    for _ in range(FITTED):
        ground = Ground(colours=ground.colours, gradients=_fitted(lab, outside))
        outside = flooded()
    framed = [corner for corner in _corners(picture.size) if (~outside[corner]).mean() >= FRAMED]
    if len(framed) == 2:
        within = (
            [lab[corner][~outside[corner]] for corner in framed],
            [rgb[corner][~outside[corner]] for corner in framed],
        )
        inner = _main_colours(np.concatenate(within[0]), np.concatenate(within[1]), LEAST_CORNER_SHARE)
        frame, ground = outside, Ground(colours=(*ground.colours, *inner), gradients=ground.gradients)
        outside = flooded()
        ground = Ground(colours=ground.colours, gradients=(*ground.gradients, *_fitted(lab, outside & ~frame)))
        outside = flooded()
    return ground, outside


def _outlines(lab: Planes) -> Mask:
    """`[H, W]`: faint dark lines around something pale, which a flood may not cross; none where the ground has such.

    A difference of Gaussians, as in `pipeline.finish.colour.boost_lines`.
    """
    light = lab[..., 0]
    width_px = max(0.7, max(light.shape) * LINE_PX)
    around = blurred(light, 3 * width_px)
    lines = around - blurred(light, 0.6 * width_px) > LINE_DEPTH
    height, band_px = light.shape[0], max(2, round(LINED_BAND * max(light.shape)))
    band = np.ones_like(lines)
    band[band_px:, band_px:-band_px] = False
    band[round(height * RING_HEIGHT) :] = False
    if lines[band].mean() > LINED_SHARE:
        return np.zeros_like(lines)
    return np.asarray(lines & (around > PALE))


def _main_colours(
    lab: NDArray[np.float32], rgb: NDArray[np.uint8], least_share: float
) -> tuple[NDArray[np.float32], ...]:
    """The colours that make up a good part of these pixels, `[N, 3]` both; always the most common one."""
    groups = Image.fromarray(np.ascontiguousarray(rgb)[None], "RGB").quantize(
        GROUPS, kmeans=GROUPS, dither=Image.Dither.NONE
    )
    index = np.asarray(groups)[0]
    counts = np.bincount(index, minlength=GROUPS)
    order = np.argsort(-counts, kind="stable")
    large = [group for place, group in enumerate(order) if not place or counts[group] >= least_share * len(index)]
    return tuple(np.median(lab[index == group], axis=0) for group in large)


def _upper_ring(planes: NDArray[Any]) -> NDArray[Any]:
    """The outermost pixels of the upper part, `[N, C]`."""
    down = max(1, round(planes.shape[0] * RING_HEIGHT))
    return np.concatenate([planes[0], planes[1:down, 0], planes[1:down, -1]])


def _corners(size: tuple[int, int]) -> Iterable[tuple[slice, slice]]:
    """The two upper corners inside of where a frame would be."""
    begin, end = (max(1, round(share * max(size))) for share in CORNERS)
    yield slice(begin, end), slice(begin, end)
    yield slice(begin, end), slice(-end, -begin)


def _fitted(lab: Planes, mask: Mask) -> tuple[NDArray[np.float32], ...]:
    """How the colours under the mask run over the picture, by least squares; () where there are too few."""
    if mask.sum() < LEAST_FLOODED * mask.size:
        return ()
    places = np.flatnonzero(mask)
    places = places[:: -(-len(places) // MOST_FITTED)]
    height, width = mask.shape
    terms = _terms(places // width / height - 0.5, places % width / width - 0.5)
    fit = np.linalg.lstsq(np.stack(terms, axis=1), lab.reshape(-1, 3)[places], rcond=None)
    return (fit[0].astype(np.float32),)


def _colour_plane(gradient: NDArray[np.float32], height: int, width: int) -> Planes:
    y, x = np.arange(height)[:, None, None] / height - 0.5, np.arange(width)[None, :, None] / width - 0.5
    planes = np.zeros((height, width, 3), np.float32)
    for term, coefficient in zip(_terms(y, x), gradient, strict=True):
        planes += (term * coefficient).astype(np.float32)
    return planes


def _terms(y: NDArray[np.float64], x: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [np.ones_like(x), x, y, x * x, x * y, y * y]
