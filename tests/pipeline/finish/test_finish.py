"""What is done to a finished picture: pixels, and the fields that ask for it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline import CutOut, Finish, InvalidRequest, Lettering, finish_picture
from pipeline.finish import dominant_colours, finish_from_json, parse_finish
from pipeline.finish.oklab import from_oklab, to_oklab
from pipeline.finish.options import COLOUR_MATCHES
from pipeline.finish.regions import flood, remove_specks


@pytest.fixture
def cat() -> Image.Image:
    """A flat face with a dark outline on a slightly uneven ground."""
    ground = np.random.default_rng(1).normal([90, 170, 220], 3, (96, 96, 3))
    picture = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((24, 24, 72, 72), fill="#f2c48d", outline="#221a20", width=3)
    draw.ellipse((40, 40, 50, 50), fill=(90, 170, 220))  # an eye in the colour of the ground
    return picture


def chroma(picture: Image.Image) -> float:
    lab = to_oklab(picture)
    return float(np.hypot(lab[..., 1], lab[..., 2]).mean())


def lightness(picture: Image.Image) -> NDArray[np.float32]:
    return to_oklab(picture)[..., 0]


def test_no_wish_leaves_every_pixel(cat: Image.Image) -> None:
    assert finish_picture(cat, Finish()).image.tobytes() == cat.tobytes()


def test_the_same_wish_gives_the_same_pixels(cat: Image.Image) -> None:
    wish = Finish(
        contrast=30, vibrance=-20, line_boost=50, num_colours=5, cut_out=CutOut(), lettering=Lettering(text="MAU")
    )
    assert finish_picture(cat, wish).image.tobytes() == finish_picture(cat, wish).image.tobytes()


def test_every_colour_comes_back_from_oklab() -> None:
    codes = np.random.default_rng(2).integers(0, 256, (64, 64, 3), np.uint8)
    picture = Image.fromarray(codes)
    back = np.asarray(from_oklab(to_oklab(picture)))
    assert np.abs(back.astype(int) - codes).max() <= 1


def test_oklab_agrees_with_its_author() -> None:
    """Values of sRGB red in Ottosson's space, as CSS Color 4 gives them: oklch(62.8% 0.2577 29.23)."""
    light, a, b = to_oklab(Image.new("RGB", (1, 1), "#ff0000"))[0, 0]
    assert (light, np.hypot(a, b)) == (pytest.approx(0.628, abs=0.001), pytest.approx(0.2577, abs=0.001))


def test_contrast_spreads_lightness_and_its_negative_gathers_it(cat: Image.Image) -> None:
    spread = [lightness(finish_picture(cat, Finish(contrast=amount)).image).std() for amount in (-80, 0, 80)]
    assert spread[0] < spread[1] < spread[2]


def test_contrast_keeps_black_and_white() -> None:
    ends = Image.new("RGB", (2, 1), "black")
    ends.putpixel((1, 0), (255, 255, 255))
    for amount in (-100, 100):
        assert finish_picture(ends, Finish(contrast=amount)).image.tobytes() == ends.tobytes()


def test_vibrance_moves_pale_colours_more_than_vivid_ones() -> None:
    pale, vivid = Image.new("RGB", (4, 4), "#b09a98"), Image.new("RGB", (4, 4), "#e8200f")
    gains = [chroma(finish_picture(each, Finish(vibrance=80)).image) / chroma(each) for each in (pale, vivid)]
    assert gains[0] > 1.4 > 1.15 > gains[1] >= 0.99


def test_a_grey_picture_stays_grey() -> None:
    grey = Image.linear_gradient("L").convert("RGB")
    done = np.asarray(finish_picture(grey, Finish(vibrance=100, contrast=40)).image).astype(int)
    assert (done.max(2) - done.min(2)).max() <= 1


def test_lines_become_darker_and_flat_ground_does_not(cat: Image.Image) -> None:
    before, after = lightness(cat), lightness(finish_picture(cat, Finish(line_boost=100)).image)
    assert after[48, 23:28].mean() < before[48, 23:28].mean() - 0.02
    assert after[5:15, 5:15].mean() == pytest.approx(before[5:15, 5:15].mean(), abs=0.005)


@pytest.mark.parametrize("many", [2, 7, 32])
def test_flattening_leaves_no_more_colours_than_asked_for(cat: Image.Image, many: int) -> None:
    for size_px in (None, (400, 500)):
        done = finish_picture(cat, Finish(num_colours=many), size_px=size_px).image
        pixels = np.asarray(done.convert("RGBA")).reshape(-1, 4)
        assert len(np.unique(pixels[pixels[:, 3] == 255], axis=0)) <= many


def test_no_colour_is_spent_on_what_is_cut_away(cat: Image.Image) -> None:
    """Of two colours, one was that of the ground."""
    done = np.asarray(finish_picture(cat, Finish(num_colours=2, cut_out=CutOut(soft_edge=0))).image)
    left = {tuple(map(int, each)) for each in done[done[..., 3] == 255][:, :3]}
    assert len(left) == 2
    assert min(sum(left_colour) for left_colour in left) < 250  # the outline has one to itself


def test_full_colour_match_takes_mean_and_spread_and_gentle_goes_half_way(cat: Image.Image) -> None:
    photo = finish_picture(cat, Finish(contrast=-40, vibrance=-60)).image
    aim = to_oklab(photo).mean((0, 1))
    far = []
    for how in COLOUR_MATCHES:
        done = finish_picture(cat, Finish(colour_match=how), photo=photo).image
        far.append(float(np.abs(to_oklab(done).mean((0, 1)) - aim).sum()))
    assert far[0] > far[1] > far[2]
    assert far[2] < 0.02


def test_colour_match_without_a_photo_does_nothing(cat: Image.Image) -> None:
    assert finish_picture(cat, Finish(colour_match="full")).image.tobytes() == cat.tobytes()


# ---- cut-out


def test_the_ground_becomes_transparent_and_the_subject_does_not(cat: Image.Image) -> None:
    alpha = np.asarray(finish_picture(cat, Finish(cut_out=CutOut())).image.getchannel("A"))
    assert alpha[:20].max() == 0
    assert alpha[60, 40] == 255


def test_a_patch_inside_in_the_colour_of_the_ground_stays(cat: Image.Image) -> None:
    alpha = np.asarray(finish_picture(cat, Finish(cut_out=CutOut())).image.getchannel("A"))
    assert alpha[45, 45] == 255


def test_a_soft_edge_fades_and_a_hard_one_does_not(cat: Image.Image) -> None:
    hard, soft = (
        np.asarray(finish_picture(cat, Finish(cut_out=CutOut(soft_edge=width))).image.getchannel("A"))
        for width in (0, 20)
    )
    assert set(np.unique(hard)) == {0, 255}
    assert len(np.unique(soft)) > 5
    assert not (soft > hard).any()


def test_no_ground_is_left_in_the_colours_of_the_edge(cat: Image.Image) -> None:
    """On dark cloth a rim of the old ground shows as a halo."""
    pixels = np.asarray(finish_picture(cat, Finish(cut_out=CutOut(soft_edge=15))).image).astype(int)
    edge = pixels[(pixels[..., 3] > 20) & (pixels[..., 3] < 240)]
    assert len(edge) and np.abs(edge[:, :3] - [90, 170, 220]).sum(1).min() > 60


def test_a_tail_that_leaves_the_picture_is_no_background(cat: Image.Image) -> None:
    ImageDraw.Draw(cat).rectangle((44, 70, 52, 96), fill="#f2c48d")
    alpha = np.asarray(finish_picture(cat, Finish(cut_out=CutOut())).image.getchannel("A"))
    assert alpha[90, 48] == 255


def test_changing_colours_does_not_move_the_edge(cat: Image.Image) -> None:
    alphas = {
        finish_picture(cat, Finish(cut_out=CutOut(), contrast=amount, num_colours=many)).image.getchannel("A").tobytes()
        for amount, many in ((0, 0), (90, 0), (-90, 3))
    }
    assert len(alphas) == 1


def test_a_picture_of_one_colour_disappears_and_nothing_breaks() -> None:
    done = finish_picture(Image.new("RGB", (40, 40), "teal"), Finish(cut_out=CutOut())).image
    assert done.getchannel("A").getextrema() == (0, 0)


def test_the_flood_finds_its_way_through_a_maze() -> None:
    maze = np.ones((9, 9), bool)
    maze[1::4, :-1] = False
    maze[3::4, 1:] = False
    assert (flood(maze) == maze).all()
    closed = np.ones((7, 7), bool)
    closed[2:5, 2:5] = [[False] * 3, [False, True, False], [False] * 3]
    assert not flood(closed)[3, 3]


def test_specks_go_and_every_larger_part_stays() -> None:
    parts = np.zeros((40, 40), bool)
    parts[5:25, 5:25] = parts[30:36, 30:36] = parts[2, 2:4] = True
    kept = remove_specks(parts)
    assert kept[10, 10] and kept[33, 33] and not kept[2].any()
    spiral = np.ones((21, 21), bool)
    spiral[1::2, :-1] = False
    spiral[3::4, 0], spiral[3::4, -1] = True, False
    assert (remove_specks(spiral) == spiral).all()
    assert not remove_specks(np.zeros((4, 4), bool)).any()


# ---- sizes


def test_a_larger_sheet_holds_the_whole_picture_in_its_middle(cat: Image.Image) -> None:
    done = finish_picture(cat, Finish(), size_px=(450, 540)).image
    assert done.size == (450, 540)
    alpha = np.asarray(done.getchannel("A"))
    assert alpha[:44].max() == 0
    assert alpha[46:494].min() == 255


# ---- fields


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"contrast": 101}, "Contrast"), ({"vibrance": float("nan")}, "Vibrance"),
        ({"line_boost": -1}, "Line boost"),
        ({"num_colours": 1}, "Colours"), ({"num_colours": 33}, "Colours"), ({"num_colours": 2.5}, "Colours"),
        ({"colour_match": "wild"}, "Colour match"), ({"colour_match": None}, "Colour match"),
        ({"contrast": "7"}, "Contrast"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_be_is_refused_by_its_name(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Finish(**wrong)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_fields_of_an_address_are_read_and_unknown_ones_refused() -> None:
    read = parse_finish(
        {"contrast": "12", "num_colours": "6", "cut_out": "1", "tolerance": "30", "text": "MAU", "x": "0.25"}
    )
    assert (read.contrast, read.num_colours) == (12.0, 6)
    assert read.cut_out == CutOut(tolerance=30)
    assert read.lettering == Lettering(text="MAU", x=0.25)
    assert parse_finish({"tolerance": "30", "size": "9", "text": "  "}) == Finish()
    for wrong in (
        {"__class__": "1"},
        {"contrast": "much"},
        {"num_colours": "1e999"},
        {"lettering": "x"},
        {"x": "nan", "text": "a"},
    ):
        with pytest.raises(InvalidRequest):
            parse_finish(wrong)


def test_a_finish_goes_through_json_and_back() -> None:
    wish = Finish(contrast=5, cut_out=CutOut(tolerance=9), lettering=Lettering(text="MAU", arc=-30))
    assert finish_from_json(wish.to_json()) == wish
    assert Finish().to_json() == {}
    for wrong in ({"cut_out": 3}, {"lettering": {"text": "a", "bold": True}}, {"sparkle": 1}):
        with pytest.raises(InvalidRequest):
            finish_from_json(wrong)


def test_the_main_colours_of_a_picture_are_named_most_common_first(cat: Image.Image) -> None:
    first, *rest = dominant_colours(cat, 4)
    assert first.startswith("#") and abs(int(first[5:], 16) - 220) < 12
    assert 1 <= len(rest) <= 3
