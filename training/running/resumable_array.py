"""Arrays on disk that are filled from the front: what was stopped goes on at the first row that is missing.

Beside an array stands a fingerprint of what its rows were made of (the world that was drawn, the autoencoder's
weights). Rows of another fingerprint are begun anew: pictures, latents and captions of two worlds do not belong
together.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from training.running.pause import stop_if_due

CHUNK = 200
# (first row, count, level) -> so many rows
RowsJob: TypeAlias = Callable[[tuple[int, int, int | None]], NDArray[Any]]


class ResumableArray:
    """`count` rows of `shape` in `path` (.npy, memory-mapped), `num_done` of which are there."""

    def __init__(self, path: Path, count: int, shape: tuple[int, ...], dtype: DTypeLike, fingerprint: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.count, self.fingerprint = path, count, fingerprint
        self._array, self.num_done = self._open((count, *shape), np.dtype(dtype))

    @property
    def rows(self) -> NDArray[Any]:
        """The rows that were asked for; those that are missing are zeros."""
        return self._array[: self.count]

    def missing(self, chunk: int) -> Iterator[range]:
        """The rows to be made, `chunk` at a time, each to be handed to `append` before the next is asked for."""
        while self.num_done < self.count:
            yield range(self.num_done, min(self.count, self.num_done + chunk))

    def append(self, rows: NDArray[Any]) -> None:
        """The next rows. Stops the run where its time is up."""
        self._array[self.num_done : self.num_done + len(rows)] = rows
        self.num_done += len(rows)
        self._record_path.write_text(json.dumps({"done": self.num_done, "mark": self.fingerprint}))
        stop_if_due()

    def compute(self, job: RowsJob, level: int | None, processes: int | None = None) -> Iterator[NDArray[Any]]:
        """What `job` gives for (first row, count, level), `CHUNK` rows at a time, in their order, by as many processes
        as there are cores: each part is to be handed to `append`, or what is made of it."""
        parts = [(start, min(CHUNK, self.count - start), level) for start in range(self.num_done, self.count, CHUNK)]
        if not parts:
            return
        with multiprocessing.get_context("spawn").Pool(processes or os.cpu_count()) as pool:
            yield from pool.imap(job, parts)

    @property
    def _record_path(self) -> Path:
        return self.path.with_suffix(".json")

    def _open(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> tuple[NDArray[Any], int]:
        num_done = self._num_reusable()
        if num_done and len(old := np.load(self.path, mmap_mode="r+")) >= shape[0]:
            return old, min(num_done, shape[0])
        reusable = np.array(np.load(self.path, mmap_mode="r")[:num_done]) if num_done else None
        self.path.unlink(missing_ok=True)
        array = np.lib.format.open_memmap(self.path, "w+", dtype, shape)
        if reusable is not None:
            array[:num_done] = reusable
        return array, num_done

    def _num_reusable(self) -> int:
        """How many rows are there that were made of the same."""
        if not (self.path.exists() and self._record_path.exists()):
            return 0
        record = json.loads(self._record_path.read_text())
        if record["mark"] == self.fingerprint:
            return int(record["done"])
        print(f"{self.path.name} was made of something else than it would be now: begun anew", flush=True)
        return 0
