"""The parts of a film's frame: several pictures as a grid, the size, and the caption under the picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

PAPER, INK, SOFT, LINE, ACCENT = "#f6f2ec", "#231f28", "#655e69", "#ddd5ca", "#c9285f"  # the page's own colours
MAX_LINES = 2
NO_GLYPH = "\U0010ffff"  # no font has it, so this is how a font draws what it lacks
Band: TypeAlias = "Callable[[int, int], Image.Image]"  # step (from 1), steps -> the strip under the picture


def tile(pictures: Sequence[Image.Image]) -> Image.Image:
    """Several pictures as one, in rows as long as there are rows, or one longer: as the stage shows them."""
    from PIL import Image

    if len(pictures) == 1:
        return pictures[0]
    width_px, height_px = pictures[0].size
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    gap_px = max(1, round(width_px / 64))
    size = columns * (width_px + gap_px) - gap_px, rows * (height_px + gap_px) - gap_px
    sheet = Image.new("RGB", size, PAPER)
    for index, picture in enumerate(pictures):
        place = index % columns * (width_px + gap_px), index // columns * (height_px + gap_px)
        sheet.paste(picture, place)
    return sheet


def fit_side(size: tuple[int, int], side_px: int | None, max_pixels: int) -> tuple[int, int]:
    """The size with its longer side at most `side_px`, and at most `max_pixels` in all. Never larger than `size`."""
    scale = min(1.0, (side_px or max(size)) / max(size), math.sqrt(max_pixels / (size[0] * size[1])))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def stack(picture: Image.Image, band: Image.Image) -> Image.Image:
    """The picture with the band under it."""
    from PIL import Image

    both = Image.new("RGB", (picture.width, picture.height + band.height), PAPER)
    both.paste(picture, (0, 0))
    both.paste(band, (0, picture.height))
    return both


def caption_band(width_px: int, prompt: str, font: Path | None) -> tuple[Band, str]:
    """What draws the band under each frame, and the letters of the prompt that the font does not have."""
    from PIL import Image, ImageDraw

    text_px = max(11, min(22, round(width_px / 20)))
    face, small = load_face(font, text_px), load_face(font, max(10, round(text_px * 0.82)))
    words, left_out = _drawable(face, prompt)
    margin_px, line_px = round(text_px * 0.75), round(text_px * 1.32)
    lines = wrap(face, words, width_px - 2 * margin_px)
    height_px = 3 + margin_px + (len(lines) + 1) * line_px + margin_px // 3

    def draw(step: int, steps: int) -> Image.Image:
        band = Image.new("RGB", (width_px, height_px), PAPER)
        pen = ImageDraw.Draw(band)
        pen.rectangle((0, 0, width_px, 2), fill=LINE)
        pen.rectangle((0, 0, max(1, round(width_px * step / steps)) - 1, 2), fill=ACCENT)
        for number, line in enumerate(lines):
            pen.text((margin_px, 3 + margin_px // 2 + number * line_px), line, font=face, fill=INK)
        place = margin_px, 3 + margin_px // 2 + len(lines) * line_px
        pen.text(place, f"step {step} of {steps}", font=small, fill=SOFT)
        return band

    return draw, left_out


def load_face(font: Path | None, text_px: int) -> Any:
    """The font at a size, or Pillow's own where it cannot be read."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(str(font), text_px) if font else ImageFont.load_default(text_px)
    except OSError:
        return ImageFont.load_default(text_px)


def wrap(face: Any, words: str, width_px: int) -> list[str]:
    """At most two lines that fit, the last with … where something is cut off."""
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < MAX_LINES:
        taken = 1
        while taken < len(rest) and face.getlength(" ".join(rest[: taken + 1])) <= width_px:
            taken += 1
        lines.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    if rest:
        lines[-1] += " " + rest[0]
    return [_cut(face, line, width_px) for line in lines]


def _cut(face: Any, line: str, width_px: int) -> str:
    if face.getlength(line) <= width_px:
        return line
    while line and face.getlength(line + "…") > width_px:
        line = line[:-1]
    return line.rstrip(" ,;:") + "…"


def _drawable(face: Any, text: str) -> tuple[str, str]:
    """The text without the letters that the font lacks, and those, each once."""
    lacking = bytes(face.getmask(NO_GLYPH))
    letters = {letter for letter in text[:4000] if not letter.isspace()}
    missing = {letter for letter in letters if not letter.isprintable() or bytes(face.getmask(letter)) == lacking}
    return "".join(letter for letter in text[:4000] if letter not in missing), "".join(sorted(missing))
