"""Drawings of which it is known what is subject and what is ground: the same drawing over two different grounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import skia
from numpy.typing import NDArray
from PIL import Image

from training.drawings.brushes import paint
from training.drawings.compose import build_drawing
from training.drawings.shapes import PAGE, Drawing
from training.drawings.styles import RENDERERS
from training.world import Scene

# How far a style paints beyond the shapes of the subject: outlines, glow, the border of a sticker.
REACH = {"manga": 8, "mascot": 8, "photo": 6, "pixel": 8, "watercolour": 10, "neon": 10, "pencil": 8, "sticker": 27}
SOLID = ("coat", "cloth", "shoe", "glove", "frame", "metal", "inner_ear", "finish")
SAME = 24  # of 255: how much of the ground may shine through
OTHER_GROUNDS = ((40, 60, 120), (255, 214, 60))  # behind something pale, behind something dark


def drawn_subject(scene: Scene, seed: int) -> tuple[Image.Image, NDArray[np.bool_]]:
    """The drawing of a scene on a plain ground, and `[256, 256]` what of it is the subject."""
    rng = np.random.default_rng(seed)
    drawing = build_drawing(scene, rng)
    before = rng.bit_generator.state

    def over(ground: tuple[int, int, int]) -> NDArray[np.uint8]:
        again = np.random.default_rng()
        again.bit_generator.state = before
        pixels, canvas, surface = _page()
        RENDERERS[scene.style](canvas, replace(drawing, ground=ground), again)
        surface.flushAndSubmit()
        return pixels[..., :3].copy()

    picture = over(drawing.ground)
    other = over(OTHER_GROUNDS[sum(drawing.ground) <= 380])
    same = np.abs(picture.astype(int) - other).max(2) <= SAME
    return Image.fromarray(picture), _shapes(drawing, 0) | (_shapes(drawing, REACH[scene.style]) & same)


def _page() -> tuple[NDArray[np.uint8], skia.Canvas, skia.Surface]:
    pixels = np.zeros((int(PAGE), int(PAGE), 4), np.uint8)
    surface = skia.Surface(pixels, skia.ColorType.kRGBA_8888_ColorType)
    return pixels, surface.getCanvas(), surface


def _shapes(drawing: Drawing, stroke: float) -> NDArray[np.bool_]:
    pixels, canvas, surface = _page()
    for shape in drawing.subject:
        if shape.role in SOLID:
            canvas.drawPath(shape.path, paint((255, 255, 255)))
            if stroke:
                canvas.drawPath(shape.path, paint((255, 255, 255), stroke=stroke))
    surface.flushAndSubmit()
    return np.asarray(pixels[..., 0] > 127)
