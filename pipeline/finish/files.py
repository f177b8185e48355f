"""A finished picture as a file: the formats, and the settings inside them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from pipeline.finish.options import Finish
from pipeline.metadata.picture_files import exif_block, png_chunks, settings_of_picture

if TYPE_CHECKING:
    from PIL import Image

PRINT_SIZE_PX = (4500, 5400)  # what print shops ask for: 15 x 18 inches
PRINT_DPI = 300


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """One way of saving. `options` are Pillow's; `size_px`: the size that it always has."""

    pillow_format: str
    extension: str
    media_type: str
    alpha: bool = True
    size_px: tuple[int, int] | None = None
    options: dict[str, Any]


KINDS: dict[str, FileKind] = {
    "png": FileKind(pillow_format="PNG", extension="png", media_type="image/png", options={}),
    "jpeg": FileKind(
        pillow_format="JPEG", extension="jpg", media_type="image/jpeg", alpha=False,
        options={"quality": 95, "subsampling": 0, "optimize": True},
    ),
    "webp": FileKind(
        pillow_format="WEBP", extension="webp", media_type="image/webp", options={"quality": 92, "method": 4}
    ),
    "avif": FileKind(
        pillow_format="AVIF", extension="avif", media_type="image/avif", options={"quality": 85, "subsampling": "4:4:4"}
    ),
    "tiff": FileKind(
        pillow_format="TIFF", extension="tiff", media_type="image/tiff",
        options={"dpi": (PRINT_DPI, PRINT_DPI)},  # with compression libtiff writes it, which drops the EXIF
    ),
    "print": FileKind(
        pillow_format="PNG", extension="png", media_type="image/png", size_px=PRINT_SIZE_PX,
        options={"dpi": (PRINT_DPI, PRINT_DPI), "compress_level": 4},
    ),
}  # fmt: skip


def available_kinds() -> tuple[str, ...]:
    """The names of `KINDS` that this machine's Pillow can write."""
    from PIL import features

    lacking = {name for name in ("avif", "webp") if not features.check(name)}
    return tuple(name for name in KINDS if name not in lacking)


def encode_picture(picture: Image.Image, kind: str, settings: dict[str, Any] | None = None) -> bytes:
    """RGB or RGBA -> a file of this kind; on white where it cannot be transparent.

    settings: those of this one picture (`settings_of_picture`), written into it; None writes nothing.
    Raises `InvalidRequest`: field "Save as".
    """
    if kind not in available_kinds():
        raise InvalidRequest("Save as", f"got {shown(kind)}, allowed are {', '.join(available_kinds())}.")
    how = KINDS[kind]
    options = dict(how.options)
    if settings is not None:
        is_png = how.pillow_format == "PNG"
        options |= {"pnginfo": png_chunks(settings)} if is_png else {"exif": exif_block(settings)}
    out = io.BytesIO()
    (picture if how.alpha else on_white(picture)).save(out, how.pillow_format, **options)
    return out.getvalue()


def finished_file(
    picture: Image.Image,
    finish: Finish,
    kind: str,
    *,
    photo: Image.Image | None = None,
    settings: dict[str, Any] | None = None,
    image: int = 0,
) -> bytes:
    """The finished picture as a file of this kind, at the size that the kind has.

    One that is larger than the picture is reached by upscaling as far as that goes, and from there by Lanczos.
    settings: of the run whose picture `image` this is; its own, and what was done to it, are written into the file.
    Raises `InvalidRequest`.
    """
    from pipeline.finish.applying import finish_picture

    size_px = KINDS[kind].size_px if kind in KINDS else None
    if size_px is not None and finish.upscale == 1 and max(picture.size) < max(size_px):
        finish = replace(finish, upscale=_largest_upscale(picture))
    finished = finish_picture(picture, finish, photo=photo, size_px=size_px).image
    inside = None if settings is None else {**settings_of_picture(settings, image), "finish": finish.to_json()}
    return encode_picture(finished, kind, inside)


def _largest_upscale(picture: Image.Image) -> int:
    from pipeline.finish.upscaling import largest_factor

    return largest_factor(picture)


def on_white(picture: Image.Image) -> Image.Image:
    """RGBA -> RGB on white; RGB as it is."""
    from PIL import Image

    if picture.mode != "RGBA":
        return picture.convert("RGB")
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet
