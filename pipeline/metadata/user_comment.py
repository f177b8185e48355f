"""EXIF's UserComment: 8 bytes that name an encoding, then text. Who writes it keeps to that more or less.

UTF-8 stands behind the mark for UTF-16, the mark is empty or missing, and NULs fill the text up to a length.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from pipeline.metadata.raw_settings import plain_text

MARK_BYTES = 8
UNICODE = b"UNICODE\0"
MARKS = (UNICODE, b"ASCII\0\0\0", bytes(MARK_BYTES))
WIDE = re.compile(rb"(?:[ -~]\0){3}")
ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF16_LE: "utf-16-le"}


def read_user_comment(raw: Any, max_chars: int) -> str:
    """The text in a UserComment, bytes or what a reader of EXIF made text of; "" for none."""
    if isinstance(raw, str):
        return plain_text(_as_utf8(raw[:max_chars])) or ""
    if not isinstance(raw, bytes):
        return ""
    body = raw[MARK_BYTES:] if raw.startswith(MARKS) else raw
    body = body[: 2 * max_chars]
    order = next((mark for mark in ORDER_MARKS if body.startswith(mark)), b"")
    encoding = ORDER_MARKS[order] if order else _encoding(body)
    return plain_text(body[len(order) :].decode(encoding, "replace")) or ""


def _encoding(body: bytes) -> str:
    """UTF-16 has a zero in every letter of ASCII, and the line of parameters is ASCII whatever the prompt is in."""
    if not WIDE.search(body):
        return "utf-8"
    # The standard leaves the byte order open.
    return "utf-16-be" if body[::2].count(0) >= body[1::2].count(0) else "utf-16-le"


def _as_utf8(text: str) -> str:
    """A text tag is taken for Latin-1 by readers of EXIF, and written in UTF-8 by most."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
