"""Uploads: a generated corpus of every mode and format, and files that mean harm."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from pipeline.errors import InvalidRequest
from pipeline.photo.upload import fit_photo, open_photo

SIZE = (96, 80)
ORANGE = (240, 130, 20)
MODES = {
    "JPEG": ("L", "RGB", "CMYK"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("RGB", "RGBA", "L"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
}


def picture_of(mode: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """An orange field with a dark left half, in any mode."""
    rgb = Image.new("RGB", size, ORANGE)
    rgb.paste((20, 30, 60), (0, 0, size[0] // 2, size[1]))
    if mode == "I;16":
        return rgb.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    return rgb.convert(mode, dither=Image.Dither.NONE)


def saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, image_format, **options)
    return file.getvalue()


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    value = image.getpixel((x, y))
    assert isinstance(value, tuple) and len(value) == 3
    return value[0], value[1], value[2]


def assert_close(got: tuple[int, int, int], wanted: tuple[int, int, int], tolerance: int = 12) -> None:
    assert all(abs(a - b) <= tolerance for a, b in zip(got, wanted, strict=True)), f"{got} is not {wanted}"


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidRequest) as caught:
        open_photo(data)
    assert caught.value.field == "Photo"
    return str(caught.value)


@pytest.mark.parametrize(("image_format", "mode"), [(f, m) for f, modes in MODES.items() for m in modes])
def test_every_mode_and_format_becomes_rgb(image_format: str, mode: str) -> None:
    photo = open_photo(saved(picture_of(mode), image_format))
    assert (photo.image.mode, photo.image.size, photo.image.info, photo.notes) == ("RGB", SIZE, {}, ())
    left, right = pixel(photo.image, 20, 40), pixel(photo.image, 76, 40)
    if mode in ("1", "L", "LA", "I;16"):
        assert sum(right) > sum(left) + 100
    else:
        assert_close(left, (20, 30, 60), 40)
        assert_close(right, ORANGE, 40)


def test_a_path_works_like_bytes(tmp_path: Path) -> None:
    file = tmp_path / "cat.png"
    file.write_bytes(saved(picture_of("RGB"), "PNG"))
    assert open_photo(file).image.tobytes() == open_photo(str(file)).image.tobytes() == picture_of("RGB").tobytes()


@pytest.mark.parametrize("name", ["", "nothing-here.png", "/", "a\0b"])
def test_a_path_that_is_no_upload_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="^Photo: not an uploaded file"):
        open_photo(str(tmp_path / name))


def test_sixteen_bit_grey_is_scaled_and_not_clipped_to_white() -> None:
    grey = Image.new("I;16", SIZE, 0x8000)
    assert_close(pixel(open_photo(saved(grey, "PNG")).image, 5, 5), (128, 128, 128), 1)


def test_sixteen_bit_white_stays_white() -> None:
    white = Image.new("I;16", SIZE, 0xFFFF)
    assert pixel(open_photo(saved(white, "PNG")).image, 5, 5) == (255, 255, 255)


def test_transparent_parts_are_white_and_show_no_hidden_colour() -> None:
    hidden = Image.new("RGBA", SIZE, (255, 0, 0, 0))
    assert pixel(open_photo(saved(hidden, "PNG")).image, 40, 40) == (255, 255, 255)


def test_a_palette_with_a_transparent_colour_is_seen_through() -> None:
    palette = Image.new("P", SIZE, 3)
    palette.putpalette([255, 0, 0] * 256)
    assert pixel(open_photo(saved(palette, "GIF", transparency=3)).image, 40, 40) == (255, 255, 255)
    assert pixel(open_photo(saved(palette, "PNG", transparency=3)).image, 40, 40) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_the_exif_orientation_is_applied(orientation: int, image_format: str) -> None:
    upright = picture_of("RGB", (128, 64))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    got = open_photo(saved(stored, image_format, exif=exif)).image
    assert got.size == (128, 64)
    assert_close(pixel(got, 10, 32), (20, 30, 60), 25)
    assert_close(pixel(got, 118, 32), ORANGE, 25)


def test_a_broken_exif_block_does_not_refuse_the_photo() -> None:
    data = saved(picture_of("RGB"), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\x01" * 40)
    assert open_photo(data).image.size == SIZE


def test_an_icc_profile_is_applied_and_a_broken_one_ignored() -> None:
    lab_free = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab_free, b"no profile at all", lab_free[:200]):
        got = open_photo(saved(picture_of("RGB"), "PNG", icc_profile=profile)).image
        assert_close(pixel(got, 76, 40), ORANGE, 3)


def test_metadata_does_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    photo = open_photo(saved(picture_of("RGB"), "JPEG", exif=exif, comment=b"home address"))
    assert photo.image.info == {} and not dict(photo.image.getexif())


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP", "MPO"])
def test_of_moving_files_the_first_frame_is_used_and_said(image_format: str) -> None:
    first, second = Image.new("RGB", SIZE, ORANGE), Image.new("RGB", SIZE, (0, 0, 255))
    data = saved(first, image_format, save_all=True, append_images=[second])
    photo = open_photo(data)
    assert_close(pixel(photo.image, 40, 40), ORANGE)
    assert len(photo.notes) == 1 and "first frame" in photo.notes[0]


def test_large_photos_are_shrunk_in_proportion_and_small_ones_kept() -> None:
    assert open_photo(saved(picture_of("RGB", (3000, 2000)), "JPEG")).image.size == (1024, 683)
    assert open_photo(saved(picture_of("RGB", (300, 200)), "PNG"), max_side_px=150).image.size == (150, 100)
    assert open_photo(saved(picture_of("RGB", (70, 64)), "PNG")).image.size == (70, 64)


def test_a_photo_of_a_fifty_megapixel_phone_is_taken() -> None:
    data = saved(Image.new("RGB", (8160, 6120), ORANGE), "JPEG")
    assert open_photo(data).image.size == (1024, 768)


def png_of_nothing(width_px: int, height_px: int) -> bytes:
    """A valid 1-bit PNG of any size in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = bytes(1 + (width_px + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height_px)) + packer.flush()
    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


REFUSED = {
    "0 bytes": (b"", "empty"),
    "text": (b"this is no picture", "holds no picture"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "svg after spaces": (b"  \n<svg/>", "SVG"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(80), "HEIC"),
    "avif": (b"\0\0\0\x18ftypavif" + bytes(80), "AVIF"),
    "tiff": (saved(picture_of("RGB"), "TIFF"), "TIFF"),
    "bmp": (saved(picture_of("RGB"), "BMP"), "BMP"),
    "zip": (b"PK\x03\x04" + bytes(80), "zip"),
    "1 x 4000": (png_of_nothing(1, 4000), "1 x 4000"),
    "too long": (saved(Image.new("L", (64, 600)), "PNG"), "8 times"),
    "13000 x 13000": (png_of_nothing(13000, 13000), "13000 x 13000"),
    "enormous by its header": (
        png_of_nothing(64, 64).replace(struct.pack(">II", 64, 64), b"\x7f\0\0\0" * 2),
        "not a r",
    ),
    "two kinds at once": (b"\x89PNG\r\n\x1a\n" + b"\xff\xd8\xff", "not a readable photo"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_with_reason_and_accepted_formats(name: str) -> None:
    data, reason = REFUSED[name]
    sentence = refusal(data)
    assert sentence.startswith("Photo: not a readable photo: ")
    assert reason in sentence
    assert sentence.endswith("Accepted are JPEG, PNG, WebP and GIF.")


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert "larger than 50 MB" in refusal(bytes(51 * 1024 * 1024))


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_truncated_files_are_refused_or_read_but_never_worse(image_format: str) -> None:
    data = saved(picture_of("RGB"), image_format)
    lengths = sorted(random.Random(7).sample(range(1, len(data)), 6)) + [1, 2, 10, len(data) - 1]
    for length in lengths:
        try:
            photo = open_photo(data[:length])
        except InvalidRequest as error:
            assert "not a readable photo" in str(error)
        else:
            assert photo.image.size == SIZE


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_files_with_flipped_bits_are_refused_or_read_but_never_worse(image_format: str) -> None:
    chance = random.Random(11)
    for _ in range(5):
        data = bytearray(saved(picture_of("RGB"), image_format))
        for _ in range(8):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            assert open_photo(bytes(data)).image.mode == "RGB"
        except InvalidRequest as error:
            assert error.field == "Photo"


def test_a_decoder_that_dies_costs_the_upload_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    killed = tmp_path / "killed.py"
    killed.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr("pipeline.photo.upload.DECODER", killed)
    assert "too much memory or time" in refusal(saved(picture_of("RGB"), "PNG"))


def test_a_decoder_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("import time; time.sleep(60)")
    monkeypatch.setattr("pipeline.photo.upload.DECODER", hanging)
    monkeypatch.setattr("pipeline.photo.upload.TIMEOUT_S", 0.3)
    assert "too long" in refusal(saved(picture_of("RGB"), "PNG"))


def test_crop_fills_the_size_without_stretching() -> None:
    circle = Image.new("RGB", (400, 200), "white")
    circle.paste((0, 0, 0), (150, 50, 250, 150))
    fitted = fit_photo(circle, 256, 256, "crop")
    dark = fitted.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert fitted.size == (256, 256) and dark is not None
    assert abs((dark[2] - dark[0]) - (dark[3] - dark[1])) <= 2


def test_crop_keeps_what_lies_at_the_chosen_centre() -> None:
    wide = picture_of("RGB", (400, 100))
    assert pixel(fit_photo(wide, 128, 128, "crop", (0.0, 0.5)), 64, 64) == (20, 30, 60)
    assert pixel(fit_photo(wide, 128, 128, "crop", (1.0, 0.5)), 64, 64) == ORANGE


def test_pad_shows_the_whole_photo_on_white() -> None:
    padded = fit_photo(picture_of("RGB", (400, 100)), 256, 256, "pad")
    assert padded.size == (256, 256)
    assert pixel(padded, 5, 5) == (255, 255, 255)
    assert_close(pixel(padded, 5, 128), (20, 30, 60))
    assert_close(pixel(padded, 250, 128), ORANGE)


def test_an_unknown_fit_is_refused_by_name() -> None:
    with pytest.raises(InvalidRequest, match="“stretch” came"):
        fit_photo(picture_of("RGB"), 64, 64, "stretch")  # type: ignore[arg-type]
