"""Pictures with the statistics of photographs: of every kind, the same for the same seed."""

from __future__ import annotations

import numpy as np

from training.pictures.natural import draw_natural


def test_a_picture_is_the_same_for_its_seed_and_no_other() -> None:
    pictures = [draw_natural(seed, 64) for seed in range(8)]
    assert all(picture.shape == (64, 64, 3) and picture.dtype == np.uint8 for picture in pictures)
    assert all(picture.std() > 4 for picture in pictures)
    assert (draw_natural(3, 64) == pictures[3]).all()
    assert not any((pictures[seed] == pictures[seed + 1]).all() for seed in range(7))
