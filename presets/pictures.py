"""The picture of a style's card inside our own JSON: a small JPEG as text, and back through the safe decoder."""

from __future__ import annotations

import base64
import binascii

from pipeline.errors import InvalidRequest
from pipeline.photo import open_photo
from pipeline.run import small_jpeg
from presets.fields import MAX_THUMBNAIL_BYTES

FIELD = "picture"  # of a preset in a file; presets at home keep theirs beside them
JPEG_URL = "data:image/jpeg;base64,"
MAX_CHARS = len(JPEG_URL) + 4 * -(-MAX_THUMBNAIL_BYTES // 3)
SIDE_PX = 192
MOST_PICTURES = 500  # of one import: each is decoded in a process of its own
SCHEMA = {
    "type": "string",
    "pattern": f"^{JPEG_URL}[A-Za-z0-9+/]+={{0,2}}$",
    "maxLength": MAX_CHARS,
    "description": "The picture on its card, a small JPEG. Only in files.",
}


def as_text(jpeg: bytes) -> str:
    """A JPEG as the field has it."""
    return JPEG_URL + base64.b64encode(jpeg).decode("ascii")


def read_picture(text: object) -> bytes:
    """The field's picture, decoded by a child process and written anew as a small JPEG that carries nothing else.

    Raises `InvalidRequest` for what is no such picture.
    """
    if not isinstance(text, str) or not text.startswith(JPEG_URL):
        raise InvalidRequest("Picture", "is no JPEG in a data URL.")
    if len(text) > MAX_CHARS:
        raise InvalidRequest("Picture", f"has more than {MAX_THUMBNAIL_BYTES // 1000} KB.")
    try:
        data = base64.b64decode(text[len(JPEG_URL) :], validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequest("Picture", "is damaged.") from None
    return small_jpeg(open_photo(data, max_side_px=SIDE_PX).image, SIDE_PX)
