"""Whether the model paints many pictures or one: seeds against each other, and paintings against training drawings.

Distances are taken in the judge's features, where two drawings of one scene by different seeds are the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.preview.tiers import to_pixels
from training.drawings import draw_scene
from training.pictures.dataset import training_scene
from training.sizes import IMAGE_PX, SIZES
from training.stages.judge import Judge
from training.words.captions import describe_scene
from training.world import Scene

NUM_SCENES, NUM_SEEDS = 10, 6
NUM_NEAREST = 40
NUM_TRAINING = SIZES["cpu"].num_drawings
ALIKE = ("style", "pose", "coat", "pattern")
Picture = NDArray[np.uint8]
Paint = Callable[[Sequence[str]], Picture]


def measure_diversity(judge: Judge, level: int, paint: Paint, num_scenes: int = NUM_SCENES) -> dict[str, float]:
    """`diversity`: mean distance between seeds of one prompt / between seeds of one drawing; 1 is as varied.

    `nearest`: the smallest distance from a painting to a training drawing that shows the same / the mean one
    between drawings of one scene. 0 would be a copy; 1 is as far as two drawings of one scene are.
    """
    scenes = [training_scene(index, level) for index in range(num_scenes)]
    paintings = paint([describe_scene(scene) for scene in scenes for _ in range(NUM_SEEDS)])
    drawings = np.stack([_draw(scene, 920_000 + seed) for scene in scenes for seed in range(NUM_SEEDS)])
    pictures = (paintings, drawings)
    of_paintings, of_drawings = (features(judge, each).reshape(num_scenes, NUM_SEEDS, -1) for each in pictures)
    spread = float(np.mean([_spread(rows) for rows in of_drawings]))
    training_scenes = [training_scene(index, level) for index in range(NUM_TRAINING)]
    nearest = min(
        _nearest(judge, scene, rows, training_scenes) for scene, rows in zip(scenes, of_paintings, strict=True)
    )
    return {
        "diversity": round(float(np.mean([_spread(rows) for rows in of_paintings])) / spread, 3),
        "nearest": round(nearest / spread, 3),
    }


def _draw(scene: Scene, seed: int) -> Picture:
    return draw_scene(scene, seed, IMAGE_PX)


@torch.inference_mode()
def features(judge: Judge, pictures: Picture) -> NDArray[np.float32]:
    """What the judge sees before it decides: `[N, 192]`."""
    parts = [
        judge.features(judge.layers(to_pixels(pictures[start : start + 32]))) for start in range(0, len(pictures), 32)
    ]
    rows: NDArray[np.float32] = torch.cat(parts).numpy()
    return rows


def _spread(rows: NDArray[np.float32]) -> float:
    return float(np.mean([np.linalg.norm(one - other) for one, other in combinations(rows, 2)]))


def _nearest(judge: Judge, scene: Scene, rows: NDArray[np.float32], training_scenes: Sequence[Scene]) -> float:
    """The smallest distance of `rows` to drawings of `training_scenes` that show nearly the same, the first of them."""
    target = [getattr(scene, name) for name in ALIKE]
    alike = [
        (index, other)
        for index, other in enumerate(training_scenes)
        if [getattr(other, name) for name in ALIKE] == target
    ]
    drawings = np.stack([_draw(other, index) for index, other in alike[:NUM_NEAREST]])
    drawing_features = features(judge, drawings)
    return float(min(np.linalg.norm(row - drawing_features, axis=1).min() for row in rows))
