"""The drawings of a training run on disk: pictures in one memory-mapped array, scenes beside them as JSON lines.

Drawing goes on where it stopped, and begins anew where the world has changed (`training.running.resumable_array`).
Captions are not stored; they are drawn afresh from the scene each time it is shown.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.drawings import draw_scene
from training.pictures.natural import draw_natural
from training.running.fingerprint import fingerprint
from training.running.resumable_array import ResumableArray
from training.sizes import IMAGE_PX, Size
from training.subject import SUBJECT
from training.world import LEVELS, Scene, check_subject, sample_scene

PICTURES = "pictures.npy"
# What the fingerprint of a world is taken of: pictures at this size, and twenty times as many scenes.
NUM_FINGERPRINTED, FINGERPRINT_PX = 24, 64


def training_scene(index: int, level: int) -> Scene:
    """What training drawing `index` shows, never one of the held-out combinations."""
    return sample_scene(np.random.default_rng((7, level, index)), level)


def random_scenes(size: Size, rng: np.random.Generator) -> list[Scene]:
    """`size.unet_batch` scenes of training drawings."""
    return [training_scene(int(index), size.level) for index in rng.integers(size.num_drawings, size=size.unet_batch)]


def held_out_scene(index: int, level: int) -> Scene:
    """Scene `index` of those whose combination of attributes no training drawing has."""
    return sample_scene(np.random.default_rng((11, level, index)), level, held_out=True)


def render_varied(folder: Path, size: Size, processes: int | None = None) -> None:
    """Paint what the autoencoder learns from: the whole world, whatever level is trained, and natural pictures."""
    check_subject(SUBJECT)
    _render(folder / "varied" / PICTURES, size.num_varied, max(LEVELS), processes)
    _render(folder / "natural" / PICTURES, size.num_natural, None, processes)


def render_drawings(folder: Path, size: Size, processes: int | None = None) -> None:
    """Paint what is missing of the `size.num_drawings` drawings of the level, and write their scenes beside them."""
    _render(folder / f"drawings-{size.level}" / PICTURES, size.num_drawings, size.level, processes)
    scenes = [asdict(training_scene(index, size.level)) for index in range(size.num_drawings)]
    lines = "\n".join(json.dumps(scene) for scene in scenes)
    (folder / f"drawings-{size.level}" / "scenes.jsonl").write_text(lines + "\n")


def _render(path: Path, count: int, level: int | None, processes: int | None) -> None:
    stored = ResumableArray(path, count, (IMAGE_PX, IMAGE_PX, 3), np.uint8, fingerprint_of_world(level))
    for pictures in stored.compute(_draw_rows, level, processes):
        stored.append(pictures)


@cache
def fingerprint_of_world(level: int | None) -> str:
    """Of what the drawings of `level` show and look like now, or of natural pictures (None); it takes a second."""
    pictures = [_draw(index, level, FINGERPRINT_PX).tobytes() for index in range(NUM_FINGERPRINTED)]
    scenes = [repr(training_scene(index, level)) for index in range(20 * NUM_FINGERPRINTED)] if level else []
    return fingerprint(*pictures, *scenes)


def _draw_rows(job: tuple[int, int, int | None]) -> NDArray[np.uint8]:
    start, count, level = job
    return np.stack([_draw(index, level, IMAGE_PX) for index in range(start, start + count)])


def _draw(index: int, level: int | None, size_px: int) -> NDArray[np.uint8]:
    if level is None:
        return draw_natural(index, size_px)
    return draw_scene(training_scene(index, level), index, size_px)


def load_pictures(folder: Path, size: Size) -> NDArray[np.uint8]:
    """Drawings as `[N, 256, 256, 3]` uint8, memory-mapped."""
    pictures: NDArray[np.uint8] = np.load(folder / f"drawings-{size.level}" / PICTURES, mmap_mode="r")
    return pictures[: size.num_drawings]


def load_varied(folder: Path, size: Size) -> NDArray[np.uint8]:
    """Drawings of the whole world as `[N, 256, 256, 3]` uint8, memory-mapped."""
    pictures: NDArray[np.uint8] = np.load(folder / "varied" / PICTURES, mmap_mode="r")
    return pictures[: size.num_varied]


def load_natural(folder: Path, size: Size) -> NDArray[np.uint8]:
    """Natural-statistics pictures as `[N, 256, 256, 3]` uint8, memory-mapped."""
    pictures: NDArray[np.uint8] = np.load(folder / "natural" / PICTURES, mmap_mode="r")
    return pictures[: size.num_natural]


def load_scenes(folder: Path, size: Size) -> list[Scene]:
    """What each of `load_pictures` shows."""
    lines = (folder / f"drawings-{size.level}" / "scenes.jsonl").read_text().splitlines()
    return [Scene(**json.loads(line)) for line in lines[: size.num_drawings]]
