"""What the judge learns from most often, and when it is in doubt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from training.stages.judge import ATTRIBUTES, OVERSAMPLING, Judge, oversampled_rows, share_clear
from training.world import sample_scene


def test_where_a_hat_hides_the_forehead_stripes_and_none_are_seen_more_often() -> None:
    plain = replace(sample_scene(np.random.default_rng(1), 3), pattern="stripes", accessory="scarf")
    scenes = [plain, replace(plain, accessory="hat"), replace(plain, accessory="hat", pattern="patches")]
    assert oversampled_rows(scenes) == [0, *[1] * OVERSAMPLING, 2]


class Doubting(Judge):
    """In doubt of the eyes' colour where a picture is black."""

    def forward(self, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        confident = {name: torch.eye(len(values))[:1] * 20 for name, values in ATTRIBUTES.items()}
        logits = {name: row.repeat(len(pictures), 1) for name, row in confident.items()}
        logits["eye_colour"] *= (pictures.mean((1, 2, 3)) > 0)[:, None]
        return logits


def test_a_picture_is_clear_where_no_attribute_is_in_doubt() -> None:
    pictures = np.zeros((40, 8, 8, 3), np.uint8)
    pictures[:30] = 255
    assert share_clear(Doubting(), pictures) == 0.75
