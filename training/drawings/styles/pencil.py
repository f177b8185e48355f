"""Pencil sketch: graphite contours drawn twice, hatching on rough paper, a tint of coloured pencil."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import Shade, fill_page, paint, paint_shade, tile_image, tint_tile, with_clip
from training.drawings.colours import luminance, mix, saturate
from training.drawings.paper import clouds, paint_texture, pencil_strokes
from training.drawings.shapes import RGB, Drawing, Shape

PAPER: RGB = (246, 243, 234)
GRAPHITE: RGB = (66, 64, 70)
CRISP = ("eye", "iris", "iris_shade", "pupil", "shine", "nose", "mouth", "tongue", "lid")


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    fill_page(canvas, paint(mix(PAPER, drawing.ground, 0.4)))
    fill_page(canvas, _strokes(mix(saturate(drawing.ground, 1.25), GRAPHITE, 0.16), 0.9, True))
    for shape in (*drawing.background, *drawing.subject):
        _paint_sketched(canvas, shape, rng)
    paint_texture(canvas, clouds(0.4, 0.4, PAPER), rng)


def _strokes(colour: RGB, alpha: float, rising: bool) -> skia.Paint:
    return tint_tile(tile_image(pencil_strokes(rising)), colour, alpha)


def _paint_sketched(canvas: skia.Canvas, shape: Shape, rng: np.random.Generator) -> None:
    if shape.stroke_width:
        colour = shape.colour if luminance(shape.colour) > 0.5 or shape.role == "frame" else GRAPHITE
        canvas.drawPath(shape.path, paint(colour, 0.9, stroke=shape.stroke_width * 0.9))
        return
    if shape.role != "finish":
        with_clip(canvas, shape.clip, lambda: _paint_tint(canvas, shape))
    if shape.is_form:
        graphite = _strokes(GRAPHITE, 1.0, True)
        paint_shade(canvas, shape.path, Shade(paint=graphite, dx=-11, dy=-12))
    if shape.outline:
        _paint_contour(canvas, shape, rng)


def _paint_tint(canvas: skia.Canvas, shape: Shape) -> None:
    """A thin even tint with strokes of the same pencil over it."""
    if shape.role in CRISP:
        canvas.drawPath(shape.path, paint(shape.colour))
        return
    colour = saturate(shape.colour, 1.25)
    strength = 0.7 if shape.role == "mark" or luminance(colour) < 0.3 else 0.5
    canvas.drawPath(shape.path, paint(mix(PAPER, colour, strength)))
    if luminance(shape.colour) < 0.94:
        canvas.drawPath(shape.path, _strokes(mix(colour, GRAPHITE, 0.05), 1.0, False))


def _paint_contour(canvas: skia.Canvas, shape: Shape, rng: np.random.Generator) -> None:
    """Two wavering lines almost on top of each other."""
    for width, alpha in ((3.6, 0.9), (2.2, 0.6)):
        line = paint(GRAPHITE, alpha, stroke=width * max(shape.outline, 0.7))
        line.setPathEffect(skia.DiscretePathEffect.Make(10, 1.3, int(rng.integers(1 << 16))))
        canvas.drawPath(shape.path, line)
