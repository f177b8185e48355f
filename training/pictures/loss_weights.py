"""Where a drawing shows what is small: the cells of the latent that an expression or a pattern decides.

A mouth is 2% of a picture, so it is 2% of a plain loss, and was learnt last of all: after 200,000 samples the
expression was right in 47 pictures of 100 when style, coat and pose were right in 98. So each drawing is drawn again
with another expression and with another pattern, by the same chance, and where the two differ counts more. The best
answer to a squared error stays the same in every cell, whatever the cell's weight; it is only found sooner.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.drawings import draw_scene
from training.pictures.dataset import fingerprint_of_world, load_scenes, training_scene
from training.running.resumable_array import ResumableArray
from training.sizes import IMAGE_PX, LATENT_PX, Size
from training.world import Scene, is_drawable

# Shapes are compared as this style paints them: hatching and washes fall otherwise in every drawing.
PLAIN_STYLE = "sticker"
# How much more a cell counts that changes wholly with the expression, with the pattern.
EXPRESSION_WEIGHT = 6.0
PATTERN_WEIGHT = 2.0
# Two that differ from any third in eyes, mouth or both.
COMPARED_EXPRESSIONS = ("sleepy", "winking", "open mouth")
# Less is the edge of a shape that moved by a hair (0..255).
MIN_CHANGE = 24
# A line is three pixels wide: a third of a cell's 64 pixels changed is the whole cell.
FULL_SHARE = 1 / 3


def cell_weights(folder: Path, size: Size, processes: int | None = None) -> NDArray[np.float16]:
    """What each cell of each latent counts, 1 or more, in the order of `encode_drawings`; cached on disk.

    Returns:
        `[N, 32, 32]` or, with `size.mirrored`, `[2N, 32, 32]` float16.
    """
    count, path = len(load_scenes(folder, size)), folder / f"focus-{size.level}.npy"
    stored = ResumableArray(path, count, (LATENT_PX, LATENT_PX), np.float16, fingerprint_of_world(size.level))
    for weights in stored.compute(_weigh_rows, size.level, processes):
        stored.append(weights)
    return _append_mirrored(np.array(stored.rows), size)


def _append_mirrored(weights: NDArray[np.float16], size: Size) -> NDArray[np.float16]:
    return np.concatenate([weights, weights[:, :, ::-1]]) if size.mirrored else weights


def _weigh_rows(job: tuple[int, int, int]) -> NDArray[np.float16]:
    start, count, level = job
    return np.stack([weigh_cells(training_scene(index, level), index) for index in range(start, start + count)])


def weigh_cells(scene: Scene, seed: int) -> NDArray[np.float16]:
    """`[32, 32]` float16: 1 where neither expression nor pattern shows, up to 9 where both do."""
    drawing = draw_scene(scene, seed, IMAGE_PX, as_style=PLAIN_STYLE)
    expression = _measure_change(drawing, _other_expressions(scene), seed)
    pattern = _measure_change(drawing, _other_patterns(scene), seed)
    return (1.0 + EXPRESSION_WEIGHT * expression + PATTERN_WEIGHT * pattern).astype(np.float16)


def _other_expressions(scene: Scene) -> list[Scene]:
    others = [value for value in COMPARED_EXPRESSIONS if value != scene.expression][:2]
    return [replace(scene, expression=value) for value in others]


def _other_patterns(scene: Scene) -> list[Scene]:
    other = replace(scene, pattern="stripes" if scene.pattern != "stripes" else "solid")
    return [other] if is_drawable(other) else []


def _measure_change(drawing: NDArray[np.uint8], others: list[Scene], seed: int) -> NDArray[np.float64]:
    """How much of each cell any of `others` draws differently: `[32, 32]`, 0..1."""
    changed = np.zeros(drawing.shape[:2], bool)
    for other in others:
        redrawn = draw_scene(other, seed, IMAGE_PX, as_style=PLAIN_STYLE).astype(np.int16)
        changed |= np.abs(redrawn - drawing).max(2) > MIN_CHANGE
    edge = IMAGE_PX // LATENT_PX
    share = changed.reshape(LATENT_PX, edge, LATENT_PX, edge).mean((1, 3))
    return np.minimum(1.0, share / FULL_SHARE)
