"""Keep and repaint: a mask from brush strokes, what of it the model repaints, and the photo put back around that.

A mask is an "L" picture of the photo's size: 255 is repainted, 0 keeps the photo's own pixels, and what lies between
blends the two. Latents are repainted in whole cells of `px_per_latent` pixels, so every cell that the mask touches is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pipeline.checks import number
from pipeline.errors import InvalidRequest

MAX_STROKES, MAX_POINTS = 500, 20_000
MAX_FEATHER = 0.2  # of the shorter side
OVERSAMPLING = 2  # Pillow draws without smoothing edges


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """One sweep of a brush. Points are fractions of width and height; `radius` is one of the shorter side."""

    points: tuple[tuple[float, float], ...]
    radius: float
    erases: bool = False


@dataclass(frozen=True, kw_only=True)
class Brushwork:
    """What a person painted onto a photo: strokes in their order; with `keeps`, they mark what stays.

    feather: how far the edge fades outwards, 0..0.2 of the shorter side.
    """

    strokes: tuple[Stroke, ...] = ()
    keeps: bool = False
    feather: float = 0.0

    def mask(self, width_px: int, height_px: int) -> Image.Image | None:
        """The mask at that size, "L"; None where nothing is marked, so that all of the photo is repainted."""
        if not any(not stroke.erases for stroke in self.strokes):
            return None
        mask = _drawn(self.strokes, width_px * OVERSAMPLING, height_px * OVERSAMPLING)
        mask = mask.resize((width_px, height_px), Image.Resampling.BOX)
        if self.keeps:
            mask = ImageChops.invert(mask)
        return feathered(mask, self.feather * min(width_px, height_px))


def parse_brushwork(strokes: Any, keeps: Any = False, feather: Any = 0.0) -> Brushwork:
    """From plain JSON: strokes as `{"points": [[x, y], ...], "radius": r, "erases": bool}`.

    Raises:
        InvalidRequest: field "Mask" or "Feather".
    """
    if not isinstance(strokes, Sequence) or isinstance(strokes, str) or len(strokes) > MAX_STROKES:
        raise InvalidRequest("Mask", f"allowed is a list of up to {MAX_STROKES} strokes.")
    read = tuple(_stroke(stroke) for stroke in strokes)
    if sum(len(stroke.points) for stroke in read) > MAX_POINTS:
        raise InvalidRequest("Mask", f"has too many points, allowed are up to {MAX_POINTS:,} in all.")
    return Brushwork(strokes=read, keeps=keeps is True, feather=number("Feather", feather, 0.0, MAX_FEATHER))


def _stroke(stroke: Any) -> Stroke:
    try:
        points = tuple((_place(x), _place(y)) for x, y in stroke["points"])
        radius = number("Mask", stroke["radius"], 0.001, 1.0)
        erases = stroke.get("erases") is True
    except (TypeError, KeyError, ValueError, AttributeError):
        raise InvalidRequest("Mask", "has a stroke without points and a radius.") from None
    if not points:
        raise InvalidRequest("Mask", "has a stroke without points.")
    return Stroke(points=points, radius=radius, erases=erases)


def _place(value: Any) -> float:
    """A stroke may leave the picture, but not go to infinity."""
    return number("Mask", value, -2.0, 3.0)


def _drawn(strokes: Sequence[Stroke], width_px: int, height_px: int) -> Image.Image:
    """Strokes one over the other, white where the brush was, without soft edges."""
    mask = Image.new("L", (width_px, height_px), 0)
    draw = ImageDraw.Draw(mask)
    for stroke in strokes:
        colour, radius_px = (0 if stroke.erases else 255), stroke.radius * min(width_px, height_px)
        points = [(x * width_px, y * height_px) for x, y in stroke.points]
        if len(points) > 1:
            draw.line(points, colour, max(1, round(2 * radius_px)))
        for point in points:
            draw.circle(point, radius_px, colour)
    return mask


def feathered(mask: Image.Image, feather_px: float) -> Image.Image:
    """The mask with an edge that fades outwards over `feather_px`: what was white stays white."""
    if feather_px < 0.5:
        return mask
    wider = mask.filter(ImageFilter.GaussianBlur(feather_px / 2)).point(lambda value: min(255, 2 * value))
    return ImageChops.lighter(mask, wider)


def latent_mask(mask: Image.Image, px_per_latent: int) -> Image.Image:
    """What the stock pipeline is given: white in every cell of latents that the mask touches, "L", 0 or 255."""
    touched = mask.point(lambda value: 255 if value else 0)
    cells = (mask.width // px_per_latent, mask.height // px_per_latent)
    return (
        touched.reduce(px_per_latent)
        .point(lambda value: 255 if value else 0)
        .resize((cells[0] * px_per_latent, cells[1] * px_per_latent), Image.Resampling.NEAREST)
    )


def keep_around(painted: Image.Image, photo: Image.Image, mask: Image.Image) -> Image.Image:
    """The painted picture inside the mask, the photo's own pixels outside."""
    return Image.composite(painted, photo, mask)


def share_repainted(mask: Image.Image) -> float:
    """How much of the photo is repainted, 0..1."""
    histogram = mask.histogram()
    return 1.0 - histogram[0] / sum(histogram)
