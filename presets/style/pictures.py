"""The picture of a style's card inside our own JSON: a small JPEG as text, and back through the safe decoder."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from pipeline.errors import InvalidRequest
from pipeline.photo.thumbnails import open_thumbnails
from pipeline.run.run import small_jpeg
from presets.style.fields import MAX_THUMBNAIL_BYTES

FIELD = "picture"  # of a preset in a file; presets at home keep theirs beside them
JPEG_URL = "data:image/jpeg;base64,"
MAX_CHARS = len(JPEG_URL) + 4 * -(-MAX_THUMBNAIL_BYTES // 3)
SIDE_PX = 192
SCHEMA = {
    "type": "string",
    "pattern": f"^{JPEG_URL}[A-Za-z0-9+/]+={{0,2}}$",
    "maxLength": MAX_CHARS,
    "description": "The picture on its card, a small JPEG. Only in files.",
}


def as_text(jpeg: bytes) -> str:
    """A JPEG as the field has it."""
    return JPEG_URL + base64.b64encode(jpeg).decode("ascii")


def read_pictures(texts: Sequence[object]) -> list[bytes | InvalidRequest]:
    """The pictures in these fields, decoded by a child process and written anew as small JPEGs that carry nothing else.

    In place of what is no such picture stands the reason.
    """
    raw = [_unpacked(text) for text in texts]
    opened = iter(open_thumbnails([data for data in raw if isinstance(data, bytes)], SIDE_PX))
    found = [next(opened) if isinstance(data, bytes) else data for data in raw]
    return [each if isinstance(each, InvalidRequest) else small_jpeg(each, SIDE_PX) for each in found]


def _unpacked(text: object) -> bytes | InvalidRequest:
    if not isinstance(text, str) or not text.startswith(JPEG_URL):
        return InvalidRequest("Picture", "is no JPEG in a data URL.")
    if len(text) > MAX_CHARS:
        return InvalidRequest("Picture", f"has more than {MAX_THUMBNAIL_BYTES // 1000} KB.")
    try:
        return base64.b64decode(text[len(JPEG_URL) :], validate=True)
    except (binascii.Error, ValueError):
        return InvalidRequest("Picture", "is damaged.")
