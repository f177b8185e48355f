"""Settings inside films: read back out of every format that has room for them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageSequence

from pipeline.errors import RunUnreadable
from pipeline.film.film import FilmStyle, film_of, write_film
from pipeline.metadata.a1111 import parse_a1111
from pipeline.metadata.picture_files import find_settings
from tests.pipeline.film.test_film import STEPS, frames, kept_run

SETTINGS: dict[str, Any] = {
    "prompt": "a cat, sitting\non a 猫 <b>", "negative_prompt": "blurry", "num_steps": STEPS, "seed": 7,
    "num_images": 1, "guidance_scale": 6.5, "guidance_end": 0.5, "scheduler": "Euler a", "width_px": 96,
    "height_px": 64, "model": "mau",
}  # fmt: skip
FORMATS = ("gif", "webp", "apng", "png")


def data(kind: Any, settings: dict[str, Any] | None = SETTINGS, **style: Any) -> bytes:
    return write_film(frames(), FilmStyle(format=kind, caption=False, **style), settings=settings).data


@pytest.mark.parametrize("kind", FORMATS)
def test_a_film_gives_its_settings_back(kind: str) -> None:
    found = find_settings(io.BytesIO(data(kind)))
    assert (found.settings, found.origin) == (SETTINGS, "Emerge")


@pytest.mark.parametrize("kind", FORMATS)
def test_settings_can_be_left_out_of_a_film_and_change_none_of_its_frames(kind: str) -> None:
    plain = data(kind, settings_inside=False)
    with pytest.raises(RunUnreadable):
        find_settings(io.BytesIO(plain))
    assert b"sitting" not in plain
    pictures = [
        [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(Image.open(io.BytesIO(each)))]
        for each in (plain, data(kind))
    ]
    assert pictures[0] == pictures[1]


def test_the_comment_of_a_gif_begins_with_the_text_that_galleries_read() -> None:
    with Image.open(io.BytesIO(data("gif"))) as film:
        text = film.info["comment"].split(b"\0")[0].decode()
    assert parse_a1111(text)["seed"] == 7


def test_a_gif_with_some_other_comment_has_no_settings() -> None:
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF", comment=b"made by hand \xff\0{")
    with pytest.raises(RunUnreadable):
        find_settings(io.BytesIO(out.getvalue()))


def test_settings_that_are_longer_than_an_exif_block_leave_the_film_whole() -> None:
    found = find_settings(io.BytesIO(data("webp", {**SETTINGS, "prompt": "猫" * 4000})))
    assert found.settings["prompt"] == "猫" * 4000


def test_the_film_of_one_of_several_pictures_carries_its_own_seed() -> None:
    run = kept_run(count=3)
    run.settings.update(SETTINGS, num_images=3)
    style = FilmStyle(format="apng", caption=False)
    one = find_settings(io.BytesIO(film_of(run, style, image=2).data)).settings
    every = find_settings(io.BytesIO(film_of(run, style, image=None).data)).settings
    assert (one["seed"], one["num_images"]) == (9, 1)
    assert (every["seed"], every["num_images"]) == (7, 3)
