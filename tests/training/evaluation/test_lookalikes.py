"""Animals that look much like the subject, their captions, and how they are measured."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation import lookalikes
from training.evaluation.lookalikes import differences, lookalike_scene, measure_lookalikes
from training.sizes import IMAGE_PX
from training.stages.apart import describe_unambiguously
from training.subject import SUBJECT
from training.words.captions import describe_scene
from training.world import KINDS, is_drawable, is_held_out, look_of, shows_subject


def test_a_lookalike_differs_in_one_thing() -> None:
    scenes = [lookalike_scene(index, 3) for index in range(400)]
    assert all(is_drawable(scene) and not is_held_out(scene) for scene in scenes)
    differing = [set(differences(scene)) for scene in scenes]
    assert 0.2 < np.mean([not names for names in differing]) < 0.35
    assert {name for names in differing for name in names} == set(KINDS)
    # What it wears has a colour, and where nothing is worn there is none.
    assert all(len(names) <= 1 or names == {"accessory", "accessory_colour"} for names in differing)
    assert np.mean(["pattern" in names for names in differing]) > 0.25


def test_held_out_lookalikes_are_never_the_subject_and_never_drawn() -> None:
    scenes = [lookalike_scene(index, 3, held_out=True) for index in range(60)]
    assert all(is_held_out(scene) and differences(scene) for scene in scenes)


def test_a_caption_of_a_drawing_leaves_no_doubt_which_of_them_it_is() -> None:
    rng = np.random.default_rng(0)
    marks = ("patch", "spot", SUBJECT.name)
    for index in range(300):
        scene = lookalike_scene(index, 3)
        text = describe_unambiguously(scene, rng)
        if shows_subject(scene):
            assert any(mark in text for mark in marks), text
        else:
            assert SUBJECT.name not in text.split(), text


def test_what_makes_the_difference_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A painter who always paints the subject misses every look-alike and no name."""
    always = look_of(SUBJECT)
    monkeypatch.setattr(lookalikes, "read_attributes", lambda judge, pictures: [always] * len(pictures))
    prompts_painted: list[str] = []

    def paint(prompts: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        prompts_painted.extend(prompts)
        return np.zeros((len(prompts), IMAGE_PX, IMAGE_PX, 3), np.uint8)

    accuracies = measure_lookalikes(None, 3, paint, count=12)  # type: ignore[arg-type]
    assert accuracies == {"apart": 0.0, "named": 1.0}
    assert prompts_painted[:12] == [describe_scene(lookalike_scene(index, 3, held_out=True)) for index in range(12)]
    assert all(SUBJECT.name in prompt.split()[0] for prompt in prompts_painted[12:])
