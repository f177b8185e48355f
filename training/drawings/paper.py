"""Textures that cover a page or a form: paper grain, uneven pigment, fur. Made once and shifted for each picture."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import skia

from training.drawings.brushes import paint, tile_image
from training.drawings.shapes import PAGE, RGB

SIDE = int(PAGE)
NUM_HAIRS = 3600
NUM_STROKES = 420


def paint_texture(canvas: skia.Canvas, image: skia.Image, rng: np.random.Generator) -> None:
    """Lays the texture over the page, somewhere else for each picture."""
    x, y = rng.integers(0, SIDE, 2).tolist()
    canvas.drawRect(skia.Rect.MakeWH(PAGE, PAGE), skia.Paint(Shader=tile_image(image, x, y)))


@lru_cache(maxsize=8)
def clouds(frequency: float, share: float, colour: RGB) -> skia.Image:
    """A veil of one colour with Perlin noise as its opacity, from nothing up to about the share."""
    shader = skia.PerlinNoiseShader.MakeFractalNoise(frequency, frequency, 2, 5.0, skia.ISize(SIDE, SIDE))
    red, green, blue = (channel / 255 for channel in colour)
    # Perlin noise stays near one half; the part above 0.45 is stretched, the rest leaves the page as it is.
    gain = share * 4
    veil = skia.ColorFilters.Matrix(
        [0, 0, 0, 0, red, 0, 0, 0, 0, green, 0, 0, 0, 0, blue, gain / 3, gain / 3, gain / 3, 0, -0.45 * gain]
    )
    opaque = skia.ColorFilters.Matrix([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
    surface = skia.Surface(SIDE, SIDE)
    surface.getCanvas().drawPaint(skia.Paint(Shader=shader, ColorFilter=veil.makeComposed(opaque)))
    return surface.makeImageSnapshot()


@lru_cache(maxsize=2)
def pencil_strokes(rising: bool) -> skia.Image:
    """Slanted strokes of a soft pencil, white on nothing; styles tint them."""
    rng = np.random.default_rng(1)
    surface = skia.Surface(SIDE, SIDE)
    canvas = surface.getCanvas()
    for x, y, turn, length in rng.uniform((0, 0, -0.09, 26), (SIDE, SIDE, 0.09, 60), (NUM_STROKES, 4)).tolist():
        angle = (-0.95 if rising else 0.7) + turn
        brush = paint((255, 255, 255), float(rng.uniform(0.25, 0.6)), stroke=float(rng.uniform(1.6, 3.0)))
        for shift_x in (-SIDE, 0, SIDE):
            for shift_y in (-SIDE, 0, SIDE):
                x0, y0 = x + shift_x, y + shift_y
                canvas.drawLine(x0, y0, x0 + length * math.cos(angle), y0 + length * math.sin(angle), brush)
    return surface.makeImageSnapshot()


@lru_cache(maxsize=1)
def fur() -> skia.Image:
    """Short light and dark hairs that hang down, on nothing."""
    rng = np.random.default_rng(0)
    surface = skia.Surface(SIDE, SIDE)
    canvas = surface.getCanvas()
    for i in range(NUM_HAIRS):
        x, y, turn, length = (float(v) for v in rng.uniform((0, 0, -0.6, 6), (SIDE, SIDE, 0.6, 12)))
        colour = (255, 255, 255) if i % 2 else (20, 14, 20)
        for shift_x in (-SIDE, 0, SIDE):
            for shift_y in (-SIDE, 0):
                x0, y0 = x + shift_x, y + shift_y
                canvas.drawLine(x0, y0, x0 + turn * length, y0 + length, paint(colour, 0.15, stroke=1.4))
    return surface.makeImageSnapshot()
