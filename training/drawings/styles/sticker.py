"""Sticker: a white die-cut border with a shadow around flat colours with one simple shade."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import Look, Shade, fill_page, paint, paint_shapes, silhouette
from training.drawings.colours import INK, WHITE, saturate
from training.drawings.shapes import RGB, Drawing, Shape

LINE: RGB = (62, 38, 50)


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    fill_page(canvas, paint(drawing.ground))
    paint_shapes(canvas, drawing.background, Look(fill=_fill, line=_fill, line_width=0))
    border = silhouette(drawing.subject)
    canvas.save()
    canvas.translate(3, 6)
    canvas.drawPath(border, paint(INK, 0.5, stroke=27, blur=4.0))
    canvas.restore()
    canvas.drawPath(border, paint(WHITE, stroke=26))
    shade = Shade(paint=paint(INK, 0.15), dx=-9, dy=-9)
    paint_shapes(
        canvas, drawing.subject, Look(fill=_fill, line=lambda _: LINE, line_width=4.6, shade=lambda _: [shade])
    )


def _fill(shape: Shape) -> RGB:
    return saturate(shape.colour, 1.12)
