"""Another animal with a name: one file says whose, and drawings and captions follow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.prompt.open_details import words_of
from training import world
from training.subject import SUBJECT, Subject
from training.words import captions

REX = Subject(name="rex", animal="dog", coat="brown", pattern="tuxedo", accessory="collar", accessory_colour="red")


@pytest.fixture
def rex(monkeypatch: pytest.MonkeyPatch) -> Subject:
    for module in (world, captions):
        monkeypatch.setattr(module, "SUBJECT", REX)
    return REX


def test_the_subject_can_be_drawn() -> None:
    world.check_subject(SUBJECT)
    world.check_subject(REX)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"animal": "parrot"}, "animal 'parrot' is none of cat, fox, dog, rabbit"),
        ({"coat": "pink"}, "coat 'pink' is none of white, black"),
        ({"accessory": "none"}, "accessory and accessory_colour are both none, or neither is"),
        ({"coat": "white"}, "a tuxedo's white chest cannot be seen"),
    ],
)
def test_a_subject_that_cannot_be_drawn_is_refused_by_name(change: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        world.check_subject(replace(REX, **change))


def test_another_subject_is_drawn_more_often_than_chance_and_called_by_name(rex: Subject) -> None:
    rng = np.random.default_rng(4)
    scenes = [world.sample_scene(rng, 3) for _ in range(1500)]
    with_subject = [scene for scene in scenes if world.shows_subject(scene)]
    assert 0.025 < len(with_subject) / len(scenes) < 0.08
    assert 0.55 < np.mean([scene.animal == "dog" for scene in scenes]) < 0.7
    texts = [captions.caption_scene(with_subject[0], rng, partial=False) for _ in range(60)]
    assert any("rex" in words_of(caption) for caption in texts)
    assert {word for caption in texts for word in words_of(caption)} <= captions.caption_words()


def test_names_say_what_the_subject_looks_like() -> None:
    assert captions.subject_names(SUBJECT)[2] == "mau, a white cat with black patches and a pink scarf"
    assert captions.subject_names(REX)[1:] == ("rex the dog", "rex, a brown dog with a white chest and a red collar")
    bare = replace(REX, pattern="solid", accessory="none", accessory_colour="none")
    assert captions.subject_names(bare)[2] == "rex, a brown dog"
    assert captions.subject_names(replace(REX, pattern="solid"))[2] == "rex, a brown dog with a red collar"
