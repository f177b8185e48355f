"""Real photographs that the model never saw, read from the installed scikit-image and never copied.

chelsea is a ginger tabby cat, coffee a cup on a table, astronaut a portrait: the last two say what happens to a photo
that shows no cat.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from training.sizes import IMAGE_PX

NAMES = ("chelsea", "coffee", "astronaut")
# Left, top and side as shares of the height of chelsea, 451 x 300: the whole face, nearer, further up, down, right.
CROPS = ((0.22, 0.0, 1.0), (0.3, 0.05, 0.8), (0.15, 0.0, 0.9), (0.25, 0.1, 0.9), (0.4, 0.0, 1.0))
EXPOSURES = (1.0, 0.75, 1.25)
Picture = NDArray[np.uint8]


def real_photos() -> dict[str, Picture]:
    """Each by name, its middle square as `[256, 256, 3]` uint8."""
    return {name: np.asarray(_middle(_load(name))) for name in NAMES}


def chelsea_views() -> list[Picture]:
    """The cat in five crops; every other one mirrored, in three exposures by turns: `[256, 256, 3]` uint8 each."""
    photo, views = _load("chelsea"), []
    for number, (left, top, side) in enumerate(CROPS):
        height = photo.height
        box = (left * height, top * height, (left + side) * height, (top + side) * height)
        view = photo.resize((IMAGE_PX, IMAGE_PX), Image.Resampling.LANCZOS, box=box)
        view = ImageOps.mirror(view) if number % 2 else view
        views.append(np.asarray(ImageEnhance.Brightness(view).enhance(EXPOSURES[number % len(EXPOSURES)])))
    return views


def _load(name: str) -> Image.Image:
    from skimage import data

    return Image.fromarray(getattr(data, name)()).convert("RGB")


def _middle(photo: Image.Image) -> Image.Image:
    return ImageOps.fit(photo, (IMAGE_PX, IMAGE_PX), Image.Resampling.LANCZOS)
