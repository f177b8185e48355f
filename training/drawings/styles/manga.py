"""Manga: ink on paper, screentone shade, speed lines; muted spot colours tell coats and clothes apart."""

from __future__ import annotations

import math

import numpy as np
import skia

from training.drawings.brushes import Look, Shade, dots, fill_page, paint, paint_shapes, silhouette
from training.drawings.colours import WHITE, luminance, mix, saturate
from training.drawings.shapes import RGB, Drawing, Shape, polygon

PAPER: RGB = (255, 254, 250)
BLACK: RGB = (22, 20, 26)


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    _paint_ground(canvas, drawing, rng)
    if luminance(drawing.ground) < 0.45:
        canvas.drawPath(silhouette(drawing.subject), paint(WHITE, stroke=10))
    look = Look(fill=_fill, line=lambda _: BLACK, line_width=5.4, stroke_factor=1.1, shade=_shade)
    paint_shapes(canvas, drawing.subject, look)


def _shade(shape: Shape) -> list[Shade]:
    bright = luminance(shape.colour)
    return [Shade(paint=dots(BLACK, 0.8, 8, 2.0), dx=-10, dy=-9)] if bright > 0.24 and shape.role != "metal" else []


def _fill(shape: Shape) -> RGB:
    if shape.role in ("coat", "mark", "lid"):
        return _coat_tone(shape.colour)
    if shape.role in ("inner_ear", "tongue", "nose"):
        return mix(saturate(shape.colour, 0.5), PAPER, 0.25)
    if shape.role in ("line", "seam"):
        return BLACK if luminance(shape.colour) < 0.45 else shape.colour
    if shape.role == "blush":
        return mix(shape.colour, PAPER, 0.45)
    return shape.colour


def _coat_tone(colour: RGB) -> RGB:
    bright = luminance(colour)
    if bright > 0.94:
        return PAPER
    if bright < 0.24:
        return BLACK
    return mix(saturate(colour, 0.7), PAPER, 0.12)


def _paint_ground(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    tint = mix(saturate(drawing.ground, 0.75), PAPER, 0.42 if luminance(drawing.ground) > 0.3 else 0.1)
    fill_page(canvas, paint(tint))
    look = Look(fill=lambda shape: mix(saturate(shape.colour, 0.3), PAPER, 0.3), line=lambda _: BLACK, line_width=3.0)
    paint_shapes(canvas, drawing.background, look)
    if drawing.is_plain:
        fill_page(canvas, dots(mix(tint, BLACK, 0.34), 0.6, 10, 1.8))
    if drawing.is_running:
        _paint_speed_lines(canvas, rng)
    elif drawing.is_plain:
        _paint_focus_lines(canvas, drawing, rng)


def _paint_focus_lines(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    """Wedges from the border towards the face."""
    x, y = drawing.face
    wedges = skia.Path()
    for angle in np.linspace(0, 2 * math.pi, 32, endpoint=False) + rng.uniform(-0.06, 0.06, 32):
        inner, half = 112 + float(rng.uniform(0, 26)), 0.024
        tip = (x + inner * math.cos(angle), y + inner * math.sin(angle))
        ends = [(x + 260 * math.cos(angle + d), y + 260 * math.sin(angle + d)) for d in (-half, half)]
        wedges.addPath(polygon([tip, *ends]))
    canvas.drawPath(wedges, paint(BLACK, 0.85))


def _paint_speed_lines(canvas: skia.Canvas, rng: np.random.Generator) -> None:
    """Wedges along the way of a runner."""
    wedges = skia.Path()
    for y in np.linspace(10, 246, 13) + rng.uniform(-6, 6, 13):
        start, way = (-5, 1) if rng.random() < 0.5 else (261, -1)
        wedges.addPath(polygon([(start, y - 2.6), (start, y + 2.6), (start + way * float(rng.uniform(50, 110)), y)]))
    canvas.drawPath(wedges, paint(BLACK, 0.85))
