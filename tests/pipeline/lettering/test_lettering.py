"""Words on a picture: shaping, place, colours, and what cannot be set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, features

from pipeline import InvalidRequest, Lettering
from pipeline.lettering import FONTS, missing_letters
from pipeline.lettering.setting import draw_lettering, set_lettering

SIDE = 300


def coverage(lettering: Lettering) -> int:
    return int((np.asarray(set_lettering(lettering, SIDE, SIDE)[0].getchannel("A")) > 127).sum())


def ink(picture: Image.Image) -> tuple[float, float]:
    """The middle of what is not white, as fractions."""
    rows, columns = np.nonzero(np.asarray(picture.convert("L")) < 200)
    return float(columns.mean() / picture.width), float(rows.mean() / picture.height)


def solid(lettering: Lettering) -> set[tuple[int, ...]]:
    """The colours of the pixels that nothing shines through."""
    pixels = np.asarray(set_lettering(lettering, SIDE, SIDE)[0]).reshape(-1, 4)
    return {tuple(map(int, each)) for each in np.unique(pixels[pixels[:, 3] == 255][:, :3], axis=0)}


@pytest.mark.parametrize("font", FONTS)
def test_every_font_has_its_licence_beside_it_and_can_spell_mau(font: str) -> None:
    licence = FONTS[font].parent / f"OFL-{FONTS[font].stem.removesuffix('-extrabold').removesuffix('-latin-kana')}.txt"
    assert "SIL Open Font License, Version 1.1" in " ".join(licence.read_text().split())
    assert FONTS[font].stat().st_size < 250_000
    assert missing_letters("MAU Mau 123 !?äöüß", font) == ()
    assert coverage(Lettering(text="MAU", font=font)) > 500  # type: ignore[arg-type]


def test_words_lie_where_they_were_put() -> None:
    for x, y in ((0.5, 0.5), (0.3, 0.2), (0.7, 0.8)):
        wish = Lettering(text="HOH", x=x, y=y, shadow=0, outline=0, fill="#000000", size=15)
        done, box = draw_lettering(Image.new("RGB", (SIDE, SIDE), "white"), wish)
        assert ink(done) == pytest.approx((x, y), abs=0.02)
        assert box.left + box.width / 2 == pytest.approx(x * SIDE, abs=1)


def test_words_near_an_edge_stay_whole() -> None:
    for x, y in ((0, 0), (1, 1), (0, 1)):
        _, box = draw_lettering(Image.new("RGB", (SIDE, 200), "white"), Lettering(text="MAU", x=x, y=y, arc=90))
        assert 0 <= box.left <= SIDE - box.width and 0 <= box.top <= 200 - box.height


def test_long_words_are_set_smaller_so_that_they_fit() -> None:
    block, _ = set_lettering(Lettering(text="the most magnificent cat of all", size=60), SIDE, SIDE)
    assert block.width <= SIDE
    block, _ = set_lettering(Lettering(text="M\nA\nU", size=60), SIDE, 70)
    assert block.height <= 70


def test_all_three_colours_are_there_and_the_outline_can_be_left_out() -> None:
    wish = Lettering(text="MAU", size=40, fill="#ff0000", outline_colour="#00ff00", shadow_colour="#0000ff")
    assert {(255, 0, 0), (0, 255, 0), (0, 0, 255)} <= solid(wish)
    assert solid(replace(wish, outline=0, shadow=0)) == {(255, 0, 0)}


def test_an_arc_bends_up_and_a_negative_one_down() -> None:
    sag = {}
    for arc in (-120, 0, 120):
        wish = Lettering(text="I" * 30, size=8, arc=arc, shadow=0)
        alpha = np.asarray(set_lettering(wish, SIDE, SIDE)[0])[..., 3] > 127
        rows = [float(np.nonzero(part)[0].mean()) for part in np.array_split(alpha, 5, axis=1)]
        sag[arc] = rows[2] - (rows[0] + rows[4]) / 2
    assert sag[120] < -10 < sag[0] < 10 < sag[-120]


def test_a_slight_arc_keeps_the_words_size() -> None:
    assert coverage(Lettering(text="MAU", arc=2)) == pytest.approx(coverage(Lettering(text="MAU")), rel=0.08)


@pytest.mark.skipif(not features.check("raqm"), reason="this Pillow cannot shape")
def test_arabic_letters_join() -> None:
    """Unshaped, each letter would have the form that it has alone, with room on both sides."""
    for text, gaps in (("قطة", False), ("ق ط ة", True)):
        block, _ = set_lettering(Lettering(text=text, font="plain", size=40, outline=0, shadow=0), SIDE, SIDE)
        columns = np.asarray(block.getchannel("A")).max(0)
        assert (columns[1:-1] < 20).any() == gaps


@pytest.mark.parametrize(
    ("text", "named"), [("Mau 🐱", "cat face"), ("猫", "猫"), ("a\tb", "U\\+0009|u\\+0009"), ("e\u20dd", "circle")]
)
def test_what_the_font_lacks_is_named(text: str, named: str) -> None:
    with pytest.raises(InvalidRequest, match=named) as refused:
        Lettering(text=text)
    assert refused.value.field == "Lettering"
    assert "No font here has all of it" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mau 🐱", True),
        ("I ❤\ufe0f Mau", True),
        ("🇯🇵", True),
        ("猫 😀", True),
        ("猫", False),
        ("a\tb", False),
        ("बिल्ली", False),
    ],
)
def test_emoji_are_spoken_of_where_there_is_one(text: str, told: bool) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Lettering(text=text)
    assert ("emoji cannot be set" in str(refused.value)) == told


def test_a_font_that_has_the_letters_is_proposed() -> None:
    with pytest.raises(InvalidRequest, match="“hand” has all of it"):
        Lettering(text="ねこ", font="comic")
    assert Lettering(text="ねこ", font="hand").text == "ねこ"


def test_letters_with_separate_accents_are_joined() -> None:
    assert Lettering(text="Zoe\u0308").text == "Zoë"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "Lettering"), ({"text": "x" * 81}, "Lettering"), ({"text": "a\n" * 4 + "a"}, "Lettering"),
        ({"font": "wingdings"}, "Font"), ({"font": "../../etc/passwd"}, "Font"), ({"size": 2}, "Lettering size"),
        ({"x": 1.5}, "Lettering position from the left"), ({"arc": 181}, "Arc"), ({"outline": -1}, "Outline"),
        ({"fill": "red"}, "Lettering colour"), ({"shadow_colour": "#12345"}, "Shadow colour"),
        ({"shadow": None}, "Shadow"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_be_is_refused_by_its_name(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Lettering(**{"text": "MAU", **wrong})  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize("text", [" ", "\n", "."])
def test_words_of_next_to_nothing_break_nothing(text: str) -> None:
    if text.strip():
        set_lettering(Lettering(text=text, size=60, arc=180), 64, 2048)
    else:
        with pytest.raises(InvalidRequest):
            Lettering(text=text)
