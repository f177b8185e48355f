"""What a cut-out keeps, measured on drawings whose subject is known. `python -m tests.pipeline.test_cutout` measures
many: intersection over union in every style, over 160 drawings, half of them of pale cats on pale grounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.finish.cutout import find_subject
from pipeline.finish.options import CutOut
from pipeline.finish.regions import dilated, flood, flood_with_ball
from tests.drawn_subjects import drawn_subject
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
