"""Captions: every word is known, and the words that matter are there."""

from __future__ import annotations

import numpy as np

from pipeline.prompt.open_details import words_of
from training.words.captions import caption_scene, caption_words, describe_details, describe_scene
from training.world import Scene, sample_scene, shows_subject


def test_every_caption_word_is_known() -> None:
    rng = np.random.default_rng(0)
    known = caption_words()
    for _ in range(3000):
        scene = sample_scene(rng, 3)
        for caption in (caption_scene(scene, rng), describe_scene(scene)):
            assert set(words_of(caption)) <= known, caption


def test_the_same_generator_gives_the_same_captions() -> None:
    def captions(seed: int) -> list[str]:
        rng = np.random.default_rng(seed)
        return [caption_scene(sample_scene(rng, 3), rng) for _ in range(20)]

    assert captions(3) == captions(3)
    assert captions(3) != captions(4)


def test_one_caption_in_ten_is_empty_unless_whole_captions_are_asked_for() -> None:
    rng = np.random.default_rng(1)
    scene = sample_scene(rng, 1)
    captions = [caption_scene(scene, rng) for _ in range(2000)]
    assert 0.07 < np.mean([caption == "" for caption in captions]) < 0.13
    assert all(caption_scene(scene, rng, partial=False) for _ in range(200))


def test_the_showcase_prompt_uses_known_words_only() -> None:
    prompt = "manga-style illustration of a white cat with large expressive eyes and a pink scarf"
    assert set(words_of(prompt)) <= caption_words()


def test_the_cat_mau_is_called_by_name() -> None:
    rng = np.random.default_rng(2)
    while not shows_subject(scene := sample_scene(rng, 1)):
        pass
    assert any("mau" in words_of(caption_scene(scene, rng)) for _ in range(50))


def test_a_description_differs_for_different_scenes() -> None:
    rng = np.random.default_rng(5)
    scenes = {sample_scene(rng, 3) for _ in range(500)}
    assert len({describe_scene(scene) for scene in scenes}) == len(scenes)


def test_other_details_are_left_out_of_the_description() -> None:
    scene = Scene(
        style="manga", animal="cat", coat="white", pattern="stripes", eye_colour="blue", accessory="hat",
        accessory_colour="red", pose="sitting", expression="sleepy", background="forest",
    )  # fmt: skip
    assert describe_details(scene, frozenset()) == "a cat"
    details = frozenset(("style", "accessory", "background"))
    assert describe_details(scene, details) == "manga-style illustration of a cat, wearing a red hat, in a forest"
