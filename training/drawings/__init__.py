"""Draws the pictures that the built-in model is trained on.

A scene in words becomes shapes, and a style paints the shapes.
"""

from __future__ import annotations

import numpy as np
import skia

from training.drawings.compose import View, build_drawing
from training.drawings.shapes import PAGE
from training.drawings.styles import RENDERERS
from training.world import Scene


def draw_scene(
    scene: Scene, seed: int, size_px: int = 256, as_style: str | None = None, view: View | None = None
) -> np.ndarray:
    """The picture of a scene: `[size_px, size_px, 3]` uint8 RGB. The same scene, seed and size give the same pixels.

    `as_style` paints the scene's own shapes in another style. `view` looks at it from nearer or further.
    """
    rng = np.random.default_rng(seed)
    pixels = np.zeros((size_px, size_px, 4), np.uint8)
    surface = skia.Surface(pixels, skia.ColorType.kRGBA_8888_ColorType)
    canvas = surface.getCanvas()
    canvas.scale(size_px / PAGE, size_px / PAGE)
    RENDERERS[as_style or scene.style](canvas, build_drawing(scene, rng, view), rng)
    surface.flushAndSubmit()
    return pixels[..., :3].copy()
