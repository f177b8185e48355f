"""What is small counts more: the cells that an expression or a pattern decides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.pictures.dataset import training_scene
from training.pictures.loss_weights import EXPRESSION_WEIGHT, PATTERN_WEIGHT, weigh_cells
from training.world import STYLES


@pytest.mark.parametrize("style", STYLES)
def test_the_face_counts_more_than_the_background_in_every_style(style: str) -> None:
    scene = replace(
        training_scene(3, 1), style=style, pose="portrait", pattern="solid", background="purple", coat="orange"
    )
    weights = weigh_cells(scene, 3).astype(float)
    assert weights.shape == (32, 32)
    assert weights.min() == 1.0 and weights.max() <= 1.0 + EXPRESSION_WEIGHT + PATTERN_WEIGHT
    heavy = weights > EXPRESSION_WEIGHT / 2
    rows, columns = np.nonzero(heavy)
    assert 0.01 < heavy.mean() < 0.35
    assert 8 < rows.mean() < 20 and 8 < columns.mean() < 24
    assert not heavy[:2].any() and not heavy[-2:].any()


def test_the_same_drawing_weighs_the_same() -> None:
    scene = training_scene(5, 1)
    assert np.array_equal(weigh_cells(scene, 5), weigh_cells(scene, 5))
