"""The studio: one worker thread that owns the model, a fair bounded queue of jobs, and what visitors may ask of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.fair_queue import FairQueue
from pipeline.engine.job import Job, JobStatus
from pipeline.engine.pace import Pace
from pipeline.engine.protocol import Readiness
from pipeline.engine.text_model import TextTask
from pipeline.engine.worker import WaitingErrand, Worker
from pipeline.errors import QueueFull
from pipeline.models.catalog import Catalog
from pipeline.models.spec import ModelSpec
from pipeline.models.tokens import TokenReport, read_tokens
from pipeline.photo.original import Original
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import GenerationRequest

__all__ = ["Job", "JobStatus", "Readiness", "Studio"]

KEPT_PER_OWNER, KEPT_IN_ALL = 4, 24  # finished jobs that can still be looked at
ERRAND_TIMEOUT_S, MAX_ERRANDS = 60.0, 16
TEXT_TIMEOUT_S, MAX_TEXT_TASKS = 90.0, 8
Answer = TypeVar("Answer")


class Studio:
    """Takes jobs from many visitors and paints them one at a time. Every method may be called from any thread.

    device: "auto", "cpu", "cuda" or "mps". default_model: the catalog key that is loaded at start.
    max_queue: jobs that may wait. grace_s: how long an unfinished job outlives its last viewer.
    data_dir: where fitted previews are kept between starts; None keeps them in memory only.
    brief_model: the folder of an instruction model, for `write`; None where there is none.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        device: str = "auto",
        default_model: str,
        max_queue: int = 32,
        grace_s: float = 30.0,
        data_dir: Path | None = None,
        brief_model: Path | None = None,
    ) -> None:
        self.catalog = catalog
        self._max_queue = max_queue
        self._grace_s = grace_s
        self._listeners: list[Callable[[Job], None]] = []
        self._change = threading.Condition()
        self._queue: FairQueue[Job] = FairQueue()
        self._jobs: dict[str, Job] = {}  # oldest first
        self._running: Job | None = None
        self._closed = False
        self._pace = Pace()
        cache_dir = None if data_dir is None else data_dir / "cache"
        self.writes = brief_model is not None
        self._worker = Worker(self, default_model, device=device, cache_dir=cache_dir, brief_model=brief_model)

    def when_done(self, listener: Callable[[Job], None]) -> None:
        """Has `listener` hear of every finished job, on the thread that owns the model, so it must be quick."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Starts the worker thread, which loads the default model in the background."""
        self._worker.start()

    @property
    def readiness(self) -> Readiness:
        """Whether the model can paint yet."""
        return self._worker.readiness

    def submit(
        self,
        request: GenerationRequest,
        owner: str,
        *,
        preview: PreviewChoice = "Auto",
        label: str = "",
        original: Original | None = None,
        series: str = "",
        sketch: bool = False,
    ) -> Job:
        """Puts `request` in the queue. `label`, what whoever submits it calls it, `original`, what its photo was made
        of, `series`, the same for all that one press asked for, and `sketch`, that nobody means to keep it, stay with
        the job.

        Raises `QueueFull`, `InvalidRequest`, `ModelUnavailable`.
        """
        request = self.catalog.spec(request.model).complete(request)
        job = Job(
            request, owner, preview=preview, outlook=self._outlook, label=label, original=original, series=series,
            sketch=sketch,
        )  # fmt: skip
        with self._change:
            self._drop_deserted()
            if len(self._queue) >= self._max_queue:
                raise QueueFull(len(self._queue))
            self._queue.push(owner, job)
            self._jobs[job.id] = job
            self._forget_old()
            self._tell_waiting()
            self._change.notify_all()
        return job

    def job(self, job_id: str) -> Job | None:
        """By id: knowing the id is the right to look."""
        return self._jobs.get(job_id)

    def latest_job(self, owner: str) -> Job | None:
        """The newest job of `owner`, in whatever state."""
        with self._change:
            return next((job for job in reversed(self._jobs.values()) if job.owner == owner), None)

    def cancel(self, job_id: str, owner: str) -> bool:
        """Stops a waiting or running job; only its owner may. Whether there was something to stop."""
        job = self._jobs.get(job_id)
        if job is None or job.owner != owner or job.status().over:
            return False
        with self._change:
            job.cancel_asked.set()
            if self._queue.remove(owner, job):
                job.end("stopped")
                self._tell_waiting()
        return True

    def cancel_current(self, owner: str) -> bool:
        """Stops the job of `owner` that runs, else the newest that waits. Whether there was something to stop."""
        with self._change:
            jobs = [*([] if self._running is None else [self._running]), *reversed(self._jobs.values())]
        return any(self.cancel(job.id, owner) for job in jobs)

    def viewer_joined(self, job_id: str) -> None:
        """Somebody watches this job."""
        if job_id in self._jobs:
            self._jobs[job_id].viewer_joined()

    def viewer_left(self, job_id: str) -> None:
        """Somebody watches it no longer; `grace_s` after the last one it is stopped, unless somebody comes back."""
        if job_id in self._jobs:
            self._jobs[job_id].viewer_left()

    def tokens(self, model: str, prompt: str, *, whole: bool = False) -> TokenReport:
        """How `model` reads `prompt` with its weights; torch-free, before the model is loaded too.

        Raises `InvalidRequest`.
        """
        return read_tokens(self.catalog.spec(model), prompt, emphasis=True, whole=whole)

    def run_errand(self, errand: NoisedPhoto) -> bytes:
        """What a small piece of work with a model gives: done by the worker when idle, else between two steps.

        Raises `GenerationError`s, `QueueFull` among them; TimeoutError after a minute without an answer.
        """
        self.catalog.spec(errand.model).complete(errand.request)
        waiting = WaitingErrand(errand)
        with self._change:
            if len(self._worker.errands) >= MAX_ERRANDS:
                raise QueueFull(len(self._worker.errands))
            self._worker.errands.append(waiting)
            self._change.notify_all()
        return _answer(waiting.result, ERRAND_TIMEOUT_S)

    def write(self, task: str, text: str) -> str:
        """What the instruction model answers to a task about a text. It is written while nothing is painted.

        Raises `CannotWrite`, `QueueFull`; TimeoutError after a minute and a half without an answer.
        """
        waiting = TextTask(instruction=task, text=text)
        with self._change:
            if len(self._worker.text_tasks) >= MAX_TEXT_TASKS:
                raise QueueFull(len(self._worker.text_tasks))
            self._worker.text_tasks.append(waiting)
            self._change.notify_all()
        return _answer(waiting.result, TEXT_TIMEOUT_S)

    def close(self) -> None:
        """Stops what runs, ends the worker thread and lets go of the model."""
        with self._change:
            self._closed = True
            for job in self._jobs.values():
                job.cancel_asked.set()
            for job in self._queue.order():
                self._queue.remove(job.owner, job)
                job.end("stopped")
            self._change.notify_all()
        self._worker.join()

    # What follows is for the worker.

    def spec(self, key: str) -> ModelSpec:
        """Raises `InvalidRequest` or `ModelUnavailable`."""
        return self.catalog.spec(key)

    @property
    def closed(self) -> bool:
        """Whether the worker should end."""
        return self._closed

    def next_job(self, *, wait: bool) -> Job | None:
        """The next job to paint. None where there is none: at once, or with `wait` when there is other work."""
        with self._change:
            while True:
                self._drop_deserted()
                job = self._queue.pop()
                if job is not None or not wait or self._closed or self._worker.waits:
                    break
                self._change.wait()
            self._running = job
            if job is not None:
                self._tell_waiting()
        return job

    def should_stop(self, job: Job) -> bool:
        """Asked at every step of `job`."""
        return self._closed or job.cancel_asked.is_set() or job.deserted(self._grace_s)

    def job_ended(self, job: Job) -> None:
        """`job` has left the worker."""
        with self._change:
            self._pace.learn(job)
            self._running = None
            self._tell_waiting()
        for listener in self._listeners if job.finished is not None else ():
            listener(job)

    def work_waits(self) -> bool:
        """Whether something waits that goes before words."""
        return bool(self._closed or len(self._queue) or self._worker.errands)

    def unfinished_frames(self) -> Job | None:
        """The newest finished job that has small frames left."""
        with self._change:
            jobs = [job for job in reversed(self._jobs.values()) if job.status().over and job.run is not None]
        return next((job for job in jobs if job.run is not None and job.run.needs_full() is not None), None)

    def _outlook(self, job: Job) -> tuple[int | None, float | None]:
        """Position in the queue (1 = next) and seconds until `job` will be done, where the pace is known."""
        with self._change:
            order = self._queue.order()
            running = self._running
        if job not in order:
            return None, None
        ahead = order[: order.index(job) + 1]
        times = [self._pace.expected_s(each) for each in ahead]
        if running is not None:
            times.append(self._pace.left_s(running))
        known = [each for each in times if each is not None]
        return len(ahead), sum(known) if len(known) == len(times) else None

    def _tell_waiting(self) -> None:
        for job in self._queue.order():
            job.update()

    def _drop_deserted(self) -> None:
        for job in self._queue.order():
            if job.deserted(self._grace_s):
                self._queue.remove(job.owner, job)
                job.end("stopped")

    def _forget_old(self) -> None:
        """Finished jobs beyond what is kept, oldest first."""
        over = [job for job in self._jobs.values() if job.status().over]
        for owner in {job.owner for job in over}:
            for job in [job for job in over if job.owner == owner][:-KEPT_PER_OWNER]:
                self._jobs.pop(job.id)
        for job in [job for job in over if job.id in self._jobs][:-KEPT_IN_ALL]:
            self._jobs.pop(job.id)


def _answer(result: Future[Answer], timeout_s: float) -> Answer:
    """What the worker answers. Raises TimeoutError after `timeout_s`, and tells it that nobody waits any longer."""
    try:
        return result.result(timeout_s)
    except TimeoutError:
        result.cancel()
        raise
