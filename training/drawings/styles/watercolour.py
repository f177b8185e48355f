"""Watercolour: transparent washes with uneven edges on rough paper, darker where the paint dried last."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import fill_page, paint, rough_edge, round_light, silhouette, with_clip
from training.drawings.colours import INK, WHITE, luminance, mix, saturate
from training.drawings.paper import clouds, paint_texture
from training.drawings.shapes import RGB, Drawing, Shape

PAPER: RGB = (253, 250, 242)
SEPIA: RGB = (78, 56, 58)
CRISP = ("eye", "iris", "iris_shade", "pupil", "shine")


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    fill_page(canvas, paint(PAPER))
    _paint_wash(canvas, drawing.ground, rng)
    for shape in drawing.background:
        _paint_area(canvas, shape, 0.75, rng)
    border = paint(PAPER, stroke=7)
    border.setPathEffect(rough_edge(14, 3, 10, int(rng.integers(1 << 16))))
    canvas.drawPath(silhouette(drawing.subject), border)
    for shape in drawing.subject:
        _paint_area(canvas, shape, 1.0, rng)
    paint_texture(canvas, clouds(0.022, 0.38, PAPER), rng)
    paint_texture(canvas, clouds(0.3, 0.12, SEPIA), rng)


def _paint_wash(canvas: skia.Canvas, ground: RGB, rng: np.random.Generator) -> None:
    """The ground as one big wet wash that leaves the paper's border free and dries darker at its edge."""
    page = skia.Rect.MakeLTRB(14, 14, 242, 242)
    seed = int(rng.integers(1 << 16))
    for brush in (paint(ground, 0.9), paint(mix(ground, SEPIA, 0.25), 0.55, stroke=3.5)):
        brush.setPathEffect(rough_edge(18, 9, 16, seed))
        canvas.drawRoundRect(page, 40, 40, brush)
    for x, y, r in rng.uniform((20, 20, 24), (236, 236, 52), (5, 3)).tolist():
        tone = mix(ground, WHITE, 0.6) if rng.random() < 0.6 else mix(ground, INK, 0.16)
        canvas.drawCircle(x, y, r, paint(tone, 0.4, blur=10.0))
    for x, y, r in rng.uniform((6, 6, 1.5), (250, 250, 5), (9, 3)).tolist():
        canvas.drawCircle(x, y, r, paint(mix(ground, SEPIA, 0.15), 0.6))


def _wash_colour(shape: Shape) -> RGB:
    if shape.role in ("pupil", "line", "seam", "whisker"):
        return mix(shape.colour, SEPIA, 0.5) if luminance(shape.colour) < 0.5 else shape.colour
    if luminance(shape.colour) > 0.94:
        return (251, 248, 244)
    return mix(saturate(shape.colour, 1.08), PAPER, 0.2 if luminance(shape.colour) > 0.3 else 0.06)


def _paint_area(canvas: skia.Canvas, shape: Shape, alpha: float, rng: np.random.Generator) -> None:
    colour = _wash_colour(shape)
    if shape.stroke_width:
        canvas.drawPath(shape.path, paint(colour, 0.85, stroke=shape.stroke_width * 0.9))
        return
    crisp = shape.role in CRISP
    if shape.role != "finish":
        brush = paint(colour, alpha)
        if not crisp:
            brush.setPathEffect(rough_edge(10, 2.2, 8, int(rng.integers(1 << 16))))
        with_clip(canvas, shape.clip, lambda: canvas.drawPath(shape.path, brush))
    if shape.role == "eye":
        canvas.drawPath(shape.path, paint(SEPIA, 0.9, stroke=4))
    elif shape.outline and not crisp:
        _paint_dried_edge(canvas, shape, mix(colour, SEPIA, 0.55 if luminance(colour) > 0.9 else 0.4))


def _paint_dried_edge(canvas: skia.Canvas, shape: Shape, rim: RGB) -> None:
    """Pigment gathers at the edge of a wash."""
    if shape.is_form:
        canvas.drawPath(shape.path, round_light(shape.path, WHITE, rim, 0.5))
    edge = paint(rim, 0.75, stroke=2.8)
    edge.setPathEffect(rough_edge(10, 1.6, 8, 5))
    canvas.drawPath(shape.path, edge)
