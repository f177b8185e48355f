"""A white edge around a cut-out, as die-cut stickers have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from pipeline.finish.colour import blurred
from pipeline.finish.regions import dilated, flood

if TYPE_CHECKING:
    from pipeline.finish.regions import Mask

CALM = 0.7  # of the width: inner corners are rounded this far, as a knife would
SMOOTH_PX = 1.0


def build_rim(inside: Mask, width_px: float) -> Image.Image:
    """`[H, W]` -> "L" picture, larger by `margin_px` on every side: 255 where the sticker is, with a smooth edge.

    Holes in the subject that the rim closes, or that lie within it, are part of the sticker.
    """
    reach, calm, margin = round(width_px), round(CALM * width_px), margin_px(width_px)
    padded = np.pad(inside, margin + calm)
    grown = ~dilated(~dilated(padded, reach + calm), calm)
    whole = ~flood(~grown)
    edge = slice(calm, -calm or None)
    soft = blurred(whole[edge, edge].astype(np.float32), SMOOTH_PX)
    return Image.fromarray((np.clip(soft * 1.01, 0, 1) * 255 + 0.5).astype(np.uint8))


def margin_px(width_px: float) -> int:
    """How far a picture grows on every side, so that the rim is whole where the subject touches its edge."""
    return math.ceil(width_px) + 2


def add_margin(picture: Image.Image, width_px: float) -> Image.Image:
    """RGBA -> the same with empty room for the rim on every side."""
    margin = margin_px(width_px)
    larger = Image.new("RGBA", (picture.width + 2 * margin, picture.height + 2 * margin))
    larger.paste(picture, (margin, margin))
    return larger


def lay_on_rim(picture: Image.Image, rim: Image.Image) -> Image.Image:
    """RGBA -> the same on its white rim, which may be smaller and is scaled up with a sharp edge."""
    scale = picture.width / rim.width
    if rim.size != picture.size:
        rim = rim.resize(picture.size, Image.Resampling.BICUBIC)
        rim = rim.point(
            [max(0, min(255, round((level - 127.5) * max(1.0, scale / 2) + 127.5))) for level in range(256)]
        )
    sheet = Image.new("RGBA", picture.size, "white")
    sheet.putalpha(rim)
    return Image.alpha_composite(sheet, picture)
