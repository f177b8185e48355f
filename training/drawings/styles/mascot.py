"""Game mascot: very thick outlines, vivid flat colours, a bold emblem behind a figure in gloves and trainers."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import Look, Shade, fill_page, paint, paint_shapes, silhouette
from training.drawings.colours import WHITE, luminance, mix, saturate
from training.drawings.shapes import RGB, Drawing, Shape

OUTLINE: RGB = (14, 16, 44)


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    ground = _vivid_colour(drawing.ground)
    fill_page(canvas, paint(ground))
    paint_shapes(canvas, drawing.background, Look(fill=_vivid, line=lambda _: OUTLINE, line_width=0))
    if drawing.is_plain:
        _paint_emblem(canvas, ground, rng)
    if luminance(ground) < 0.45:
        canvas.drawPath(silhouette(drawing.subject), paint(mix(ground, WHITE, 0.75), stroke=20))
    canvas.drawPath(silhouette(drawing.subject), paint(OUTLINE, stroke=14))
    shade = Shade(paint=paint(OUTLINE, 0.22), dx=-9, dy=-9)
    look = Look(fill=_vivid, line=lambda _: OUTLINE, line_width=7.5, stroke_factor=1.25, shade=lambda _: [shade])
    paint_shapes(canvas, drawing.subject, look)


def _vivid(shape: Shape) -> RGB:
    return shape.colour if shape.role == "line" else _vivid_colour(shape.colour)


def _vivid_colour(colour: RGB) -> RGB:
    return saturate(colour, 1.35)


def _paint_emblem(canvas: skia.Canvas, ground: RGB, rng: np.random.Generator) -> None:
    """A ring on slanted stripes."""
    light = mix(ground, WHITE, 0.3 if luminance(ground) < 0.9 else 0)
    dark = mix(ground, OUTLINE, 0.12)
    for x in np.arange(-260, 300, 64) + float(rng.uniform(-20, 20)):
        canvas.drawLine(float(x), 270, float(x) + 280, -10, paint(dark, stroke=24))
    canvas.drawCircle(128, 128, 108, paint(light))
    canvas.drawCircle(128, 128, 108, paint(mix(ground, OUTLINE, 0.3), stroke=6))
