"""What a camera does to a drawing: light, grain, colour cast and blur, so that it is as far from a drawing as a photo.

The statistics are those of `training.pictures.natural`. Nothing is moved: a face stays where it was drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from training.pictures.noise_fields import add_light, coloured_noise

Picture = NDArray[np.uint8]


def photograph(drawing: Picture, rng: np.random.Generator) -> Picture:
    """`[H, W, 3]` uint8, square, as it might have been photographed."""
    side = drawing.shape[0]
    picture = drawing.astype(np.float32)
    grey = picture.mean(2, keepdims=True)
    # Fur and rooms have paler colours than drawings.
    picture = grey + float(rng.uniform(0.3, 1.0)) * (picture - grey)
    picture = 128 + float(rng.uniform(0.5, 1.0)) * (picture - 128)
    picture = add_light(picture, rng)
    for strength in rng.uniform((0.0, 0.0), (0.5, 0.4)):
        grain = coloured_noise(rng, side)
        picture = picture + float(strength) * (grain - grain.mean((0, 1)))
    picture = picture * rng.uniform(0.92, 1.08, 3) * float(rng.uniform(0.6, 1.25))
    photo = Image.fromarray(np.clip(np.round(picture), 0, 255).astype(np.uint8))
    return np.asarray(photo.filter(ImageFilter.GaussianBlur(float(rng.uniform(0, 1.2)))))
