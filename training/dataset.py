"""The drawings of a training run on disk: pictures in one memory-mapped array, scenes beside them as JSON lines.

Drawing goes on where it stopped: `pictures.npy` has its full size from the start and `progress.json` says how many
rows are painted. Captions are not stored; they are drawn afresh from the scene each time it is shown.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.drawings import draw_scene
from training.natural import draw_natural
from training.settings import IMAGE_PX, Size
from training.subject import SUBJECT
from training.world import LEVELS, Scene, check_subject, sample_scene

CHUNK = 200


def scene_of(index: int, level: int) -> Scene:
    """The scene of training drawing `index`, never one of the held-out combinations."""
    return sample_scene(np.random.default_rng((7, level, index)), level)


def held_out_scene(index: int, level: int) -> Scene:
    """Scene `index` of those whose combination of attributes no training drawing has."""
    return sample_scene(np.random.default_rng((11, level, index)), level, held_out=True)


def render_varied(folder: Path, size: Size, processes: int | None = None) -> None:
    """Paint what the autoencoder learns from: the whole world, whatever level is trained, and natural pictures."""
    check_subject(SUBJECT)
    _render(folder / "varied", size.num_varied, max(LEVELS), processes)
    _render(folder / "natural", size.num_natural, None, processes)


def render_drawings(folder: Path, size: Size, processes: int | None = None) -> None:
    """Paint what is missing of the `size.num_drawings` drawings of the level, and write their scenes beside them."""
    _render(folder / f"drawings-{size.level}", size.num_drawings, size.level, processes)
    scenes = [asdict(scene_of(index, size.level)) for index in range(size.num_drawings)]
    lines = "\n".join(json.dumps(scene) for scene in scenes)
    (folder / f"drawings-{size.level}" / "scenes.jsonl").write_text(lines + "\n")


def _render(folder: Path, count: int, level: int | None, processes: int | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pictures.npy"
    progress = folder / "progress.json"
    done = json.loads(progress.read_text())["done"] if progress.exists() else 0
    if done >= count:
        return
    pictures = _open(path, count, keep=done)
    with multiprocessing.get_context("spawn").Pool(processes or os.cpu_count()) as pool:
        starts = range(done, count, CHUNK)
        jobs = [(start, min(CHUNK, count - start), level) for start in starts]
        for start, rows in pool.imap(_paint_rows, jobs):
            pictures[start : start + len(rows)] = rows
            progress.write_text(json.dumps({"done": start + len(rows)}))
    pictures.flush()


def _open(path: Path, count: int, keep: int) -> NDArray[np.uint8]:
    shape = (count, IMAGE_PX, IMAGE_PX, 3)
    if path.exists():
        old = np.load(path, mmap_mode="r+")
        if old.shape[0] >= count:
            return old
        kept = np.array(old[:keep])
        path.unlink()
        pictures = np.lib.format.open_memmap(path, "w+", np.uint8, shape)
        pictures[:keep] = kept
        return pictures
    return np.lib.format.open_memmap(path, "w+", np.uint8, shape)


def _paint_rows(job: tuple[int, int, int | None]) -> tuple[int, NDArray[np.uint8]]:
    start, count, level = job
    rows = [_paint(index, level) for index in range(start, start + count)]
    return start, np.stack(rows)


def _paint(index: int, level: int | None) -> NDArray[np.uint8]:
    if level is None:
        return draw_natural(index, IMAGE_PX)
    return draw_scene(scene_of(index, level), index, IMAGE_PX)


def load_pictures(folder: Path, size: Size) -> NDArray[np.uint8]:
    """Drawings as `[N, 256, 256, 3]` uint8, memory-mapped."""
    pictures: NDArray[np.uint8] = np.load(folder / f"drawings-{size.level}" / "pictures.npy", mmap_mode="r")
    return pictures[: size.num_drawings]


def load_varied(folder: Path, size: Size) -> NDArray[np.uint8]:
    """Drawings of the whole world as `[N, 256, 256, 3]` uint8, memory-mapped."""
    pictures: NDArray[np.uint8] = np.load(folder / "varied" / "pictures.npy", mmap_mode="r")
    return pictures[: size.num_varied]


def load_natural(folder: Path, size: Size) -> NDArray[np.uint8]:
    """Natural-statistics pictures as `[N, 256, 256, 3]` uint8, memory-mapped."""
    pictures: NDArray[np.uint8] = np.load(folder / "natural" / "pictures.npy", mmap_mode="r")
    return pictures[: size.num_natural]


def load_scenes(folder: Path, size: Size) -> list[Scene]:
    lines = (folder / f"drawings-{size.level}" / "scenes.jsonl").read_text().splitlines()
    return [Scene(**json.loads(line)) for line in lines[: size.num_drawings]]
