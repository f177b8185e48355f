"""What a PNG says beside its pixels: text and EXIF, before the pixels or behind them. No pixel is decoded.

A chunk that is damaged or too large is passed over: it is no business of the others.
Source: PNG specification, third edition, 11.3.3 (text) and 11.3.4.5 (EXIF).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from pipeline.metadata.raw_settings import plain_text

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER, PIXELS, EXIF, END = b"IHDR", b"IDAT", b"eXIf", b"IEND"
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
CHECKSUM_BYTES = 4
MAX_KEY_BYTES = 79
MAX_BYTES = 4_000_000  # of a text, unpacked
MAX_TEXTS = 64  # that are wanted


@dataclass(kw_only=True)
class PngText:
    """`texts` by their keys, those behind the pixels where there is none of the key before; `exif`: b"" for none."""

    texts: dict[str, str] = field(default_factory=dict)
    exif: bytes = b""


def read_png_text(file: BinaryIO, wanted: Collection[str]) -> PngText | None:
    """What a PNG says under the keys that are wanted, and its EXIF; None where the file is no PNG with pixels.

    file: at its beginning.
    """
    found, behind, texts_left = PngText(), False, MAX_TEXTS
    if file.read(len(SIGNATURE)) != SIGNATURE or _next_chunk(file) != (HEADER, b""):
        return None
    while (chunk := _next_chunk(file)) is not None:
        kind, body = chunk
        behind |= kind == PIXELS
        if kind == EXIF:
            found.exif = found.exif or body
        key = body.partition(b"\0")[0].decode("latin-1") if kind in TEXTS else ""
        if key not in wanted or texts_left == 0 or (behind and found.texts.get(key, "").strip()):
            continue
        texts_left -= 1
        text = plain_text(_text(kind, body))
        if text is not None:
            found.texts[key] = text
    return found if behind else None


def _next_chunk(file: BinaryIO) -> tuple[bytes, bytes] | None:
    """Kind and, of text and EXIF, body of the next chunk; None at the end."""
    head = file.read(8)
    if len(head) < 8:
        return None
    length, kind = struct.unpack(">I4s", head)
    if kind == END or not kind.isalpha():
        return None
    read = kind in (*TEXTS, EXIF) and length <= MAX_BYTES
    body = file.read(length) if read else b""
    file.seek(CHECKSUM_BYTES + (0 if read else length), 1)
    return kind, body


def _text(kind: bytes, body: bytes) -> str | None:
    """The text of a chunk; None where it cannot be read or is too large."""
    rest = body.partition(b"\0")[2]
    if kind == b"tEXt":
        return _latin(rest)
    if kind == b"zTXt":
        packed = _unpacked(rest[1:]) if rest[:1] == b"\0" else None
        return None if packed is None else _latin(packed)
    packed_flag, method, rest = rest[:1], rest[1:2], rest[2:]
    packed = rest.split(b"\0", 2)[-1] if rest.count(b"\0") >= 2 else b""
    plain = packed if packed_flag == b"\0" else _unpacked(packed) if method == b"\0" else None
    return None if plain is None else plain.decode("utf-8", "replace")


def _unpacked(packed: bytes) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(packed, MAX_BYTES)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else plain


def _latin(plain: bytes) -> str:
    """Latin-1 by the standard, UTF-8 by the tools that do not keep to it."""
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("latin-1")
