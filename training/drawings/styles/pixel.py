"""Pixel art: painted on a coarse grid with few colours, then enlarged without smoothing."""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.brushes import Look, Shade, fill_page, paint, paint_shapes, silhouette
from training.drawings.colours import WHITE, luminance, mix, saturate
from training.drawings.shapes import PAGE, RGB, Drawing, Shape

GRID = 48
# A whisker would be one ragged row of cells.
TOO_FINE = ("whisker", "iris_shade")
OUTLINE: RGB = (26, 20, 44)


def render(canvas: skia.Canvas, drawing: Drawing, rng: np.random.Generator) -> None:
    """Draws small, keeps only the colours of the drawing, enlarges with hard edges."""
    cells = np.zeros((GRID, GRID, 4), np.uint8)
    surface = skia.Surface(cells, skia.ColorType.kRGBA_8888_ColorType)
    small = surface.getCanvas()
    small.scale(GRID / PAGE, GRID / PAGE)
    _paint_small(small, drawing)
    surface.flushAndSubmit()
    palette = _palette(drawing)
    pixels = _nearest(cells[..., :3], palette)
    opaque = np.concatenate([pixels, np.full((GRID, GRID, 1), 255, np.uint8)], axis=2)
    image = skia.Image.fromarray(np.ascontiguousarray(opaque), skia.ColorType.kRGBA_8888_ColorType)
    canvas.drawImageRect(image, skia.Rect.MakeWH(PAGE, PAGE), skia.SamplingOptions(skia.FilterMode.kNearest))


def _paint_small(canvas: skia.Canvas, drawing: Drawing) -> None:
    look = Look(fill=_fill, line=lambda _: OUTLINE, line_width=5.6, stroke_factor=1.3, shade=_shade)
    fill_page(canvas, paint(_vivid(drawing.ground)))
    paint_shapes(canvas, drawing.background, Look(fill=_fill, line=_fill, line_width=0))
    if luminance(drawing.ground) < 0.45:
        canvas.drawPath(silhouette(drawing.subject), paint(_vivid(mix(drawing.ground, WHITE, 0.5)), stroke=20))
    canvas.drawPath(silhouette(drawing.subject), paint(OUTLINE, stroke=10))
    paint_shapes(canvas, [shape for shape in drawing.subject if shape.role not in TOO_FINE], look)


def _shade(shape: Shape) -> list[Shade]:
    if shape.role not in ("coat", "finish"):
        return []
    return [Shade(paint=paint(OUTLINE, 0.24), dx=-11, dy=-11)]


def _vivid(colour: RGB) -> RGB:
    return saturate(colour, 1.15)


def _shade_colour(colour: RGB) -> RGB:
    return mix(_vivid(colour), OUTLINE, 0.24)


def _fill(shape: Shape) -> RGB:
    return _vivid(shape.colour)


def _palette(drawing: Drawing) -> np.ndarray:
    shapes = (*drawing.background, *drawing.subject)
    colours = {_fill(shape) for shape in shapes if shape.role not in TOO_FINE} | {
        _shade_colour(s.colour) for s in drawing.subject if s.role in ("coat", "mark")
    }
    halo = _vivid(mix(drawing.ground, WHITE, 0.5))
    return np.array(sorted(colours | {OUTLINE, _vivid(drawing.ground), halo}), dtype=np.int32)


def _nearest(pixels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """Each pixel's nearest palette colour."""
    distance = ((pixels[..., None, :].astype(np.int32) - palette) ** 2).sum(-1)
    nearest: np.ndarray = palette[distance.argmin(-1)].astype(np.uint8)
    return nearest
