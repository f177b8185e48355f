"""Sets words in type: shaped by HarfBuzz (through Pillow's Raqm layout), outlined, shadowed, bent."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFont, features

from pipeline.lettering.options import FONTS, Lettering

LARGEST = 0.96  # of the picture
LINE_GAP = 0.12  # of the letters' size
BENT_AT, BENT_UNDER_PX = 2, 300  # a small bent line is set at twice its size first, so that bending does not blur it
CELL_PX = 12  # of the mesh that a line is bent by


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where something lies on a picture, in pixels; may reach beyond it."""

    left: int
    top: int
    width: int
    height: int


def set_lettering(lettering: Lettering, width_px: int, height_px: int) -> tuple[Image.Image, Box]:
    """The words as an RGBA picture just large enough, and where it lies on a picture of this size."""
    size_px = lettering.size / 100 * height_px
    block = _block(lettering, _fitting_size(lettering, size_px, width_px, height_px))
    left = _start_within(lettering.x * width_px, block.width, width_px)
    top = _start_within(lettering.y * height_px, block.height, height_px)
    return block, Box(left=left, top=top, width=block.width, height=block.height)


def _start_within(middle_px: float, length_px: int, room_px: int) -> int:
    """Where something begins whose middle is asked for: moved so that nothing is cut off, where there is room."""
    return max(0, min(round(middle_px - length_px / 2), room_px - length_px))


def draw_lettering(picture: Image.Image, lettering: Lettering) -> tuple[Image.Image, Box]:
    """RGB or RGBA -> the same with the words on it, cut at its edges; and where they lie."""
    block, box = set_lettering(lettering, *picture.size)
    right, bottom = min(box.left + box.width, picture.width), min(box.top + box.height, picture.height)
    visible = (max(0, box.left), max(0, box.top), right, bottom)
    lettered = picture.copy()
    if visible[0] < right and visible[1] < bottom:
        under = picture.crop(visible).convert("RGBA")
        part = block.crop((visible[0] - box.left, visible[1] - box.top, right - box.left, bottom - box.top))
        lettered.paste(Image.alpha_composite(under, part).convert(picture.mode), visible[:2])
    return lettered, box


def _fitting_size(lettering: Lettering, size_px: float, width_px: int, height_px: int) -> float:
    """`size_px`, or less where the words would be larger than the picture."""
    probe_px = 100.0
    left, top, right, bottom = _extent(lettering, _font(lettering, probe_px), probe_px)
    across, down = ((length + 2 * lettering.shadow) / probe_px for length in (right - left, bottom - top))
    return max(1.0, min(size_px, LARGEST * width_px / max(across, 1e-6), LARGEST * height_px / max(down, 1e-6)))


def _block(lettering: Lettering, size_px: float) -> Image.Image:
    letters = _bent_letters(lettering, size_px) if lettering.arc else _letters(lettering, size_px)
    letters = letters.crop(letters.getbbox() or (0, 0, 1, 1))  # slanted letters, once bent, are not in the middle
    drop_px = round(lettering.shadow / 100 * size_px)
    if not drop_px:
        return letters
    # As much room on all sides, so that the middle of the words stays where it was put.
    block = Image.new("RGBA", (letters.width + 2 * drop_px, letters.height + 2 * drop_px))
    shadow = Image.new("RGBA", block.size, (*ImageColor.getrgb(lettering.shadow_colour)[:3], 0))
    shadow.paste(lettering.shadow_colour, (2 * drop_px, 2 * drop_px), letters.getchannel("A"))
    block.paste(letters, (drop_px, drop_px))
    return Image.alpha_composite(shadow, block)


def _bent_letters(lettering: Lettering, size_px: float) -> Image.Image:
    if size_px >= BENT_UNDER_PX:
        return _bent(_letters(lettering, size_px), lettering.arc)
    large = _bent(_letters(lettering, size_px * BENT_AT), lettering.arc)
    return large.resize((math.ceil(large.width / BENT_AT), math.ceil(large.height / BENT_AT)), Image.Resampling.BOX)


def _font(lettering: Lettering, size_px: float) -> ImageFont.FreeTypeFont:
    layout = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(FONTS[lettering.font], size_px, layout_engine=layout)


def _extent(lettering: Lettering, font: ImageFont.FreeTypeFont, size_px: float) -> tuple[float, float, float, float]:
    draw = ImageDraw.Draw(Image.new("L", (1, 1)))
    stroke_px = lettering.outline / 100 * size_px
    return draw.multiline_textbbox(
        (0, 0), lettering.text, font=font, spacing=LINE_GAP * size_px, align="center", stroke_width=stroke_px
    )


def _letters(lettering: Lettering, size_px: float) -> Image.Image:
    """Letters and outline, without shadow."""
    font = _font(lettering, size_px)
    left, top, right, bottom = _extent(lettering, font, size_px)
    stroke_px = lettering.outline / 100 * size_px
    size = (math.ceil(right - left) + 2, math.ceil(bottom - top) + 2)
    block = Image.new("RGBA", size)
    outline = [(lettering.outline_colour, stroke_px)] if stroke_px else []
    for colour, width_px in [*outline, (lettering.fill, 0.0)]:
        layer = _layer(lettering, font, size, (1 - left, 1 - top), colour, width_px, size_px)
        block = Image.alpha_composite(block, layer)
    return block


def _layer(
    lettering: Lettering, font: ImageFont.FreeTypeFont, size: tuple[int, int], at: tuple[float, float],
    colour: str, stroke_px: float, size_px: float,
) -> Image.Image:  # fmt: skip
    """All lines in one colour. The colour lies under the transparent parts too, so edges do not darken."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).multiline_text(
        at, lettering.text, fill=255, font=font, spacing=LINE_GAP * size_px, align="center", stroke_width=stroke_px
    )
    layer = Image.new("RGBA", size, (*ImageColor.getrgb(colour)[:3], 0))
    layer.putalpha(mask)
    return layer


def _bent(block: Image.Image, arc_degrees: float) -> Image.Image:
    """The block bent over a circle by `arc_degrees`: its middle line keeps its length."""
    if arc_degrees < 0:
        flip = Image.Transpose.FLIP_TOP_BOTTOM
        return _bent(block.transpose(flip), -arc_degrees).transpose(flip)
    width, height = block.size
    radius = max(width / math.radians(arc_degrees), height * 0.55)
    half = width / radius / 2
    outer, inner = radius + height / 2, radius - height / 2
    size = (2 * math.ceil(outer * math.sin(half)) + 2, math.ceil(outer - inner * math.cos(half)) + 2)

    def source_of(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - size[0] / 2, outer + 1 - y
        return math.atan2(dx, dy) * radius + width / 2, outer - math.hypot(dx, dy)

    return block.transform(size, Image.Transform.MESH, _mesh(size, source_of), Image.Resampling.BILINEAR)


def _mesh(size: tuple[int, int], source_of: Callable[[float, float], tuple[float, float]]) -> list[Any]:
    """Small rectangles of the result, each with its corners in the source: upper left, then against the clock."""
    mesh = []
    for top in range(0, size[1], CELL_PX):
        for left in range(0, size[0], CELL_PX):
            right, bottom = min(left + CELL_PX, size[0]), min(top + CELL_PX, size[1])
            corners = ((left, top), (left, bottom), (right, bottom), (right, top))
            quad = tuple(value for corner in corners for value in source_of(*corner))
            mesh.append(((left, top, right, bottom), quad))
    return mesh
