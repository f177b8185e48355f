"""Photos and what they should become."""

from __future__ import annotations

import numpy as np
import pytest
import torch


def test_a_pair_shows_one_animal_twice_and_the_same_index_the_same_pair() -> None:
    from training.evaluation.restyles import correlate_layouts
    from training.photo_pairs import draw_pair

    pairs = [draw_pair(index, 3) for index in range(8)]
    assert all(np.array_equal(one, other) for one, other in zip(pairs[3], draw_pair(3, 3), strict=True))
    correlations = [correlate_layouts(photo, drawing) for photo, drawing in pairs]
    of_strangers = [correlate_layouts(pairs[at][0], pairs[at - 1][1]) for at in range(8)]
    assert np.mean(correlations) > 0.4 + np.mean(of_strangers)


def test_a_view_puts_the_face_where_it_says() -> None:
    from training.drawings.compose import View, build_drawing
    from training.pictures.dataset import training_scene

    view = View(x=90.0, y=170.0, face_radius=77.0, degrees=5.0)
    for index in range(6):
        drawing = build_drawing(training_scene(index, 3), np.random.default_rng(index), view)
        assert drawing.face == pytest.approx((90.0, 170.0), abs=1e-3) and drawing.face_radius == 77.0


def test_pairs_are_never_held_out_and_their_captions_never_name_surroundings() -> None:
    from pipeline.prompt.open_details import words_of
    from training.photo_pairs import pair_scene
    from training.words.captions import caption_restyle, caption_words
    from training.world import SURROUNDINGS, is_held_out

    scenes = [pair_scene(index, 3) for index in range(200)]
    somewhere = [scene for scene in scenes if scene.background == SURROUNDINGS]
    assert 0.6 < len(somewhere) / len(scenes) < 0.9
    assert not any(is_held_out(scene) for scene in scenes if scene.background != SURROUNDINGS)
    rng, known = np.random.default_rng(1), caption_words()
    captions = [caption_restyle(scene, rng) for scene in somewhere]
    assert {word for caption in captions for word in words_of(caption)} <= known
    assert not any("background" in caption for caption in captions)


def test_a_restyle_begun_at_a_time_is_the_photo_under_noise_there() -> None:
    """Where a run begins, drawing plus residue is the photo, and nothing is left of the drawing."""
    from training.photo_pairs import STRENGTHS, photo_residue
    from training.stages.denoiser import build_noise_schedule

    schedule = build_noise_schedule()
    photo, drawing = torch.randn(2, 1, 4, 32, 32).unbind()
    time = torch.tensor([int(STRENGTHS[1] * 1000)])  # no run begins higher, so all that are there began there
    noise = torch.randn_like(photo)
    noisy = schedule.add_noise(drawing, noise + photo_residue(schedule, time, photo - drawing), time)
    assert torch.allclose(noisy, schedule.add_noise(photo, noise, time), atol=1e-5)


def test_a_drawing_of_nothing_else_has_no_residue() -> None:
    from training.photo_pairs import photo_residue
    from training.stages.denoiser import build_noise_schedule

    none = torch.zeros(3, 4, 32, 32)
    assert not photo_residue(build_noise_schedule(), torch.tensor([0, 500, 899]), none).any()
