"""Oklab, a colour space in which equal distances look about equal.

Source: Björn Ottosson, "A perceptual color space for image processing" (2020). L is lightness 0..1, a and b are colour;
sqrt(a^2 + b^2), the chroma, is 0 for grey and at most about 0.32 within sRGB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Planes = NDArray[np.float32]  # `[H, W, 3]`

TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929],
     [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468],
     [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
FROM_CONES, FROM_LAB = np.linalg.inv(TO_CONES), np.linalg.inv(TO_LAB)
CODES = np.arange(256) / 255
# IEC 61966-2-1
LINEAR = np.where(CODES <= 0.04045, CODES / 12.92, ((CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_oklab(picture: Image.Image) -> Planes:
    """RGB picture -> `[H, W, 3]` float32 L, a, b."""
    linear = LINEAR[np.asarray(picture.convert("RGB"))]
    cones = np.cbrt(linear @ TO_CONES.T.astype(np.float32))
    return np.asarray(cones @ TO_LAB.T.astype(np.float32))


def from_oklab(lab: Planes) -> Image.Image:
    """`[H, W, 3]` L, a, b -> RGB picture; what sRGB cannot show is clipped channel by channel."""
    cones = (lab @ FROM_LAB.T.astype(np.float32)) ** 3
    linear = np.clip(cones @ FROM_CONES.T.astype(np.float32), 0, 1)
    codes = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return Image.fromarray((codes * 255 + 0.5).astype(np.uint8), "RGB")
