"""`Keeper`: the thread that writes finished jobs into the history, so that painting waits for no disk.

A painting never fails because it could not be kept: `notice` says so instead, until the next one is kept.
"""

from __future__ import annotations

import errno
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipeline.engine.job import Job
from pipeline.errors import BUG, GenerationError
from presets.history.files import FRAMES
from presets.history.history import History

FRAMES_WAIT_S = 180.0  # for the steps at full size, which the studio decodes when it is idle
LOOK_S = 1.0
STEPS = "steps"  # the person's choice: 1 where the steps are kept as well
PHOTOS = "photos"  # and 0 where the photos are not
NOT_KEPT = "The last picture is not in the history: {} It is on the stage, and can be saved from there."
STEPS_NOT_KEPT = "The last picture is in the history without its steps: {}"
OUT_OF_ORDER = "The history could not be brought in order: {}"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Steps:
    """A run that is kept and whose steps are not yet."""

    job: Job
    key: str
    until_s: float

    @property
    def ready(self) -> bool:
        run = self.job.run
        return run is None or run.needs_full() is None or time.monotonic() > self.until_s


class Keeper:
    """`take` is what the studio calls. `num_written` counts runs since the start; `notice` is for people."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.notice: str | None = None
        self.num_written = 0
        self._num_taken = self._num_through = 0  # jobs that came in, and that were dealt with
        self._jobs: queue.SimpleQueue[tuple[Job, int] | None] = queue.SimpleQueue()
        self._steps: list[_Steps] = []
        self._thread = threading.Thread(target=self._work, name="history", daemon=True)

    def start(self) -> None:
        """Starts the thread, which first brings files and table together."""
        self._thread.start()

    def take(self, job: Job) -> None:
        """A job is finished. A sketch is not kept. Never blocks and never raises."""
        if job.sketch:
            return
        self._num_taken += 1
        self._jobs.put((job, time.time_ns() // 1_000_000))

    @property
    def waiting(self) -> bool:
        """Whether a finished job is still to be written."""
        return self._num_taken > self._num_through

    def close(self) -> None:
        """Writes what waits, and ends the thread."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        self._safely(self._begin, OUT_OF_ORDER)
        while True:
            try:
                entry = self._jobs.get(timeout=LOOK_S if self._steps else None)
            except queue.Empty:
                self._write_steps(all_of_them=False)
                continue
            if entry is None:
                break
            if self._safely(partial(self._keep, *entry), NOT_KEPT):
                self._safely(self.history.tidy, OUT_OF_ORDER)
            self._num_through += 1
        self._write_steps(all_of_them=True)

    def _begin(self) -> None:
        self.history.adopt()
        self.history.tidy()

    def _keep(self, job: Job, painted_ms: int) -> None:
        assert job.finished is not None
        pngs = [job.result_png(image) for image in range(len(job.finished.images))]
        original = job.original if self.history.choice(PHOTOS, 1) else None
        settings = job.finished.run.settings
        beside = {"preset": job.label, "series": job.series}
        key = self.history.add(pngs, settings, painted_ms=painted_ms, original=original, **beside)
        self.num_written += 1
        self.notice = None
        if self.history.choice(STEPS, 0):
            self._steps.append(_Steps(job=job, key=key, until_s=time.monotonic() + FRAMES_WAIT_S))

    def _write_steps(self, *, all_of_them: bool) -> None:
        ready = [steps for steps in self._steps if all_of_them or steps.ready]
        self._steps = [steps for steps in self._steps if steps not in ready]
        for steps in ready:
            self._safely(partial(self._save, steps), STEPS_NOT_KEPT)

    def _save(self, steps: _Steps) -> None:
        if steps.job.run is None:
            return
        try:
            self.history.files.add(steps.key, FRAMES, steps.job.run.zipped())
            self.history.grow(steps.key)
        except FileNotFoundError:
            pass  # the run was removed meanwhile, and its steps go with it

    def _safely(self, work: Callable[[], object], message: str) -> bool:
        """Whether it went well; `message` is what people read where it did not, with a place for the reason."""
        try:
            work()
        except Exception as error:
            logger.warning("The history could not be written", exc_info=error)
            self.notice = message.format(_reason(error))
            return False
        return True


def _reason(error: Exception) -> str:
    if isinstance(error, GenerationError):
        return str(error)
    if not isinstance(error, OSError):
        return BUG
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk is full."
    return f"its folder cannot be written ({error.strerror or 'unknown reason'})."
