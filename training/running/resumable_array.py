"""Arrays on disk that are filled from the front: what was stopped goes on at the first row that is missing.

Beside an array stands a mark of what its rows were made of (the world that was drawn, the autoencoder's weights). Rows
of another mark are begun anew: pictures, latents and captions of two worlds do not belong together.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray
from torch import nn

from training.running.pause import stop_if_due

CHUNK = 200
Work: TypeAlias = Callable[[tuple[int, int, int | None]], NDArray[Any]]


class Rows:
    """`count` rows of `shape` in `path` (.npy, memory-mapped), `done` of which are there."""

    def __init__(self, path: Path, count: int, shape: tuple[int, ...], dtype: DTypeLike, mark: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.count, self.mark = path, count, mark
        self._array, self.done = self._open((count, *shape), np.dtype(dtype))

    @property
    def array(self) -> NDArray[Any]:
        """The rows that were asked for; those that are missing are zeros."""
        return self._array[: self.count]

    def missing(self, chunk: int) -> Iterator[range]:
        """The rows to be made, `chunk` at a time, each to be handed to `add` before the next is asked for."""
        while self.done < self.count:
            yield range(self.done, min(self.count, self.done + chunk))

    def add(self, rows: NDArray[Any]) -> None:
        """The next rows. Stops the run where its time is up."""
        self._array[self.done : self.done + len(rows)] = rows
        self.done += len(rows)
        self._note.write_text(json.dumps({"done": self.done, "mark": self.mark}))
        stop_if_due()

    def make(self, work: Work, level: int | None, processes: int | None = None) -> Iterator[NDArray[Any]]:
        """What `work` gives for (first row, count, level), `CHUNK` rows at a time, in their order, by as many processes
        as there are cores: each part is to be handed to `add`, or what is made of it."""
        jobs = [(start, min(CHUNK, self.count - start), level) for start in range(self.done, self.count, CHUNK)]
        if not jobs:
            return
        with multiprocessing.get_context("spawn").Pool(processes or os.cpu_count()) as pool:
            yield from pool.imap(work, jobs)

    @property
    def _note(self) -> Path:
        return self.path.with_suffix(".json")

    def _open(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> tuple[NDArray[Any], int]:
        done = self._kept()
        if done and len(old := np.load(self.path, mmap_mode="r+")) >= shape[0]:
            return old, min(done, shape[0])
        kept = np.array(np.load(self.path, mmap_mode="r")[:done]) if done else None
        self.path.unlink(missing_ok=True)
        array = np.lib.format.open_memmap(self.path, "w+", dtype, shape)
        if kept is not None:
            array[:done] = kept
        return array, done

    def _kept(self) -> int:
        """How many rows are there that were made of the same."""
        if not (self.path.exists() and self._note.exists()):
            return 0
        told = json.loads(self._note.read_text())
        if told["mark"] == self.mark:
            return int(told["done"])
        print(f"{self.path.name} was made of something else than it would be now: begun anew", flush=True)
        return 0


def mark_of(*parts: bytes | str) -> str:
    """Sixteen hexadecimal digits that differ where any of `parts` does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()[:16]


def mark_of_weights(network: nn.Module) -> str:
    return mark_of(*(value.float().cpu().contiguous().numpy().tobytes() for value in network.state_dict().values()))
