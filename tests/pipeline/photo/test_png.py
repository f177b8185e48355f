"""PNGs with one colour that is seen through, in every depth: it is white, and no other is."""

from __future__ import annotations

import struct
import zlib

import pytest

from pipeline.photo.upload import open_photo
from tests.pipeline.metadata.files import SIGNATURE, chunk

SIDE = 64
GREY, RGB = 0, 2
WHITE = (255, 255, 255)


def keyed_png(bits: int, colour: int, top: bytes, bottom: bytes, key: bytes) -> bytes:
    """Two rows of colour, one above the other, each half of the picture; `key` is seen through."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, bits, colour, 0, 0, 0))
    rows = b"".join(b"\0" + row * SIDE for row in [top] * (SIDE // 2) + [bottom] * (SIDE // 2))
    if colour == GREY and bits < 8:
        rows = b"".join(b"\0" + row * (SIDE * bits // 8) for row in [top] * (SIDE // 2) + [bottom] * (SIDE // 2))
    return SIGNATURE + header + chunk(b"tRNS", key) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


CASES = {
    "1 bit": keyed_png(1, GREY, b"\x00", b"\xff", b"\0\0"),
    "2 bits": keyed_png(2, GREY, b"\x55", b"\xaa", b"\0\1"),
    "4 bits": keyed_png(4, GREY, b"\x77", b"\x88", b"\0\7"),
    "8 bits": keyed_png(8, GREY, b"\x40", b"\x41", b"\0\x40"),
    "16 bits": keyed_png(16, GREY, b"\x40\x01", b"\x40\x02", b"\x40\x01"),
    "16 bits, black": keyed_png(16, GREY, b"\0\0", b"\0\1", b"\0\0"),
    "16 bits, the other half alike": keyed_png(16, GREY, b"\x12\x34", b"\x34\x34", b"\x12\x34"),
    "RGB": keyed_png(8, RGB, b"\x10\x20\x30", b"\x10\x20\x31", b"\0\x10\0\x20\0\x30"),
    "RGB in 16 bits": keyed_png(16, RGB, b"\x10\0\x20\0\x30\0", b"\x11\0\x20\0\x30\0", b"\x10\0\x20\0\x30\0"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_colour_that_is_seen_through_is_white_and_its_neighbour_is_not(name: str) -> None:
    image = open_photo(CASES[name]).image
    assert image.getpixel((9, 9)) == WHITE
    assert (image.getpixel((9, 50)) == WHITE) == (name == "1 bit")


def test_sixteen_bits_that_are_not_seen_through_keep_their_greys() -> None:
    image = open_photo(keyed_png(16, GREY, b"\x80\x00", b"\xff\xff", b"\x12\x34")).image
    assert (image.getpixel((9, 9)), image.getpixel((9, 50))) == ((128, 128, 128), WHITE)
