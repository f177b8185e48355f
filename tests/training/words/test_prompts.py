"""Prompts in free wording: their details and no more, in known words, and none of the prompts of the evaluation."""

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


def _write_prompts(count: int) -> list[tuple[Scene, Details, str]]:
    rng = np.random.default_rng(0)
    scenes = [sample_scene(rng, 3) for _ in range(count)]
    return [(scene, details := choose_details(scene, rng), write_prompt(scene, details, rng)) for scene in scenes]


def _contains(text: str, phrases: tuple[str, ...]) -> bool:
    words = f" {' '.join(words_of(text))} "
    return any(f" {' '.join(words_of(phrase))} " in words for phrase in phrases)


def test_every_detail_is_in_the_prompt() -> None:
    for scene, details, text in _write_prompts(2000):
        assert _contains(text, ANIMAL[scene.animal]), text
        phrases_of = {"coat": COAT[scene.coat], "eye_colour": EYE[scene.eye_colour]}
        if scene.background in PLAIN_BACKGROUNDS:
            phrases_of["background"] = GROUND[scene.background]
        if "accessory" in details:
            assert _contains(text, CLOTH[scene.accessory_colour]), text
            phrases_of["accessory"] = tuple(name.split(" with ")[0] for name in ACCESSORY[scene.accessory])
        for name, phrases in phrases_of.items():
            assert name not in details or _contains(text, phrases), (name, text)


def test_no_other_detail_is_in_the_prompt() -> None:
    everything = {"accessory": [word for words in ACCESSORY.values() for word in words], "coat": ["fur"]}
    for _, details, text in _write_prompts(2000):
        if "pattern" not in details and "coat" not in details:
            assert not _contains(text, tuple(everything["coat"])), text
        if "accessory" not in details:
            assert not _contains(text, tuple(everything["accessory"])), text


def test_every_word_is_known_or_a_courtesy() -> None:
    known = known_words() | COURTEOUS
    for _, _, text in _write_prompts(3000):
        assert set(words_of(text)) <= known, text
        assert "{" not in text


def test_a_prompt_is_seldom_written_twice() -> None:
    prompts = [text for _, _, text in _write_prompts(2000)]
    assert len(set(prompts)) > 1950


@pytest.mark.parametrize("seed", range(3))
def test_no_prompt_of_the_evaluation_comes_out_of_the_grammar(seed: int) -> None:
    paraphrases = {" ".join(words_of(prompt)) for prompt, _ in PARAPHRASES}
    rng = np.random.default_rng(seed)
    for _ in range(3000):
        scene = sample_scene(rng, 3)
        assert " ".join(words_of(write_prompt(scene, choose_details(scene, rng), rng))) not in paraphrases
