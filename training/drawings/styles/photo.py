"""Photo-like: no lines, soft light, fur, and a background out of focus."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import (
    Look,
    fill_page,
    paint,
    paint_shapes,
    round_light,
    silhouette,
    tile_image,
    vertical_gradient,
    with_clip,
)
from training.drawings.colours import INK, WHITE, luminance, mix, saturate
from training.drawings.paper import fur
from training.drawings.shapes import PAGE, RGB, Drawing, Shape

SHARP = ("pupil", "shine", "eye", "iris")


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    _paint_ground(canvas, drawing, rng)
    canvas.drawPath(silhouette(drawing.subject), paint(INK, 0.4, stroke=9, blur=6.0))
    for shape in drawing.subject:
        _paint_soft(canvas, shape, rng)


def _paint_soft(canvas: skia.Canvas, shape: Shape, rng: np.random.Generator) -> None:
    if shape.stroke_width:
        _paint_line(canvas, shape)
    elif shape.role in ("coat", "mark"):
        _paint_fur(canvas, shape, rng)
    elif shape.role == "iris":
        with_clip(canvas, shape.clip, lambda: canvas.drawPath(shape.path, _iris_paint(shape)))
    elif shape.role not in ("blush", "finish", "iris_shade"):
        soft = 0.0 if shape.role in SHARP else 0.9
        with_clip(canvas, shape.clip, lambda: canvas.drawPath(shape.path, paint(shape.colour, blur=soft)))
        if shape.role in ("eye", "nose"):
            canvas.drawPath(shape.path, paint(INK, 0.85, stroke=3.6))
    if shape.is_form:
        _paint_volume(canvas, shape)


def _paint_line(canvas: skia.Canvas, shape: Shape) -> None:
    if shape.role == "whisker":
        canvas.drawPath(shape.path, paint(WHITE, 0.9, stroke=2.0))
    elif shape.role == "frame":
        canvas.drawPath(shape.path, paint(shape.colour, stroke=shape.stroke_width))
    elif shape.role == "seam":
        canvas.drawPath(shape.path, paint(INK, 0.5, stroke=shape.stroke_width * 0.8, blur=1.2))
    else:
        canvas.drawPath(shape.path, paint(shape.colour, 0.75, stroke=shape.stroke_width * 0.75, blur=0.6))


def _natural(shape: Shape) -> RGB:
    return saturate(shape.colour, 0.88)


def _iris_paint(shape: Shape) -> skia.Paint:
    box = shape.path.getBounds()
    colours = [skia.Color(*mix(shape.colour, INK, 0.5)), skia.Color(*mix(shape.colour, WHITE, 0.3))]
    points = [skia.Point(box.centerX(), box.top()), skia.Point(box.centerX(), box.bottom())]
    return skia.Paint(Shader=skia.GradientShader.MakeLinear(points, colours), AntiAlias=True)


def _paint_fur(canvas: skia.Canvas, shape: Shape, rng: np.random.Generator) -> None:
    """A fuzzy-edged area with hairs on it."""
    fuzzy = paint(_natural(shape))
    fuzzy.setPathEffect(skia.DiscretePathEffect.Make(3, 1.9, int(rng.integers(1 << 16))))
    x, y = rng.uniform(0, PAGE, 2).tolist()
    hairs = skia.Paint(Shader=tile_image(fur(), x, y), AntiAlias=True)

    def draw() -> None:
        canvas.drawPath(shape.path, fuzzy)
        canvas.drawPath(shape.path, hairs)

    with_clip(canvas, shape.clip, draw)


def _paint_volume(canvas: skia.Canvas, shape: Shape) -> None:
    """Deep shade below, a soft light from above."""
    dark, light = mix(shape.colour, INK, 0.75), mix(shape.colour, WHITE, 0.75)
    canvas.drawPath(shape.path, round_light(shape.path, light, dark, 0.9))


def _paint_ground(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    fill_page(canvas, vertical_gradient(mix(drawing.ground, WHITE, 0.18), mix(drawing.ground, INK, 0.22)))
    if drawing.background:
        _paint_blurred(canvas, drawing)
        return
    light = mix(drawing.ground, WHITE, 0.6) if luminance(drawing.ground) < 0.9 else mix(drawing.ground, INK, 0.1)
    for x, y, r in rng.uniform((0, 0, 14), (PAGE, 190, 34), (7, 3)).tolist():
        canvas.drawCircle(x, y, r, paint(light, 0.45))
    if drawing.is_plain and not drawing.is_running:
        canvas.drawRect(skia.Rect.MakeLTRB(0, 226, PAGE, PAGE), paint(mix(drawing.ground, INK, 0.3), 0.5, blur=10.0))


def _paint_blurred(canvas: skia.Canvas, drawing: Drawing) -> None:
    layer = skia.Paint(ImageFilter=skia.ImageFilters.Blur(4, 4))
    canvas.saveLayer(None, layer)
    paint_shapes(canvas, drawing.background, Look(fill=_natural, line=_natural, line_width=0))
    canvas.restore()
