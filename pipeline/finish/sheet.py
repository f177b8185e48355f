"""Several pictures on one page to print: a contact sheet."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from pipeline.finish.files import on_white
from pipeline.lettering.options import FONTS, missing_letters

DPI = 200
PAGE_PX = (round(8.27 * DPI), round(11.69 * DPI))  # A4
MARGIN_PX, GAP_PX, CAPTION_PX = 120, 48, 44
INK, SOFT = "#231f28", "#655e69"


def contact_sheet(pictures: Sequence[Image.Image], captions: Sequence[str], title: str = "") -> bytes:
    """A PDF of one A4 page with every picture and its caption under it, in rows. RGB or RGBA; at least one picture."""
    page = Image.new("RGB", PAGE_PX, "white")
    draw = ImageDraw.Draw(page)
    head = MARGIN_PX
    if title:
        draw.text((MARGIN_PX, MARGIN_PX), _shortened(title, 70), fill=INK, font=_font(34))
        head += 84
    columns = math.ceil(math.sqrt(len(pictures) * 0.75))  # a page is taller than wide
    rows = math.ceil(len(pictures) / columns)
    width = (PAGE_PX[0] - 2 * MARGIN_PX - (columns - 1) * GAP_PX) // columns
    height = (PAGE_PX[1] - head - MARGIN_PX - (rows - 1) * GAP_PX) // rows - CAPTION_PX
    fitted = [_fitted(on_white(picture), width, height) for picture in pictures]
    row_px = max(picture.height for picture in fitted) + CAPTION_PX + GAP_PX
    for place, (shown, caption) in enumerate(zip(fitted, captions, strict=True)):
        left, top = MARGIN_PX + place % columns * (width + GAP_PX), head + place // columns * row_px
        page.paste(shown, (left, top))
        draw.text((left, top + shown.height + 12), _shortened(caption, 40), fill=SOFT, font=_font(24))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=DPI, title=title or "Contact sheet", producer="Emerge")
    return out.getvalue()


def _fitted(picture: Image.Image, width: int, height: int) -> Image.Image:
    scale = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _font(size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS["plain"], size_px)


def _shortened(text: str, most: int) -> str:
    """What the font can set of it, up to so many characters."""
    missing = missing_letters(text, "plain")
    text = "".join(" " if letter in missing or letter == "\n" else letter for letter in text)
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
