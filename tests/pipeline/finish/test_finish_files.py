"""A finished picture in every format, and its settings found again inside."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image, ImageDraw

from pipeline import CutOut, Finish, InvalidRequest, Lettering, RunUnreadable, finished_file
from pipeline.finish import available_kinds, contact_sheet, encode_picture
from pipeline.metadata.picture_files import find_settings

SETTINGS: dict[str, Any] = {
    "prompt": "a white cat, 白い猫",
    "negative_prompt": "blurry",
    "model": "mau",
    "num_steps": 12,
    "guidance_scale": 5.0,
    "seed": 40,
    "width_px": 64,
    "height_px": 64,
    "scheduler": "DPM++ 2M Karras",
    "num_images": 3,
    "photo": False,
}


@pytest.fixture
def cat() -> Image.Image:
    picture = Image.new("RGB", (64, 64), "skyblue")
    ImageDraw.Draw(picture).ellipse((16, 16, 48, 48), fill="orange", outline="black", width=2)
    return picture


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", available_kinds())
def test_every_kind_of_file_opens_and_gives_its_settings_back(cat: Image.Image, kind: str) -> None:
    data = finished_file(cat, Finish(contrast=10), kind, settings=SETTINGS, image=2)
    found = find_settings(io.BytesIO(data)).settings
    wanted = ("prompt", "negative_prompt", "num_steps", "guidance_scale", "seed", "width_px", "scheduler", "model")
    assert {name: found[name] for name in wanted} == {**{name: SETTINGS[name] for name in wanted}, "seed": 42}


@pytest.mark.parametrize("kind", available_kinds())
def test_the_switch_leaves_no_word_of_the_settings_in_the_file(cat: Image.Image, kind: str) -> None:
    data = finished_file(cat, Finish(), kind)
    with pytest.raises(RunUnreadable):
        find_settings(io.BytesIO(data))
    assert b"white cat" not in data and "white cat".encode("utf-16-be") not in data


@pytest.mark.parametrize("prompt", ["白い猫", "кот", "🐱", "a cat"])
def test_a_prompt_in_any_script_comes_back_from_exif(cat: Image.Image, prompt: str) -> None:
    """The byte order was guessed from the first character, so a prompt that began in kana came back as rubbish."""
    data = finished_file(cat, Finish(), "jpeg", settings={**SETTINGS, "prompt": prompt})
    assert find_settings(io.BytesIO(data)).settings["prompt"] == prompt


@pytest.mark.parametrize("kind", [kind for kind in available_kinds() if kind != "jpeg"])
def test_a_cut_out_stays_transparent(cat: Image.Image, kind: str) -> None:
    picture = opened(finished_file(cat, Finish(cut_out=CutOut()), kind))
    assert picture.mode == "RGBA"
    assert picture.getpixel((1, 1))[3] == 0  # type: ignore[index]
    assert picture.getpixel((picture.width // 2, picture.height // 2))[3] == 255  # type: ignore[index]


def test_jpeg_puts_a_cut_out_on_white(cat: Image.Image) -> None:
    picture = opened(finished_file(cat, Finish(cut_out=CutOut()), "jpeg"))
    assert (picture.mode, picture.format) == ("RGB", "JPEG")
    assert min(picture.getpixel((1, 1))) > 250  # type: ignore[arg-type]


def test_the_print_file_has_the_size_the_resolution_and_the_transparency_that_print_shops_ask_for(
    cat: Image.Image,
) -> None:
    picture = opened(finished_file(cat, Finish(cut_out=CutOut(), lettering=Lettering(text="MAU")), "print"))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (4500, 5400))
    assert [round(each) for each in picture.info["dpi"]] == [300, 300]
    assert picture.getchannel("A").getextrema() == (0, 255)


def test_what_was_done_is_written_beside_our_own_settings(cat: Image.Image) -> None:
    data = finished_file(cat, Finish(num_colours=4), "png", settings=SETTINGS)
    assert find_settings(io.BytesIO(data)).settings["finish"] == {"num_colours": 4}


def test_a_kind_that_nobody_knows_is_refused(cat: Image.Image) -> None:
    with pytest.raises(InvalidRequest, match="bmp"):
        encode_picture(cat, "bmp")


@pytest.mark.parametrize("size", [(64, 64), (56, 80), (96, 64), (20, 80)])
def test_rows_of_a_contact_sheet_do_not_cover_each_other(size: tuple[int, int]) -> None:
    """Portraits were set closer than they are tall: each row covered the captions of the one above."""
    data = contact_sheet([Image.new("RGB", size, "red")] * 4, ["Seed"] * 4)
    page = Image.open(io.BytesIO(data[data.index(b"\xff\xd8") : data.rindex(b"\xff\xd9") + 2])).convert("RGB")
    column = [page.getpixel((130, y)) for y in range(page.height)]
    red = [isinstance(pixel, tuple) and pixel[0] > 200 and pixel[1] < 60 for pixel in column]
    assert sum(now and not before for before, now in pairwise(red)) == 2
    assert red.index(True) == 120 and sum(red) % 2 == 0


@pytest.mark.parametrize("many", [1, 2, 3, 8])
def test_a_contact_sheet_is_a_pdf_of_one_page(cat: Image.Image, many: int) -> None:
    data = contact_sheet([cat.convert("RGBA")] * many, [f"Seed {n}" for n in range(many)], "a white cat 白い猫")
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") == 1 or b"/Count 1" in data
