"""The eight styles: each renders the same drawing in its own way, one file a style."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from training.drawings.shapes import Drawing
from training.drawings.styles import manga, mascot, neon, pencil, photo, pixel, sticker, watercolour

Renderer = Callable[[skia.Canvas, Drawing, np.random.Generator], None]

RENDERERS: dict[str, Renderer] = {
    "manga": manga.render,
    "mascot": mascot.render,
    "photo": photo.render,
    "pixel": pixel.render,
    "watercolour": watercolour.render,
    "neon": neon.render,
    "pencil": pencil.render,
    "sticker": sticker.render,
}
