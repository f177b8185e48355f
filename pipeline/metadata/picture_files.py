"""Settings into image files and back: A1111's text, which galleries read, beside our own JSON.

The text is the format of AUTOMATIC1111's "parameters" PNG chunk; JPEG and WebP carry it in EXIF UserComment.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.a1111 import MAX_TEXT, parse_a1111, text_of, unused_in, write_a1111
from pipeline.metadata.other_studios import read_foreign
from pipeline.request import seed_of_image

if TYPE_CHECKING:
    from PIL import Image, PngImagePlugin

A1111_KEY, OWN_KEY = "parameters", "emerge"
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "TIFF")  # which carry settings: no other reader sees the file
VERSION = 1
USER_COMMENT, EXIF_IFD = 0x9286, 0x8769
MAX_EXIF_JSON = 40_000  # a JPEG's EXIF has 64 KB in all; beyond this A1111's text has to do
OWN_TAG = 0xEE6D  # from 0x8000 on, TIFF 6.0 leaves numbers to whoever writes the file
UNICODE, ASCII = b"UNICODE\0", b"ASCII\0\0\0"


def png_with_settings(picture: Image.Image, settings: dict[str, Any], image: int = 0) -> bytes:
    """RGB -> PNG with both chunks; picture `image` of several carries its own seed."""
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=png_chunks(settings_of_picture(settings, image)))
    return out.getvalue()


def png_chunks(settings: dict[str, Any]) -> PngImagePlugin.PngInfo:
    """Both chunks for the settings of one picture: tEXt, which is all that some readers look at, as far as Latin-1 has
    the letters, else iTXt. AUTOMATIC1111 writes them so."""
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text(A1111_KEY, write_a1111(settings))
    info.add_text(OWN_KEY, text_of(_own_json(settings)))
    return info


def _own_json(settings: dict[str, Any]) -> str:
    return json.dumps({"version": VERSION, **settings}, ensure_ascii=False)


def exif_block(settings: dict[str, Any]) -> bytes:
    """EXIF with one picture's settings, A1111's text and our own JSON, for JPEG, WebP, AVIF and TIFF."""
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(EXIF_IFD)[USER_COMMENT] = UNICODE + write_a1111(settings).encode("utf-16-be")
    whole = _own_json(settings).encode("utf-8", "replace")
    if len(whole) <= MAX_EXIF_JSON:
        exif.get_ifd(EXIF_IFD)[OWN_TAG] = whole
    return exif.tobytes()


def gif_comment(settings: dict[str, Any]) -> bytes:
    """Both for a GIF's comment: A1111's text, where readers of comments stop at a zero, and our own JSON behind it."""
    return f"{write_a1111(settings)}\0{text_of(_own_json(settings))}".encode()


def settings_of_picture(settings: dict[str, Any], image: int) -> dict[str, Any]:
    """The settings that paint picture `image` of a run alone: its own seed, and one picture."""
    varied = "variation_seed" if settings.get("variation_strength") else "seed"
    return {**settings, varied: seed_of_image(int(settings.get(varied, 0)), image), "num_images": 1}


def file_stem(settings: dict[str, Any], image: int = 0) -> str:
    """What the file of picture `image` is called, without its ending: by the seeds that paint it."""
    own = settings_of_picture(settings, image)
    varied = f"-{own['variation_seed']}" if own.get("variation_strength") else ""
    return f"emerge-{own['seed']}{varied}"


@dataclass(frozen=True, kw_only=True)
class FoundSettings:
    """Settings in our names, the studio that wrote them, and the names of what was there besides."""

    settings: dict[str, Any]
    origin: str
    unused: tuple[str, ...] = ()


def read_settings(file: Any) -> dict[str, Any]:
    """The settings inside an image file. Raises `RunUnreadable` where there are none that can be read."""
    return find_settings(file).settings


def find_settings(file: Any) -> FoundSettings:
    """The settings inside an image file (path or binary stream): ours first, else another studio's.

    Raises `RunUnreadable` where there are none that can be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file, formats=FORMATS) as picture:
            found = _find(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RunUnreadable("This is no picture that can be read.") from error
    if found is None:
        raise RunUnreadable("There are no settings in this picture.")
    return found


def _find(picture: Image.Image) -> FoundSettings | None:
    comment, _, behind = _gif_comment(picture).partition("\0")
    own = _own(picture.info.get(OWN_KEY) or behind or _exif_json(picture))
    if own is not None:
        return FoundSettings(settings=own, origin="Emerge")
    text = picture.info.get(A1111_KEY) or comment or _exif_text(picture)
    if isinstance(text, str) and text.strip() and _json_object(text) is None:
        settings = parse_a1111(text)
        return FoundSettings(settings=settings, origin="AUTOMATIC1111", unused=unused_in(text, settings))
    foreign = read_foreign(picture, text)
    if foreign is None:
        return None
    settings, origin, unused = foreign
    return FoundSettings(settings=settings, origin=origin, unused=unused)


def _own(text: Any) -> dict[str, Any] | None:
    data = _json_object(text[:MAX_TEXT]) if isinstance(text, str) else None
    return None if data is None else {key: value for key, value in data.items() if key != "version"}


def _json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that `text` is, None where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _gif_comment(picture: Image.Image) -> str:
    raw = picture.info.get("comment") if picture.format == "GIF" else None
    return raw[: 2 * MAX_TEXT].decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _exif_text(picture: Image.Image) -> str | None:
    if picture.format == "PNG":  # Pillow would decode all of it to look behind the pixels
        return None
    exif = picture.getexif()  # Fooocus puts the comment into the first directory, where Pillow's Exif puts everything
    return _user_comment(exif.get_ifd(EXIF_IFD).get(USER_COMMENT) or exif.get(USER_COMMENT))


def _exif_json(picture: Image.Image) -> str | None:
    if picture.format == "PNG":
        return None
    raw = picture.getexif().get_ifd(EXIF_IFD).get(OWN_TAG)
    return raw[:MAX_TEXT].decode("utf-8", "replace") if isinstance(raw, bytes) else None


def _user_comment(raw: Any) -> str | None:
    """EXIF UserComment: 8 bytes that name the encoding, then text; some write the text alone. None for a camera's."""
    if isinstance(raw, str):
        return raw if "Steps: " in raw or raw.lstrip().startswith("{") else None
    if not isinstance(raw, bytes):
        return None
    if not raw.startswith(UNICODE):
        return _user_comment(raw.removeprefix(ASCII).decode("utf-8", "replace"))
    body = raw[8 : 8 + 2 * MAX_TEXT]
    # The standard leaves the byte order open. The line of parameters is ASCII, whatever script the prompt is in.
    big_endian = body[::2].count(0) >= body[1::2].count(0)
    return body.decode("utf-16-be" if big_endian else "utf-16-le", "replace")
