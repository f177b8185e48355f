"""A finish on its way: what of somebody's JSON can be honoured, what is told of the rest, and the page's fields."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from pipeline import CutOut, Finish, Lettering, finished_file
from pipeline.finish import available_kinds, describe_finish, flat_fields, parse_finish, read_finish
from pipeline.metadata.picture_files import find_settings

WISH = Finish(
    contrast=12, line_boost=0.5, num_colours=6, colour_match="full", cut_out=CutOut(tolerance=33),
    lettering=Lettering(text="Mäu\n猫".replace("猫", "ねこ"), font="hand", arc=-40, fill="#102030"),
)  # fmt: skip


def test_what_finish_writes_is_read_back_whole() -> None:
    assert read_finish(WISH.to_json()) == (WISH, ())
    assert read_finish(None) == read_finish({}) == (Finish(), ())


@pytest.mark.parametrize(
    ("data", "kept", "told"),
    [
        ({"contrast": 5, "sparkle": 1}, Finish(contrast=5), "sparkle"),
        ({"vibrance": 900, "contrast": 5}, Finish(contrast=5), "Vibrance: got 900"),
        ({"cut_out": {"tolerance": 7, "soft_edge": -1}}, Finish(cut_out=CutOut(tolerance=7)), "Soft edge: got -1"),
        ({"cut_out": {"glow": 3}}, Finish(cut_out=CutOut()), "glow"),
        ({"cut_out": True, "line_boost": 3}, Finish(line_boost=3), "cut_out: got True"),
        ({"lettering": {"text": "MAU", "arc": 999}}, Finish(lettering=Lettering(text="MAU")), "Arc: got 999"),
        ({"lettering": {"text": "Mau 🐱", "size": 9}}, Finish(), "cat face"),
        ({"lettering": {"size": 9}}, Finish(), "Lettering: has no text"),
        ({"lettering": {"text": "a", "font": "gothic"}}, Finish(), "Font: got 'gothic'"),
        ([1], Finish(), "Finish: got [1]"),
        ("x", Finish(), "Finish: got 'x'"),
        ({7: 7, "contrast": float("nan")}, Finish(), "Contrast: got nan"),
    ],
)
def test_what_holds_is_kept_and_the_rest_is_named(data: Any, kept: Finish, told: str) -> None:
    finish, refused = read_finish(data)
    assert finish == kept
    assert told in " ".join(refused)


def test_the_flat_fields_of_a_page_say_the_same() -> None:
    assert parse_finish(flat_fields(WISH)) == WISH
    assert flat_fields(Finish()) == {}
    assert flat_fields(Finish(cut_out=CutOut())) == {"cut_out": "1"}


def test_a_finish_is_told_in_a_few_words() -> None:
    assert describe_finish(Finish()) == ""
    assert describe_finish(WISH) == (
        "contrast, line boost, 6 colours, colour match to the photo, cut-out, lettering “Mäu ねこ”"
    )
    assert describe_finish(Finish(lettering=Lettering(text="M" * 60))) == f"lettering “{'M' * 23}…”"


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "tiff", "avif"])
def test_every_finished_file_carries_all_its_settings_unless_that_is_switched_off(kind: str) -> None:
    """JPEG, WebP, AVIF and TIFF carried AUTOMATIC1111's text alone, which has no word for a finish."""
    if kind not in available_kinds():
        pytest.skip(f"this Pillow cannot write {kind}")
    settings = {"prompt": "eine Katze, 猫", "seed": 7, "num_steps": 3, "width_px": 64, "height_px": 64}
    picture = Image.new("RGB", (64, 64), "teal")
    data = finished_file(picture, WISH, kind, settings=settings)
    found = find_settings(io.BytesIO(data))
    assert (found.origin, found.settings["prompt"], found.unused) == ("Emerge", "eine Katze, 猫", ())
    assert read_finish(found.settings["finish"]) == (WISH, ())
    assert b"Katze" not in finished_file(picture, WISH, kind)


def test_a_prompt_too_long_for_exif_is_still_saved() -> None:
    """A JPEG has 64 KB for all its EXIF."""
    settings = {"prompt": "猫" * 4000, "negative_prompt": "犬" * 4000, "seed": 7, "num_steps": 3, "width_px": 64,
                "height_px": 64, "blend": [{"prompt": "猫" * 4000, "weight": 0.2}] * 3}  # fmt: skip
    data = finished_file(Image.new("RGB", (64, 64)), Finish(contrast=5), "jpeg", settings=settings)
    assert find_settings(io.BytesIO(data)).settings["prompt"] == "猫" * 4000
