"""Upscaling as a part of finishing."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from pipeline import CutOut, Finish, finish_picture, finished_file
from pipeline.errors import InvalidRequest
from pipeline.finish import parse_finish
from pipeline.finish.exchange import describe_finish, flat_fields


@pytest.fixture
def picture() -> Image.Image:
    image = Image.new("RGB", (96, 64), (230, 240, 250))
    ImageDraw.Draw(image).ellipse((20, 10, 70, 56), fill=(250, 150, 40), outline="black", width=3)
    return image


@pytest.mark.parametrize("upscale", [1, 2, 4])
def test_the_finished_picture_is_as_much_larger_as_asked(picture: Image.Image, upscale: int) -> None:
    done = finish_picture(picture, Finish(upscale=upscale, contrast=10, cut_out=CutOut())).image
    assert done.size == (96 * upscale, 64 * upscale)
    assert done.mode == "RGBA"


def test_a_print_file_is_upscaled_by_itself(picture: Image.Image) -> None:
    file = Image.open(io.BytesIO(finished_file(picture, Finish(), "print")))
    plain = picture.resize((4500, 3000), Image.Resampling.LANCZOS)
    assert file.size == (4500, 5400)
    assert file.convert("RGB").crop((0, 1200, 4500, 4200)).tobytes() != plain.tobytes()


@pytest.mark.parametrize("value", [0, 3, 8, True, "2"])
def test_other_sizes_are_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidRequest, match="Upscale"):
        Finish(upscale=value)  # type: ignore[arg-type]


def test_it_travels_in_an_address_and_is_told_in_words() -> None:
    finish = Finish(upscale=4)
    assert parse_finish(flat_fields(finish)) == finish
    assert describe_finish(finish) == "upscaled 4×"
