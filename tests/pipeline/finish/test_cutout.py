"""What a cut-out keeps, measured on drawings whose subject is known. `python -m tests.pipeline.finish.test_cutout`
measures
many: intersection over union in every style, over 160 drawings, half of them of pale cats on pale grounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.finish.applying import finish_picture
from pipeline.finish.cutout import find_subject
from pipeline.finish.options import CutOut, Finish
from pipeline.finish.regions import dilated, flood, flood_with_ball
from tests.pipeline.finish.drawn_subjects import drawn_subject
from training.world import PLAIN_BACKGROUNDS, STYLES, Scene, is_drawable, sample_scene

CAT = Scene(
    style="manga", animal="cat", coat="white", pattern="solid", eye_colour="green", accessory="none",
    accessory_colour="none", pose="sitting", expression="neutral", background="white",
)  # fmt: skip
PALE = {
    "manga": "white", "mascot": "light blue", "photo": "light blue", "pixel": "white", "watercolour": "light blue",
    "neon": "pink", "pencil": "white", "sticker": "yellow",
}  # fmt: skip


def overlap(scene: Scene, seed: int) -> float:
    """Intersection over union of what is kept and what is the subject."""
    picture, truth = drawn_subject(scene, seed)
    kept = find_subject(picture, CutOut().tolerance)
    return float((kept & truth).sum() / (kept | truth).sum())


@pytest.mark.parametrize("style", STYLES)
def test_a_white_cat_on_a_pale_ground_is_kept_in_every_style(style: str) -> None:
    """It was eaten: the flood ran through gaps in the outline, and in from the lower edge where the cat sits."""
    scenes = [replace(CAT, style=style, background=PALE[style], pose=pose) for pose in ("sitting", "portrait")]
    assert min(overlap(scene, 3) for scene in scenes) > 0.75


def test_a_body_that_leaves_through_the_lower_edge_is_kept() -> None:
    assert overlap(replace(CAT, style="pencil", pose="portrait"), 1) > 0.93


def test_a_ball_does_not_pass_a_gap_that_a_flood_passes() -> None:
    wall = np.ones((60, 60), bool)
    wall[20:40, [20, 39]] = wall[[20, 39], 20:40] = False
    wall[20, 28:31] = True  # the gap
    assert flood(wall)[30, 30]
    assert not flood_with_ball(wall, 2)[30, 30]
    assert flood_with_ball(wall, 2)[:19].all()


def test_a_ground_that_runs_from_one_colour_to_another_goes_as_a_whole() -> None:
    run = np.linspace([120, 170, 240], [240, 235, 250], 128).astype(np.uint8)
    picture = Image.fromarray(np.repeat(run[:, None], 128, axis=1))
    ImageDraw.Draw(picture).ellipse((40, 40, 88, 88), fill="#d9822b", outline="#221a20", width=4)
    kept = find_subject(picture, CutOut().tolerance)
    assert not kept[:36].any() and not kept[92:].any() and kept[64, 64]


def test_a_ground_inside_a_frame_of_paper_goes_with_the_paper() -> None:
    picture = Image.new("RGB", (128, 128), "#fbf9f2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((7, 7, 120, 120), fill="#8fc7ea")
    draw.ellipse((40, 40, 88, 88), fill="#d9822b", outline="#221a20", width=4)
    kept = find_subject(picture, CutOut().tolerance)
    assert kept[64, 64] and not kept[20, 20] and not kept[64, 20]


def test_everything_within_a_distance_is_found() -> None:
    dot = np.zeros((11, 11), bool)
    dot[5, 5] = True
    y, x = np.mgrid[-5:6, -5:6]
    assert (dilated(dot, 3) == (x * x + y * y <= 9)).all()
    assert dilated(dot, 2, square=True).sum() == 25


def test_lines_drawn_on_the_ground_go_and_whiskers_and_a_tail_stay() -> None:
    picture = Image.new("RGB", (128, 128), "#8fc7ea")
    draw = ImageDraw.Draw(picture)
    draw.line((0, 20, 50, 50), fill="#221a20", width=3)
    draw.line((84, 64, 110, 60), fill="#221a20", width=6)
    draw.rectangle((60, 0, 72, 50), fill="#d9822b")
    draw.ellipse((40, 40, 88, 88), fill="#d9822b", outline="#221a20", width=4)
    kept = find_subject(picture, CutOut().tolerance)
    assert not kept[:38, :30].any()
    assert kept[61, 104] and kept[2, 66] and kept[64, 64]


# ---- the sticker edge


def disc() -> Image.Image:
    picture = Image.new("RGB", (100, 100), "#8fc7ea")
    ImageDraw.Draw(picture).ellipse((30, 30, 70, 70), fill="#d9822b", outline="#221a20", width=3)
    return picture


def stuck(picture: Image.Image, rim: float, **wish: Any) -> NDArray[np.uint8]:
    size_px = wish.pop("size_px", None)
    finish = Finish(cut_out=CutOut(soft_edge=0, rim=rim), **wish)
    return np.asarray(finish_picture(picture, finish, size_px=size_px).image)


def test_a_sticker_edge_is_white_as_wide_as_asked_for_and_the_picture_grows_by_it() -> None:
    plain, done = stuck(disc(), 0), stuck(disc(), 8)
    assert done.shape[0] == plain.shape[0] + 2 * 10
    middle = done[done.shape[0] // 2]
    white = (middle[:, 3] > 127) & (middle[:, :3] == 255).all(1)
    assert white.sum() == pytest.approx(2 * 8, abs=2)
    assert (done[..., 3] > 127).sum() > (plain[..., 3] > 127).sum()
    assert done[0, 0, 3] == 0


def test_a_sticker_edge_goes_round_what_touches_the_edge_of_the_picture() -> None:
    picture = Image.new("RGB", (100, 100), "#8fc7ea")
    ImageDraw.Draw(picture).rectangle((30, 40, 70, 100), fill="#d9822b", outline="#221a20", width=3)
    done = stuck(picture, 6)
    assert tuple(done[-5, done.shape[1] // 2]) == (255, 255, 255, 255)


def test_a_hole_in_the_subject_is_closed_by_the_sticker() -> None:
    picture = disc()
    ImageDraw.Draw(picture).line((50, 50, 50, 0), fill="#8fc7ea", width=5)
    assert stuck(picture, 0)[45, 50, 3] == 0
    done = stuck(picture, 8)
    assert tuple(done[10 + 45, 10 + 50]) == (255, 255, 255, 255)


def test_a_sticker_edge_stays_white_in_few_colours_and_on_a_larger_sheet() -> None:
    done = stuck(disc(), 8, num_colours=2, size_px=(450, 540))
    assert done.shape[:2] == (540, 450)
    solid = done[done[..., 3] == 255][:, :3]
    assert len(np.unique(solid, axis=0)) <= 2 + 1
    assert (solid == 255).all(1).sum() > 5_000


def many_scenes(per_style: int, seed: int) -> Iterator[Scene]:
    """Scenes on plain grounds; every second one is pale on pale."""
    rng = np.random.default_rng(seed)
    for style in STYLES:
        made = 0
        while made < per_style:
            ground = PLAIN_BACKGROUNDS[int(rng.integers(6 if made % 2 else len(PLAIN_BACKGROUNDS)))]
            scene = replace(sample_scene(rng, 2), style=style, background=ground)
            if made % 2:
                pattern = "solid" if scene.pattern == "tuxedo" else scene.pattern
                scene = replace(scene, coat=("white", "cream")[int(rng.integers(2))], pattern=pattern)
            if is_drawable(scene):
                made += 1
                yield scene


def measure(per_style: int = 20, seed: int = 9) -> dict[str, NDArray[np.float64]]:
    """The overlaps by style, of all, and of the pale ones."""
    found: dict[str, list[float]] = defaultdict(list)
    for number, scene in enumerate(many_scenes(per_style, seed)):
        value = overlap(scene, number)
        for name in (scene.style, "all", *(["pale"] if number % 2 else [])):
            found[name].append(value)
    return {name: np.array(values) for name, values in found.items()}


if __name__ == "__main__":
    for name, values in measure().items():
        print(f"{name:12} {len(values):4}  mean {values.mean():.3f}  below 0.8: {(values < 0.8).mean():.0%}")
