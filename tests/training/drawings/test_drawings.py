"""Drawings: the same every time, and every attribute of the world can be drawn in every style."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training import world
from training.drawings import draw_scene
from training.world import LEVELS, STYLES, Scene, is_drawable, is_held_out, sample_scene

VALUES = {
    "animal": world.ANIMALS,
    "coat": world.COATS,
    "pattern": world.PATTERNS,
    "eye_colour": world.EYE_COLOURS,
    "accessory": world.ACCESSORIES,
    "pose": world.POSES,
    "expression": world.EXPRESSIONS,
    "background": world.BACKGROUNDS,
}


def any_scene(seed: int, level: int = 3) -> Scene:
    return sample_scene(np.random.default_rng(seed), level)


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_draws_the_same_picture(style: str) -> None:
    scene = replace(any_scene(1), style=style, background="navy")
    assert np.array_equal(draw_scene(scene, 5), draw_scene(scene, 5))
    assert not np.array_equal(draw_scene(scene, 5), draw_scene(scene, 6))


@pytest.mark.parametrize("style", STYLES)
def test_every_attribute_value_can_be_drawn(style: str) -> None:
    for attribute, values in VALUES.items():
        for seed, value in enumerate(values):
            scene = replace(any_scene(seed), style=style, **{attribute: value})
            if scene.accessory != "none" and scene.accessory_colour == "none":
                scene = replace(scene, accessory_colour="red")
            picture = draw_scene(scene, seed, 128)
            assert picture.shape == (128, 128, 3)
            assert picture.dtype == np.uint8
            assert picture.std() > 8


@pytest.mark.parametrize("attribute", ["coat", "pattern", "eye_colour", "expression", "pose", "background"])
def test_changing_an_attribute_changes_the_picture(attribute: str) -> None:
    for style in STYLES:
        scene = replace(any_scene(3), style=style, expression="smiling", background="navy", coat="orange")
        values = VALUES[attribute]
        pictures = [draw_scene(replace(scene, **{attribute: value}), 2, 128) for value in values]
        for i, first in enumerate(pictures):
            for second in pictures[i + 1 :]:
                assert not np.array_equal(first, second)


def test_about_four_percent_of_combinations_are_held_out() -> None:
    scene = any_scene(0)
    combinations = [
        replace(scene, style=style, coat=coat, pattern=pattern, background=background)
        for style in STYLES
        for coat in world.COATS
        for pattern in world.PATTERNS
        for background in world.BACKGROUNDS
    ]
    share = np.mean([is_held_out(combination) for combination in combinations])
    assert 0.03 < share < 0.05


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_training_scenes_are_never_held_out(level: int) -> None:
    rng = np.random.default_rng(4)
    scenes = [sample_scene(rng, level) for _ in range(500)]
    assert not any(is_held_out(scene) for scene in scenes)
    assert all(is_drawable(scene) for scene in scenes)
    assert all(is_held_out(sample_scene(rng, level, held_out=True)) for _ in range(20))


def test_level_one_shows_cats_on_plain_backgrounds() -> None:
    rng = np.random.default_rng(8)
    scenes = [sample_scene(rng, 1) for _ in range(400)]
    assert {scene.animal for scene in scenes} == {"cat"}
    assert {scene.background for scene in scenes} <= set(world.PLAIN_BACKGROUNDS)
    assert {scene.style for scene in scenes} == set(STYLES)


def test_the_showcase_cat_is_never_held_out() -> None:
    for background in world.BACKGROUNDS:
        for pattern in ("solid", "patches"):
            assert not is_held_out(
                replace(any_scene(0), style="manga", coat="white", pattern=pattern, background=background)
            )
