"""Few flat colours, as screen printing needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

KMEANS_ROUNDS = 8
SAMPLED = 40_000  # pixels that the colours are chosen by


def flatten(picture: Image.Image, num_colours: int, inside: NDArray[np.bool_] | None = None) -> Image.Image:
    """RGB -> palette picture ("P") of at most `num_colours` colours, without dither and without specks.

    Pillow's median cut, moved to the middle of each group by k-means. inside: `[H, W]`, the pixels that the colours
    are chosen from: what is cut away needs none. None: all.
    """
    calm = picture.convert("RGB").filter(ImageFilter.MedianFilter(3))
    pixels = np.asarray(calm)
    counted = pixels[inside] if inside is not None and inside.any() else pixels.reshape(-1, 3)
    sample = np.ascontiguousarray(counted[:: -(-len(counted) // SAMPLED)][None])
    groups = Image.fromarray(sample).quantize(num_colours, method=Image.Quantize.MEDIANCUT, kmeans=KMEANS_ROUNDS)
    return calm.quantize(palette=groups, dither=Image.Dither.NONE).filter(ImageFilter.ModeFilter(3))


def snap(picture: Image.Image, palette: Image.Image) -> Image.Image:
    """RGB or RGBA -> the same with each colour replaced by the nearest one of a palette picture; alpha stays."""
    snapped = picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
    if picture.mode == "RGBA":
        snapped.putalpha(picture.getchannel("A"))
    return snapped


def add_white(palette: Image.Image) -> Image.Image:
    """A palette picture that knows white besides."""
    larger = Image.new("P", (1, 1))
    larger.putpalette([*(palette.getpalette() or [])[: 3 * (int(np.asarray(palette).max()) + 1)], 255, 255, 255])
    return larger


def dominant_colours(picture: Image.Image, num_colours: int = 6) -> tuple[str, ...]:
    """The main colours of a picture as "#rrggbb", the most common first."""
    small = picture.convert("RGB").copy()
    small.thumbnail((96, 96))
    flat = small.quantize(num_colours, method=Image.Quantize.MEDIANCUT, kmeans=KMEANS_ROUNDS)
    palette = np.asarray(flat.getpalette()).reshape(-1, 3)
    counts = np.bincount(np.asarray(flat).ravel(), minlength=len(palette))
    order = [index for index in np.argsort(-counts, kind="stable") if counts[index]]
    return tuple("#" + bytes(palette[index].tolist()).hex() for index in order)
