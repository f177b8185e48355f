"""Odd picture files: the ways in which one differs from a plain RGB picture, and those that are none to paint from."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, PngImagePlugin

from pipeline.metadata.picture_files import exif_block, gif_comment, png_chunks
from tests.pipeline.photo.test_upload import picture_of, png_of_nothing

SETTINGS = {"prompt": "a fox", "seed": 5, "num_steps": 9, "guidance_scale": 6.0, "width_px": 128, "height_px": 64}


@dataclass(frozen=True, kw_only=True)
class Odd:
    """A file as `make` saves it, with SETTINGS in it or without. refused: a part of why nothing is painted from it,
    "" where something is. readable: whether settings come out of it all the same."""

    make: Callable[[bool], bytes]
    refused: str = ""
    readable: bool = True


def _file(image: Image.Image, kind: str, **options: Any) -> Callable[[bool], bytes]:
    def make(carrying: bool) -> bytes:
        inside: dict[str, Any] = {}
        if carrying and kind == "PNG":
            inside["pnginfo"] = png_chunks(SETTINGS)
        elif carrying and kind == "GIF":
            inside["comment"] = gif_comment(SETTINGS)
        elif carrying:
            inside["exif"] = exif_block(SETTINGS)
        out = io.BytesIO()
        image.save(out, kind, **options, **inside)
        return out.getvalue()

    return make


def _turned(carrying: bool) -> bytes:
    """A JPEG that lies on its side and says so."""
    exif = Image.Exif()
    if carrying:
        exif.load(exif_block(SETTINGS))
    exif[0x0112] = 6
    out = io.BytesIO()
    picture_of("RGB", (128, 64)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def _long(carrying: bool) -> bytes:
    info: PngImagePlugin.PngInfo | None = png_chunks(SETTINGS) if carrying else None
    out = io.BytesIO()
    Image.new("1", (1, 4000)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _cut(carrying: bool) -> bytes:
    """A PNG that ends in the middle of its pixels; what is said of it comes before them."""
    noise = Image.effect_noise((96, 80), 90).convert("RGB")
    return _file(noise, "PNG")(carrying)[:-4000]


MOVING: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", (96, 80), "blue")]}
ODD = {
    "CMYK JPEG": Odd(make=_file(picture_of("CMYK"), "JPEG")),
    "16-bit grey": Odd(make=_file(picture_of("I;16"), "PNG")),
    "palette": Odd(make=_file(picture_of("P"), "PNG", transparency=3)),
    "grey with alpha": Odd(make=_file(picture_of("LA"), "PNG")),
    "black and white": Odd(make=_file(picture_of("1"), "PNG")),
    "moving GIF": Odd(make=_file(picture_of("P"), "GIF", save_all=True, append_images=[Image.new("P", (96, 80))])),
    "moving WebP": Odd(make=_file(picture_of("RGB"), "WEBP", **MOVING)),
    "two pictures in one JPEG": Odd(make=_file(picture_of("RGB"), "MPO", **MOVING)),
    "lying on its side": Odd(make=_turned),
    "1 x 4000": Odd(make=_long, refused="1 x 4000"),
    "cut off": Odd(make=_cut, refused="not a readable photo"),
    "empty": Odd(make=lambda _: b"", refused="0 bytes", readable=False),
    "text": Odd(make=lambda _: b"this is no picture", refused="holds no picture", readable=False),
    "13000 x 13000": Odd(make=lambda _: png_of_nothing(13000, 13000), refused="13000 x 13000", readable=False),
}
