"""Freer wordings: they say what is told and no more, in known words, and are no prompts of the evaluation."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.prompt.open_details import words_of
from training.words import prompt_phrases
from training.words.caption_phrases import ACCESSORY, ANIMAL, CLOTH, COAT, EYE, GROUND
from training.words.captions import Details
from training.words.paraphrases import PARAPHRASES
from training.words.prompts import choose_details, known_words, write_prompt
from training.world import PLAIN_BACKGROUNDS, Scene, sample_scene

COURTEOUS = {word for phrase in prompt_phrases.COURTESIES for word in words_of(phrase)}


def _spoken(count: int) -> list[tuple[Scene, Details, str]]:
    rng = np.random.default_rng(0)
    scenes = [sample_scene(rng, 3) for _ in range(count)]
    return [(scene, told := choose_details(scene, rng), write_prompt(scene, told, rng)) for scene in scenes]


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    words = f" {' '.join(words_of(text))} "
    return any(f" {' '.join(words_of(phrase))} " in words for phrase in phrases)


def test_what_is_told_is_said() -> None:
    for scene, told, text in _spoken(2000):
        assert _says(text, ANIMAL[scene.animal]), text
        wanted = {"coat": COAT[scene.coat], "eye_colour": EYE[scene.eye_colour]}
        if scene.background in PLAIN_BACKGROUNDS:
            wanted["background"] = GROUND[scene.background]
        if "accessory" in told:
            assert _says(text, CLOTH[scene.accessory_colour]), text
            wanted["accessory"] = tuple(name.split(" with ")[0] for name in ACCESSORY[scene.accessory])
        for name, phrases in wanted.items():
            assert name not in told or _says(text, phrases), (name, text)


def test_what_is_not_told_is_not_said() -> None:
    everything = {"accessory": [word for words in ACCESSORY.values() for word in words], "coat": ["fur"]}
    for _, told, text in _spoken(2000):
        if "pattern" not in told and "coat" not in told:
            assert not _says(text, tuple(everything["coat"])), text
        if "accessory" not in told:
            assert not _says(text, tuple(everything["accessory"])), text


def test_every_word_is_known_or_a_courtesy() -> None:
    known = known_words() | COURTEOUS
    for _, _, text in _spoken(3000):
        assert set(words_of(text)) <= known, text
        assert "{" not in text


def test_a_wording_is_seldom_said_twice() -> None:
    said = [text for _, _, text in _spoken(2000)]
    assert len(set(said)) > 1950


@pytest.mark.parametrize("seed", range(3))
def test_no_prompt_of_the_evaluation_comes_out_of_the_grammar(seed: int) -> None:
    asked = {" ".join(words_of(prompt)) for prompt, _ in PARAPHRASES}
    rng = np.random.default_rng(seed)
    for _ in range(3000):
        scene = sample_scene(rng, 3)
        assert " ".join(words_of(write_prompt(scene, choose_details(scene, rng), rng))) not in asked
