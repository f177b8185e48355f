"""Cyberpunk neon: a dark room, tinted dark fur, and glowing magenta and cyan contours."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import Look, Shade, fill_page, paint, paint_shapes, silhouette, vertical_gradient
from training.drawings.colours import WHITE, luminance, mix, saturate
from training.drawings.shapes import PAGE, RGB, Drawing, Shape

NIGHT: RGB = (10, 6, 26)
MAGENTA: RGB = (255, 52, 200)
CYAN: RGB = (64, 236, 255)
# A blur costs by the pixel, and a blurred picture has no detail to lose.
BLOOM_SIDE = 64
GLOWING = ("iris", "shine", "cloth", "frame", "metal", "cloth_mark")


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    ground = saturate(drawing.ground, 1.7)
    fill_page(canvas, vertical_gradient(mix(ground, NIGHT, 0.35), mix(ground, NIGHT, 0.75)))
    dim = Look(fill=lambda s: mix(saturate(s.colour, 1.3), NIGHT, 0.42), line=lambda _: CYAN, line_width=0)
    paint_shapes(canvas, drawing.background, dim)
    if drawing.is_plain:
        _paint_floor(canvas)
    _paint_aura(canvas, silhouette(drawing.subject))
    look = Look(fill=_fill, line=_rim, line_width=4.0, stroke_factor=1.0, shade=_rim_light)
    paint_shapes(canvas, drawing.subject, look)
    _paint_bloom(canvas)


def _paint_floor(canvas: skia.Canvas) -> None:
    """A glowing grid below the horizon."""
    line = paint(CYAN, 0.5, stroke=2.4)
    for y in (196, 206, 222, 246):
        canvas.drawLine(0, y, 256, y, line)
    for k in range(-6, 7):
        canvas.drawLine(128 + k * 22, 196, 128 + k * 56, 260, line)


def _paint_aura(canvas: skia.Canvas, outline: skia.Path) -> None:
    """Darkness around the figure, so that its contour shines, then the shine."""
    small = skia.Surface(BLOOM_SIDE, BLOOM_SIDE)
    small.getCanvas().scale(BLOOM_SIDE / PAGE, BLOOM_SIDE / PAGE)
    small.getCanvas().drawPath(outline, paint(NIGHT, 0.75, stroke=34, blur=9.0))
    small.getCanvas().drawPath(outline, paint(MAGENTA, 0.7, stroke=14, blur=5.0))
    _enlarge(canvas, small, skia.Paint())


def _enlarge(canvas: skia.Canvas, small: skia.Surface, brush: skia.Paint) -> None:
    linear = skia.SamplingOptions(skia.FilterMode.kLinear)
    canvas.drawImageRect(small.makeImageSnapshot(), skia.Rect.MakeWH(PAGE, PAGE), linear, brush)


def _paint_bloom(canvas: skia.Canvas) -> None:
    """Bright parts shine over their surroundings, as in a camera: a blurred copy is added."""
    linear = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    small = skia.Surface(BLOOM_SIDE, BLOOM_SIDE)
    keep_bright = skia.ColorFilters.Matrix([2, 0, 0, 0, -1, 0, 2, 0, 0, -1, 0, 0, 2, 0, -1, 0, 0, 0, 1, 0])
    image = canvas.getSurface().makeImageSnapshot()
    whole = skia.Rect.MakeWH(BLOOM_SIDE, BLOOM_SIDE)
    small.getCanvas().drawImageRect(image, whole, linear, skia.Paint(ColorFilter=keep_bright))
    bright = small.makeImageSnapshot()
    blurred = skia.Paint(ImageFilter=skia.ImageFilters.Blur(1.2, 1.2))
    small.getCanvas().drawImage(bright, 0, 0, skia.SamplingOptions(), blurred)
    _enlarge(canvas, small, skia.Paint(BlendMode=skia.BlendMode.kScreen, Alphaf=0.85))


def _rim_light(shape: Shape) -> list[Shade]:
    if shape.role in ("cloth", "metal"):
        return []
    return [
        Shade(paint=paint(CYAN, 0.75), dx=4, dy=3),
        Shade(paint=paint(MAGENTA, 0.4), dx=-6, dy=-3),
    ]


def _rim(shape: Shape) -> RGB:
    if shape.role in ("cloth", "metal", "frame"):
        return mix(shape.colour, WHITE, 0.5)
    return mix(MAGENTA, WHITE, 0.2) if shape.role in ("coat", "finish", "glove", "shoe") else CYAN


def _fill(shape: Shape) -> RGB:
    if shape.role in GLOWING:
        return saturate(shape.colour, 1.25)
    if shape.role in ("line", "whisker"):
        return shape.colour if luminance(shape.colour) > 0.5 else mix(CYAN, WHITE, 0.15)
    if shape.role == "pupil":
        return NIGHT
    # White fur would look grey in the dark unless it caught more light than the others.
    return mix(saturate(shape.colour, 1.5), NIGHT, 0.28 if luminance(shape.colour) > 0.94 else 0.42)
