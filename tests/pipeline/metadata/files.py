"""Files as other tools write them, made chunk by chunk: Pillow writes only what it should."""

from __future__ import annotations

import io
import json
import struct
import zlib
from typing import Any

from PIL import Image

from pipeline.metadata.picture_files import EXIF_IFD, USER_COMMENT, FoundSettings, find_settings

SIDE_PX = 8
GREY = zlib.compress(bytes((1 + SIDE_PX) * SIDE_PX))
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def text_chunk(key: str, text: str) -> bytes:
    return chunk(b"tEXt", key.encode("latin-1") + b"\0" + text.encode("utf-8"))


def packed_chunk(key: str, text: str) -> bytes:
    return chunk(b"zTXt", key.encode("latin-1") + b"\0\0" + zlib.compress(text.encode("latin-1")))


def international_chunk(key: str, text: str, *, packed: bool) -> bytes:
    body = zlib.compress(text.encode()) if packed else text.encode()
    return chunk(b"iTXt", key.encode("latin-1") + bytes([0, packed, 0]) + b"en\0\0" + body)


def png_with(*chunks: bytes, behind: tuple[bytes, ...] = (), end: bool = True) -> bytes:
    """A grey PNG with chunks before its pixels and behind them."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE_PX, SIDE_PX, 8, 0, 0, 0, 0))
    last = chunk(b"IEND", b"") if end else b""
    return SIGNATURE + header + b"".join(chunks) + chunk(b"IDAT", GREY) + b"".join(behind) + last


def exif_with(comment: Any = None, **tags: str) -> Image.Exif:
    """EXIF with a UserComment, and with tags by their numbers ("x010e")."""
    exif = Image.Exif()
    if comment is not None:
        exif.get_ifd(EXIF_IFD)[USER_COMMENT] = comment
    for tag, text in tags.items():
        exif[int(tag[1:], 16)] = text
    return exif


def saved(exif: Image.Exif, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (SIDE_PX, SIDE_PX)).save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def found(data: bytes) -> FoundSettings:
    return find_settings(io.BytesIO(data))


def found_in_text(text: str) -> FoundSettings:
    """What is found in a PNG whose "parameters" are this text."""
    return found(png_with(text_chunk("parameters", text)))


def found_in_graph(graph: dict[str, Any]) -> FoundSettings:
    """What is found in a PNG of ComfyUI."""
    return found(png_with(text_chunk("prompt", json.dumps(graph))))
